package io.ringkv.client.quickstart;

import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/** Starts a cluster again that was there before: those of its servers that do not run, where they were. */
final class NextStart {
    private final Launcher launcher;
    private final Consumer<String> say;

    NextStart(Launcher launcher, Consumer<String> say) {
        this.launcher = launcher;
        this.say = say;
    }

    void run(StartedServers known) throws IOException {
        int replicas = Math.min(FirstStart.REPLICAS_MAX, known.nodes().size());
        Map<String, Integer> coordinators = new TreeMap<>();
        known.coordinators().forEach(one -> coordinators.put(one.name(), one.port()));
        String[] rebuild = {};
        if (coordinatorsLostTheirData(known)) {
            String gone = coordinators.size() == 1
                    ? "the coordinator's data is gone from "
                            + launcher.data(StartedServers.COORDINATOR) + "; it is started"
                    : "the data of all coordinators is gone; they are started";
            say.accept(gone + " with --rebuild, and go" + (coordinators.size() == 1 ? "es" : "")
                    + " on from what the nodes carry");
            rebuild = new String[] {"--rebuild"};
        }
        for (ServerProcess server : known.all()) {
            if (server.runs()) {
                continue;
            }
            if (server.isNode()) {
                launcher.again(server, known.all());
            } else {
                launcher.coordinator(server.name(), coordinators, replicas, rebuild);
            }
        }
    }

    /**
     * Empty ones beside nodes with data would begin another cluster, which theirs is not. As long as one of several has
     * its data, it takes the others in again.
     */
    private boolean coordinatorsLostTheirData(StartedServers known) throws IOException {
        if (!known.withBothRoles().isEmpty()) {
            return false;
        }
        boolean nodesHaveData = false;
        for (ServerProcess node : known.nodes()) {
            nodesHaveData |= !Trees.isEmptyOrGone(launcher.data(node.name()));
        }
        for (ServerProcess coordinator : known.coordinators()) {
            if (coordinator.runs() || !Trees.isEmptyOrGone(launcher.data(coordinator.name()))) {
                return false;
            }
        }
        return nodesHaveData;
    }
}
