package io.ringkv.client.quickstart;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * Starts a cluster that was not there before, on free ports. A port may be taken by somebody else between the look and
 * the start: whoever loses it is started again on the next one. No node starts before the coordinator listens, so none
 * joins a stranger that got its port.
 */
final class FirstStart {
    /** Where a coordinator keeps its metadata log, unless told otherwise. */
    private static final int LOG_PORT_BEHIND = 1000;

    static final int REPLICAS_MAX = 3;

    private final Launcher launcher;
    private final Consumer<String> say;
    private final Ports ports;

    FirstStart(Launcher launcher, Consumer<String> say, int basePort) {
        this.launcher = launcher;
        this.say = say;
        this.ports = new Ports(basePort);
    }

    /** Returns when each of them listens, or has ended for another reason than its port. */
    void run(int coordinators, int nodes) throws IOException {
        int replicas = Math.min(REPLICAS_MAX, nodes);
        List<ServerProcess> started = startCoordinators(coordinators, replicas);
        if (started.stream().allMatch(ServerProcess::runs)) {
            startNodes(nodes, started.stream().map(ServerProcess::port).toList());
        }
    }

    /** Processes with both roles. */
    void run(int servers) throws IOException {
        startTogether(servers, "s%d", launcher::server);
    }

    private List<ServerProcess> startCoordinators(int count, int replicas) throws IOException {
        return startTogether(
                count,
                count == 1 ? StartedServers.COORDINATOR : "c%d",
                (name, all) -> launcher.coordinator(name, all, replicas));
    }

    /** Starts one of those with these names and ports. */
    @FunctionalInterface
    private interface Start {
        ServerProcess start(String name, Map<String, Integer> all) throws IOException;
    }

    /** They know each other's ports, so that one that lost its port takes all to others. */
    private List<ServerProcess> startTogether(int count, String names, Start start)
            throws IOException {
        Map<String, Integer> all = new TreeMap<>();
        for (int i = 1; i <= count; i++) {
            all.put(
                    String.format(Locale.ROOT, names, i),
                    ports.nextWith(
                            ServerProcess.COORDINATOR_PORT_BEHIND,
                            LOG_PORT_BEHIND,
                            ServerProcess.COORDINATOR_PORT_BEHIND + LOG_PORT_BEHIND));
        }
        List<ServerProcess> started = new ArrayList<>();
        for (String name : all.keySet()) {
            started.add(start.start(name, all));
        }
        boolean lost = false;
        for (ServerProcess one : started) {
            lost |= lostItsPort(one);
        }
        if (!lost) {
            return started;
        }
        for (ServerProcess one : started) {
            one.handle().ifPresent(ProcessHandle::destroyForcibly);
            Local.await(() -> !one.runs(), Local.PATIENCE.toMillis());
            launcher.forget(one.name());
        }
        say.accept("somebody took a port of " + all + " first; they go to others");
        return startTogether(count, names, start);
    }

    private void startNodes(int nodes, List<Integer> coordinatorPorts) throws IOException {
        List<ServerProcess> started = new ArrayList<>();
        for (int i = 1; i <= nodes; i++) {
            started.add(launcher.node("n" + i, ports.next(), coordinatorPorts));
        }
        for (ServerProcess first : started) {
            ServerProcess node = first;
            while (lostItsPort(node)) {
                node = again(node, coordinatorPorts);
            }
        }
    }

    private boolean lostItsPort(ServerProcess server) throws IOException {
        launcher.awaitStarted(server);
        return !server.runs() && launcher.portWasTaken(server.name());
    }

    private ServerProcess again(ServerProcess node, List<Integer> coordinatorPorts)
            throws IOException {
        launcher.forget(node.name());
        ServerProcess next = launcher.node(node.name(), ports.next(), coordinatorPorts);
        say.accept("somebody took port " + node.port() + " first; " + node.name() + " goes to port "
                + next.port());
        return next;
    }
}
