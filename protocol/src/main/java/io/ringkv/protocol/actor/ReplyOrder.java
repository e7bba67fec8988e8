package io.ringkv.protocol.actor;

import io.ringkv.protocol.Reply;

import org.jspecify.annotations.Nullable;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;

/**
 * Keeps the replies of one accepted connection in the order of its requests, and gives each its request's tag. After
 * {@link #allowOvertaking} those with a tag leave as they come. Belongs to the edge; the simulator has the same one.
 */
public final class ReplyOrder {
    /** Takes what leaves. */
    @FunctionalInterface
    public interface Out {
        void leaves(long sequence, Reply reply);
    }

    private static final class Place {
        final long sequence;
        final @Nullable String tag;

        @Nullable
        Reply reply;

        Place(long sequence, @Nullable String tag) {
            this.sequence = sequence;
            this.tag = tag;
        }
    }

    private final Deque<Place> places = new ArrayDeque<>();
    private long nextSequence;
    private boolean overtaking;

    /** A request arrived; the sequence is what it is answered with. */
    public long arrived(@Nullable String tag) {
        places.add(new Place(nextSequence, tag));
        return nextSequence++;
    }

    /** From the next reply on, each that has a tag leaves when it is given. */
    public void allowOvertaking() {
        overtaking = true;
    }

    /** Requests that have no reply yet, or whose reply waits for an earlier one. */
    public int open() {
        return places.size();
    }

    /** Gives the reply of one request; what may leave now goes to the consumer. */
    public void answer(long sequence, Reply reply, Out out) {
        Place head = places.peek();
        if (head != null && head.sequence == sequence) {
            places.remove();
            out.leaves(sequence, reply.withTag(head.tag));
        } else if (!keep(sequence, reply, out)) {
            throw new IllegalStateException("request " + sequence + " was answered already");
        }
        while (!places.isEmpty() && places.element().reply != null) {
            Place next = places.remove();
            if (next.reply != null) {
                out.leaves(next.sequence, next.reply.withTag(next.tag));
            }
        }
    }

    private boolean keep(long sequence, Reply reply, Out out) {
        for (Iterator<Place> i = places.iterator(); i.hasNext(); ) {
            Place place = i.next();
            if (place.sequence == sequence && place.reply == null) {
                if (overtaking && place.tag != null) {
                    i.remove();
                    out.leaves(sequence, reply.withTag(place.tag));
                } else {
                    place.reply = reply;
                }
                return true;
            }
        }
        return false;
    }
}
