package io.ringkv.coordinator.core;

import io.ringkv.coordinator.port.LogMember;
import io.ringkv.coordinator.port.MetadataLog;
import io.ringkv.protocol.ErrorCode;
import io.ringkv.protocol.Reply;
import io.ringkv.protocol.actor.Network;

import org.jspecify.annotations.Nullable;

import java.util.function.Consumer;

/**
 * Before a coordinator is added: does it answer where it is said to be, is it who it is said to be, and does it wait for
 * this log? The log itself would try for long, and could not tell what is wrong. One at a time.
 */
final class Introduction implements OwnConnections {
    private static final long TIMEOUT_NANOS = 2_000_000_000L;

    /** Of a coordinator that has not found out yet which log it is to keep. */
    private static final String NO_LOG = "-";

    private record Question(LogMember candidate, Consumer<Reply> answer, long deadline) {}

    private final Network network;
    private final String secret;
    private final Metadata metadata;
    private final MetadataLog log;
    private @Nullable Question open;
    private long link = -1;

    Introduction(Network network, String secret, Metadata metadata, MetadataLog log) {
        this.network = network;
        this.secret = secret;
        this.metadata = metadata;
        this.log = log;
    }

    /** @param answer takes what it said of itself, or what is wrong with it */
    void ask(long now, LogMember candidate, Consumer<Reply> answer) {
        open = new Question(candidate, answer, now + TIMEOUT_NANOS);
        link = network.connect(
                candidate.coordinator().host(), candidate.coordinator().port());
    }

    @Override
    public boolean owns(long connection) {
        return open != null && connection == link;
    }

    @Override
    public void connected(long connection) {
        network.request(connection, CoordinatorHello.with(secret, metadata).build());
    }

    @Override
    public void reply(long connection, Reply reply) {
        Question question = open;
        if (question != null) {
            network.close(connection);
            end(question, judged(question.candidate, reply));
        }
    }

    @Override
    public void disconnected(long connection) {
        Question question = open;
        if (question != null) {
            end(question, absent(question.candidate));
        }
    }

    @Override
    public void tick(long now) {
        Question question = open;
        if (question != null && question.deadline <= now) {
            network.close(link);
            end(question, absent(question.candidate));
        }
    }

    private void end(Question question, Reply reply) {
        open = null;
        link = -1;
        question.answer.accept(reply);
    }

    private Reply judged(LogMember candidate, Reply greeting) {
        String where = candidate.coordinator().address();
        String id = candidate.id();
        if (greeting.isError()) {
            return wrong("who answers at " + where + " does not take part in this cluster: "
                    + greeting.text());
        }
        if (!"coordinator".equals(greeting.field("role"))) {
            return wrong("at " + where + " answers no coordinator, but a node; nothing was changed."
                    + " Give the address that " + id + " was started with");
        }
        if (!id.equals(greeting.field("id"))) {
            return wrong("at " + where + " answers coordinator " + greeting.field("id") + ", not "
                    + id + "; nothing was changed. Give its own id, or its own address");
        }
        String theirs = greeting.field("log");
        if (theirs == null || theirs.equals(NO_LOG)) {
            return absent("coordinator " + id + " at " + where + " looks for its cluster still;"
                    + " nothing was changed. Try again soon; its --peers are to name those that"
                    + " there are");
        }
        return theirs.equals(log.id())
                ? greeting
                : wrong("coordinator " + id + " at " + where + " keeps another log; nothing was"
                        + " changed. Start it with an empty --data-dir, and --peers that name"
                        + " those that there are");
    }

    private static Reply absent(LogMember candidate) {
        return absent("no coordinator answers at " + candidate.coordinator().address()
                + "; nothing was changed. Start " + candidate.id()
                + " there first, with an empty --data-dir and --peers that name all of them");
    }

    private static Reply absent(String what) {
        return Reply.error(ErrorCode.UNAVAILABLE, what);
    }

    private static Reply wrong(String what) {
        return Reply.error(ErrorCode.BAD_ARGUMENT, what);
    }
}
