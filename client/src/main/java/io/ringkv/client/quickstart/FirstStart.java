package io.ringkv.client.quickstart;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
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

    /** Starts one server. */
    @FunctionalInterface
    private interface Launch {
        ServerProcess on(int port) throws IOException;
    }

    private final Launcher launcher;
    private final Consumer<String> say;
    private final Ports ports;

    FirstStart(Launcher launcher, Consumer<String> say, int basePort) {
        this.launcher = launcher;
        this.say = say;
        this.ports = new Ports(basePort);
    }

    /** Returns when each of them listens, or has ended for another reason than its port. */
    void run(int nodes) throws IOException {
        Launch launch = port -> launcher.coordinator(port, Math.min(REPLICAS_MAX, nodes));
        ServerProcess coordinator = launch.on(ports.nextWith(LOG_PORT_BEHIND));
        while (lostItsPort(coordinator)) {
            coordinator = again(coordinator, launch, LOG_PORT_BEHIND);
        }
        if (coordinator.runs()) {
            startNodes(nodes, coordinator.port());
        }
    }

    private void startNodes(int nodes, int coordinatorPort) throws IOException {
        List<ServerProcess> started = new ArrayList<>();
        for (int i = 1; i <= nodes; i++) {
            started.add(launcher.node("n" + i, ports.next(), coordinatorPort));
        }
        for (ServerProcess first : started) {
            ServerProcess node = first;
            while (lostItsPort(node)) {
                String name = node.name();
                node = again(node, port -> launcher.node(name, port, coordinatorPort), 0);
            }
        }
    }

    private boolean lostItsPort(ServerProcess server) throws IOException {
        launcher.awaitStarted(server);
        return !server.runs() && launcher.portWasTaken(server.name());
    }

    private ServerProcess again(ServerProcess server, Launch launch, int behind)
            throws IOException {
        launcher.forget(server.name());
        ServerProcess next = launch.on(ports.nextWith(behind));
        say.accept("somebody took port " + server.port() + " first; " + server.name()
                + " goes to port " + next.port());
        return next;
    }
}
