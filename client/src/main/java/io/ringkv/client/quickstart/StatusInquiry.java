package io.ringkv.client.quickstart;

import io.ringkv.client.Health;
import io.ringkv.protocol.Reply;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * How the cluster on this machine is: as its coordinator says, and where that is stopped, as a node knows it; and which
 * of its servers do not run, with the command that brings them back.
 */
final class StatusInquiry {
    private final Path dir;
    private final Typed typed;

    StatusInquiry(Path dir, Typed typed) {
        this.dir = dir;
        this.typed = typed;
    }

    /** @param all the coordinator first */
    LocalStatus of(List<ServerProcess> all) {
        List<LocalStatus.Server> shown =
                all.stream().map(LocalStatus.Server::of).toList();
        List<String> running = names(shown, true);
        List<String> stopped = names(shown, false);
        if (running.isEmpty()) {
            return new LocalStatus(
                    Health.UNAVAILABLE,
                    List.of("no cluster runs in " + dir + "; start it with: "
                            + typed.quickstart("start")),
                    shown);
        }
        List<String> reasons = new ArrayList<>();
        if (!stopped.isEmpty()) {
            reasons.add(missing(running, stopped, leaderless(all)));
        }
        Health health = ask(all, reasons);
        return new LocalStatus(health, reasons, shown);
    }

    /** Those of the coordinators that run are no majority. */
    private static boolean leaderless(List<ServerProcess> all) {
        List<ServerProcess> coordinators =
                all.stream().filter(ServerProcess::coordinates).toList();
        long run = coordinators.stream().filter(ServerProcess::runs).count();
        return run <= coordinators.size() / 2;
    }

    private static List<String> names(List<LocalStatus.Server> servers, boolean run) {
        return servers.stream()
                .filter(server -> server.runs() == run)
                .map(LocalStatus.Server::name)
                .toList();
    }

    private String missing(List<String> running, List<String> stopped, boolean leaderless) {
        return String.join(", ", stopped) + (stopped.size() == 1 ? " is" : " are") + " stopped, "
                + String.join(", ", running) + (running.size() == 1 ? " runs" : " run")
                + (leaderless
                        ? "; what runs serves on, but without a coordinator nobody takes over from"
                                + " a node that fails"
                        : "")
                + "; bring back what is stopped with: " + typed.quickstart("start");
    }

    private static Health ask(List<ServerProcess> all, List<String> reasons) {
        List<ServerProcess> coordinators = all.stream()
                .filter(server -> server.coordinates() && server.runs())
                .toList();
        try (Local local = Local.of(all)) {
            Reply reply = null;
            for (ServerProcess coordinator : coordinators) {
                reply = reply == null ? local.status(coordinator) : reply;
            }
            if (reply == null && !coordinators.isEmpty()) {
                reasons.add("the coordinator runs and does not answer within 2 seconds; see its"
                        + " log, and whether it is paused");
            }
            reply = reply == null ? local.status() : reply;
            if (reply == null) {
                reasons.add("nobody answers within 2 seconds");
                return Health.UNAVAILABLE;
            }
            // What is noted in the reply of a healthy cluster is no reason to call it otherwise.
            boolean seenHere = !reasons.isEmpty();
            reasons.addAll(Health.reasons(reply));
            Health said = Health.of(reply);
            return said == Health.HEALTHY && seenHere ? Health.DEGRADED : said;
        }
    }
}
