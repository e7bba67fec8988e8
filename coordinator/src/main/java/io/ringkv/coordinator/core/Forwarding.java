package io.ringkv.coordinator.core;

import io.ringkv.coordinator.port.LogGroup;
import io.ringkv.protocol.ErrorCode;
import io.ringkv.protocol.Option;
import io.ringkv.protocol.Reply;
import io.ringkv.protocol.Request;
import io.ringkv.protocol.actor.Network;
import io.ringkv.protocol.view.Coordinator;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;

/**
 * What clients ask of a coordinator that does not lead, and only the leader can answer: passed on over one connection,
 * once, and answered with the leader's words. A change that was sent and not answered is UNKNOWN; everything else that
 * finds no leader changed nothing.
 */
final class Forwarding implements OwnConnections {
    private static final int OPEN_MAX = 1_000;
    private static final long PATIENCE_NANOS = 3_000_000_000L;
    /** A new member is brought up before it is one. */
    private static final long MEMBERS_PATIENCE_NANOS = 10_000_000_000L;

    private static final String HELLO_TAG = "hello";

    /** One request on its way. */
    private static final class Passed {
        final long connection;
        final long sequence;
        final Request request;
        final long deadline;
        boolean sent;

        Passed(long connection, long sequence, Request request, long deadline) {
            this.connection = connection;
            this.sequence = sequence;
            this.request = request;
            this.deadline = deadline;
        }
    }

    private final Network network;
    private final String secret;
    private final Metadata metadata;
    private final Supplier<LogGroup> group;
    private final Map<String, Passed> open = new LinkedHashMap<>();
    private long link = -1;
    private boolean greeted;
    private String linkedTo = "";
    private long tags;

    Forwarding(Network network, String secret, Metadata metadata, Supplier<LogGroup> group) {
        this.network = network;
        this.secret = secret;
        this.metadata = metadata;
        this.group = group;
    }

    boolean knowsLeader() {
        return group.get().leaderElsewhere() != null;
    }

    void forward(long now, long connection, long sequence, Request request) {
        Coordinator leader = group.get().leaderElsewhere();
        if (leader == null || open.size() >= OPEN_MAX) {
            network.answer(connection, sequence, noLeader());
            return;
        }
        if (!leader.address().equals(linkedTo)) {
            hangUp();
        }
        if (link < 0) {
            link = network.connect(leader.host(), leader.port());
            linkedTo = leader.address();
        }
        open.put("f" + ++tags, new Passed(connection, sequence, request, now + patience(request)));
        sendAll();
    }

    private static long patience(Request request) {
        return switch (request.verb()) {
            case ADD_COORDINATOR, REMOVE_COORDINATOR -> MEMBERS_PATIENCE_NANOS;
            default -> PATIENCE_NANOS;
        };
    }

    private static Reply noLeader() {
        return Reply.error(
                ErrorCode.UNAVAILABLE,
                "no coordinator that leads answers now; nothing was changed. Try again, and start"
                        + " the coordinators that are down");
    }

    private void sendAll() {
        if (!greeted) {
            return;
        }
        open.forEach((tag, passed) -> {
            if (!passed.sent) {
                passed.sent = true;
                network.request(link, passed.request.withTag(tag));
            }
        });
    }

    @Override
    public boolean owns(long connection) {
        return connection == link && link >= 0;
    }

    @Override
    public void connected(long connection) {
        network.request(
                link, CoordinatorHello.with(secret, metadata).tag(HELLO_TAG).build());
    }

    @Override
    public void reply(long connection, Reply reply) {
        if (HELLO_TAG.equals(reply.tag())) {
            if (reply.isOk()) {
                greeted = true;
                sendAll();
            } else {
                hangUp();
            }
            return;
        }
        Passed passed = reply.tag() == null ? null : open.remove(reply.tag());
        if (passed != null) {
            // Whoever was taken for the leader is none any more: it has changed nothing.
            boolean isLeaders = !reply.isError(ErrorCode.NOT_LEADER);
            answer(passed, isLeaders ? reply.withTag(null) : noLeader());
        }
    }

    @Override
    public void disconnected(long connection) {
        link = -1;
        greeted = false;
        linkedTo = "";
        List<Passed> all = new ArrayList<>(open.values());
        open.clear();
        all.forEach(passed -> answer(passed, unanswered(passed, "the connection to it broke")));
    }

    private void hangUp() {
        if (link >= 0) {
            network.close(link);
            disconnected(link);
        }
    }

    /** What is late is given up; an answer that comes after all is for nobody. */
    @Override
    public void tick(long now) {
        Coordinator leader = group.get().leaderElsewhere();
        if (link >= 0 && (leader == null || !leader.address().equals(linkedTo))) {
            hangUp();
        }
        for (Map.Entry<String, Passed> entry : new ArrayList<>(open.entrySet())) {
            if (entry.getValue().deadline <= now) {
                open.remove(entry.getKey());
                answer(entry.getValue(), unanswered(entry.getValue(), "it did not answer in time"));
            }
        }
    }

    private void answer(Passed passed, Reply reply) {
        network.answer(passed.connection, passed.sequence, reply);
    }

    private static Reply unanswered(Passed passed, String why) {
        return passed.sent && changes(passed.request)
                ? Reply.error(
                        ErrorCode.CONNECTION_LOST,
                        "the change was passed on to the leading coordinator, and " + why
                                + ": it may have been made. Ask for the STATUS, and again")
                : noLeader();
    }

    private static boolean changes(Request request) {
        return switch (request.verb()) {
            case STATUS, EXPLAIN, SAFE_TO_STOP, LIST_COORDINATORS -> false;
            case DRAIN, REMOVE_NODE, SET_REPLICAS -> !request.has(Option.PLAN);
            case REBALANCE -> {
                String what = request.argument(0).toUpperCase(Locale.ROOT);
                yield !what.equals("PLAN") && !what.equals("STATUS");
            }
            default -> true;
        };
    }
}
