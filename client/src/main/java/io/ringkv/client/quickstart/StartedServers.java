package io.ringkv.client.quickstart;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What was started in a directory: the coordinators first, then the nodes, by number; empty when none was. One whose
 * whole directory was removed is still one of them: ports are handed out in ascending order.
 */
record StartedServers(List<ServerProcess> all) {
    /** The name of the only coordinator; several are called c1, c2 and so on. */
    static final String COORDINATOR = "coordinator";

    StartedServers {
        all = List.copyOf(all);
    }

    /** As the records in the directory say, and where those are gone or wrong, the processes that run there. */
    static StartedServers in(Path dir) throws IOException {
        Map<String, ServerProcess> running = RunningServers.in(dir);
        List<ServerProcess> both = find(dir, running, "s", Quickstart.NODES_MAX);
        if (!both.isEmpty()) {
            return new StartedServers(
                    withPorts(both, both.get(both.size() - 1).port() - both.size()));
        }
        List<ServerProcess> nodes = find(dir, running, "n", Quickstart.NODES_MAX);
        List<ServerProcess> all = new ArrayList<>(coordinatorsIn(dir, running));
        if (all.isEmpty() && nodes.isEmpty()) {
            return new StartedServers(List.of());
        }
        if (all.isEmpty()) {
            all.add(ServerProcess.lost(COORDINATOR, portBefore(nodes)));
        }
        all.addAll(withPorts(nodes, all.get(all.size() - 1).port()));
        return new StartedServers(all);
    }

    List<ServerProcess> coordinators() {
        return all.stream().filter(ServerProcess::coordinates).toList();
    }

    List<ServerProcess> nodes() {
        return all.stream().filter(ServerProcess::isNode).toList();
    }

    List<ServerProcess> withBothRoles() {
        return all.stream().filter(ServerProcess::hasBothRoles).toList();
    }

    boolean anyRuns() {
        return all.stream().anyMatch(ServerProcess::runs);
    }

    /** And there are any. */
    boolean allRun() {
        return !all.isEmpty() && all.stream().allMatch(ServerProcess::runs);
    }

    static List<Integer> ports(List<ServerProcess> some) {
        return some.stream().map(ServerProcess::port).toList();
    }

    private static List<ServerProcess> coordinatorsIn(Path dir, Map<String, ServerProcess> running)
            throws IOException {
        ServerProcess only = find(dir, running, COORDINATOR);
        if (only != null) {
            return List.of(only);
        }
        List<ServerProcess> known = find(dir, running, "c", Quickstart.COORDINATORS_MAX);
        List<ServerProcess> found = new ArrayList<>();
        int behind = 0;
        for (int i = known.size() - 1; i >= 0; i--) {
            ServerProcess one = known.get(i);
            boolean lost = one.port() == 0;
            found.add(0, lost ? ServerProcess.lost(one.name(), behind - 1) : one);
            behind = found.get(0).port();
        }
        return found;
    }

    /** Those that are called by this letter, up to the highest number that is known; in between, one may have port 0. */
    private static List<ServerProcess> find(
            Path dir, Map<String, ServerProcess> running, String letter, int max)
            throws IOException {
        int highest = max;
        while (highest > 0 && find(dir, running, letter + highest) == null) {
            highest--;
        }
        List<ServerProcess> all = new ArrayList<>();
        for (int number = 1; number <= highest; number++) {
            ServerProcess one = find(dir, running, letter + number);
            all.add(one == null ? ServerProcess.lost(letter + number, 0) : one);
        }
        return all;
    }

    /** Null of one that left nothing. */
    private static @Nullable ServerProcess find(
            Path dir, Map<String, ServerProcess> running, String name) throws IOException {
        ServerProcess recorded = ServerProcess.read(dir, name);
        ServerProcess found = running.get(name);
        return found != null && (recorded == null || !recorded.runs()) ? found : recorded;
    }

    private static List<ServerProcess> withPorts(List<ServerProcess> some, int before) {
        List<ServerProcess> all = new ArrayList<>();
        int port = before;
        for (ServerProcess one : some) {
            boolean lost = one.port() == 0;
            port = lost ? port + 1 : one.port();
            all.add(lost ? ServerProcess.lost(one.name(), port) : one);
        }
        return all;
    }

    private static int portBefore(List<ServerProcess> nodes) {
        int known = 0;
        while (nodes.get(known).port() == 0) {
            known++;
        }
        return nodes.get(known).port() - known - 1;
    }
}
