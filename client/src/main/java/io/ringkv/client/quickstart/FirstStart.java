package io.ringkv.client.quickstart;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
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

    private static final int REPLICAS_MAX = 3;

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

    /** They know each other's ports, so that one that lost its port takes all to others. */
    private List<ServerProcess> startCoordinators(int count, int replicas) throws IOException {
        Map<String, Integer> all = new TreeMap<>();
        for (int i = 1; i <= count; i++) {
            all.put(count == 1 ? Quickstart.COORDINATOR : "c" + i, ports.nextWith(LOG_PORT_BEHIND));
        }
        List<ServerProcess> started = new ArrayList<>();
        for (String name : all.keySet()) {
            started.add(launcher.coordinator(name, all, replicas));
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
        say.accept("somebody took a port of " + all + " first; the coordinators go to others");
        return startCoordinators(count, replicas);
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
