package io.ringkv.node.core;

import io.ringkv.protocol.Request;
import io.ringkv.protocol.Verb;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Questions of other nodes about a view that is still on its way here. Of each kind only the newest of a connection is
 * kept, which stands for those before it, and no more bytes than a bound in all.
 */
final class EarlyQuestions {
    static final long BYTES_MAX = NodeBounds.EARLY_QUESTION_BYTES;

    /** Counted for what is kept beside a block. */
    private static final long QUESTION_BYTES = 256;

    /** One question, as it came. */
    record Question(Upstream from, long sequence, Request request) {
        private Place place() {
            return new Place(from.connection(), request.verb());
        }

        private long bytes() {
            byte[] block = request.value();
            return QUESTION_BYTES + (block == null ? 0 : block.length);
        }
    }

    private record Place(long connection, Verb verb) {}

    private final Map<Place, Question> waiting = new LinkedHashMap<>();
    private long bytes;

    /** Keeps it, and gives back what is to be answered as things stand: the one before it, and itself for want of room. */
    List<Question> keep(Question question) {
        List<Question> due = new ArrayList<>(2);
        Question before = instead(question);
        if (before != null) {
            due.add(before);
        }
        if (bytes + question.bytes() > BYTES_MAX) {
            due.add(question);
        } else {
            bytes += question.bytes();
            waiting.put(question.place(), question);
        }
        return due;
    }

    /** The one that waits in the place of this one, which is not early. */
    @Nullable
    Question instead(Question question) {
        Question before = waiting.remove(question.place());
        bytes -= before == null ? 0 : before.bytes();
        return before;
    }

    List<Question> takeAll() {
        List<Question> all = List.copyOf(waiting.values());
        waiting.clear();
        bytes = 0;
        return all;
    }

    long bytes() {
        return bytes;
    }

    void forget(long connection) {
        waiting.values().removeIf(question -> {
            boolean gone = question.from().connection() == connection;
            bytes -= gone ? question.bytes() : 0;
            return gone;
        });
    }
}
