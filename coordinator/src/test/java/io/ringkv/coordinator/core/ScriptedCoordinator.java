package io.ringkv.coordinator.core;

import io.ringkv.protocol.Option;
import io.ringkv.protocol.Reply;
import io.ringkv.protocol.Request;
import io.ringkv.protocol.Verb;
import io.ringkv.protocol.scripted.ScriptedNetwork;
import io.ringkv.protocol.view.Coordinator;
import io.ringkv.protocol.view.Member;
import io.ringkv.protocol.view.View;
import io.ringkv.protocol.view.ViewReplies;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * A whole coordinator on a scripted network and log: time passes as a test says, what is appended is committed at once
 * unless the test loses it, and every node answers at its address.
 */
final class ScriptedCoordinator {
    /** A group of coordinators that it may be one of, as c1. */
    static final List<Coordinator> THREE = List.of(
            new Coordinator("c1", "h1", 5000),
            new Coordinator("c2", "h2", 5000),
            new Coordinator("c3", "h3", 5000));

    static final long SECOND = 1_000_000_000L;

    private static final long STEP = SECOND / 20;
    private static final int STEPS_A_HEARTBEAT = 10;

    final ScriptedNetwork network = new ScriptedNetwork();
    final ScriptedLog log = new ScriptedLog();
    final CoordinatorCore core;
    private final Map<Long, Request> beating = new LinkedHashMap<>();
    private final Map<String, Optional<Reply>> greetings = new LinkedHashMap<>();
    private Predicate<LogEntry> loses = entry -> false;
    private View carried = View.none();
    private long now;
    private long steps;
    private int settled;
    private int answered;

    /** Leads an empty log. */
    ScriptedCoordinator() {
        this(scripted -> {});
        seconds(0.1);
    }

    /** Leads an empty log since this very moment. */
    static ScriptedCoordinator beforeItBegins() {
        return new ScriptedCoordinator(core -> {});
    }

    private ScriptedCoordinator(Consumer<CoordinatorCore> prepare) {
        CoordinatorConfig config = new CoordinatorConfig(
                Cluster.ID,
                "",
                3,
                20,
                2 * SECOND,
                3 * SECOND,
                60 * SECOND,
                600 * SECOND,
                false,
                "",
                0);
        core = new CoordinatorCore(config, network, log, () -> 1_700_000_000_000L, what -> {});
        prepare.accept(core);
        core.start(now);
        core.leading(now, true);
    }

    /** Leads an empty log after its disk was lost; every node that is asked carries this view. */
    static ScriptedCoordinator rebuilding(Set<String> without, View carried) {
        ScriptedCoordinator coordinator = new ScriptedCoordinator(core -> core.rebuild(without));
        coordinator.seconds(0.1);
        coordinator.carried = carried;
        return coordinator;
    }

    /** Three nodes that are UP, on connections 1, 2 and 3 in incarnations 1, 2 and 3, and all slots handed out. */
    static ScriptedCoordinator ofThree() {
        ScriptedCoordinator coordinator = new ScriptedCoordinator();
        for (int i = 1; i <= 3; i++) {
            coordinator.register(i, "n" + i, i);
        }
        coordinator.seconds(6);
        return coordinator;
    }

    /** From now on the log loses these entries, and says so. */
    void loses(Predicate<LogEntry> which) {
        loses = which;
    }

    /** @param greeting what is said to HELLO at an address, OK unless told; empty where nobody answers */
    void greets(String address, Optional<Reply> greeting) {
        greetings.put(address, greeting);
    }

    private @Nullable Reply greeting(@Nullable String address) {
        return greetings.getOrDefault(address, Optional.of(Reply.ok())).orElse(null);
    }

    long now() {
        return now;
    }

    View view() {
        return core.view();
    }

    Member member(String id) {
        return Objects.requireNonNull(view().member(id), id);
    }

    /** A node opens a connection and registers; it sends heartbeats if it is let in. */
    Reply register(long connection, String id, long incarnation) {
        core.accepted(now, connection, true);
        ask(
                connection,
                Request.builder(Verb.HELLO)
                        .option(Option.ROLE, "node")
                        .argument("1")
                        .build());
        Reply reply = ask(
                connection,
                Cluster.registration(id, incarnation, "d" + id.substring(1)).build());
        if (reply.isOk()) {
            beating.put(connection, heartbeat(id, incarnation));
        }
        return reply;
    }

    static Request heartbeat(String id, long incarnation) {
        return Request.builder(Verb.HEARTBEAT)
                .option(Option.NODE, id)
                .option(Option.INCARNATION, incarnation)
                .build();
    }

    /** Nothing comes over this connection any more, and nobody learns why. */
    void fallsSilent(long connection) {
        beating.remove(connection);
    }

    void breaks(long connection) {
        beating.remove(connection);
        core.disconnected(now, connection);
        settle();
    }

    Reply ask(long connection, Request request) {
        core.request(now, connection, 0, request);
        settle();
        return network.answerOn(connection);
    }

    void leading(boolean leading) {
        core.leading(now, leading);
        settle();
    }

    void seconds(double seconds) {
        for (long until = now + (long) (seconds * SECOND); now < until; ) {
            now += STEP;
            core.tick(now);
            if (steps++ % STEPS_A_HEARTBEAT == 0) {
                new ArrayList<>(beating.entrySet())
                        .forEach(beat -> ask(beat.getKey(), beat.getValue()));
            }
            settle();
        }
    }

    private void settle() {
        while (settled < log.appended.size() || answered < network.connects().size()) {
            if (settled < log.appended.size()) {
                LogEntry entry = log.appended.get(settled++);
                if (loses.test(entry)) {
                    core.appendFailed(now);
                } else {
                    core.committed(now, entry.encode());
                }
            } else {
                answerAtAddress(List.copyOf(network.connects().keySet()).get(answered++));
            }
        }
    }

    private void answerAtAddress(long connection) {
        Reply greeting = greeting(network.connects().get(connection));
        if (greeting == null) {
            core.disconnected(now, connection);
            return;
        }
        core.connected(now, connection);
        List<Request> sent = network.requestsOn(connection);
        Request question = sent.get(sent.size() - 1);
        Reply reply = switch (question.verb()) {
            case HELLO -> greeting;
            case PING -> Reply.pong();
            case GET_VIEW -> ViewReplies.view(carried, -1);
            default -> Reply.ok();
        };
        core.reply(now, connection, reply.withTag(question.tag()));
    }
}
