package io.ringkv.transport;

import io.ringkv.protocol.ErrorCode;
import io.ringkv.protocol.Limits;
import io.ringkv.protocol.Reply;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Bounds what clients have been answered and have not taken, over all their connections. From half of it on, whoever
 * leaves something untaken is not read, and is closed once it has taken nothing for a while: longest first. From three
 * quarters on they get no values. So there is always room for the answers of clients that read.
 */
final class UnsentOutput {
    static final long STALLED_NANOS = 1_000_000_000L;

    private static final long BYTES_MAX = 64L << 20;
    private static final int HEAP_SHARE = 4;
    private static final long RECOUNT_NANOS = 1_000_000L;

    private final long bytesMax;
    private final Set<Share> waiting = new LinkedHashSet<>();
    private long bytes;
    private long recountedAt = System.nanoTime();

    UnsentOutput(long bytesMax) {
        this.bytesMax = bytesMax;
    }

    /** A share of the heap, because buffers may take as much memory as the heap does; room for two values at least. */
    static long bytesMax(Limits limits) {
        long share = Math.min(BYTES_MAX, Runtime.getRuntime().maxMemory() / HEAP_SHARE);
        return Math.max(share, 2L * limits.valueBytesMax());
    }

    Share share(AcceptedConnection of) {
        return new Share(of);
    }

    /** All connections together; more than the truth by what they took since they were last counted. */
    long bytes() {
        return bytes;
    }

    private boolean tight() {
        return bytes > bytesMax / 2;
    }

    /** Time passed: what was taken is noted, who waits for room goes on, and who takes nothing is closed. */
    void tick(long now) {
        if (waiting.isEmpty()) {
            return;
        }
        recount(now);
        if (tight()) {
            closeStalled(now);
        }
        waiting.forEach(share -> share.of.goOn());
    }

    private void recount(long now) {
        recountedAt = now;
        for (Share share : new ArrayList<>(waiting)) {
            share.count(now);
        }
    }

    private void closeStalled(long now) {
        List<Share> stalled = new ArrayList<>(waiting);
        stalled.removeIf(share -> now - share.movedAt < STALLED_NANOS);
        stalled.sort(Comparator.comparingLong(share -> share.movedAt));
        for (int i = 0; i < stalled.size() && tight(); i++) {
            stalled.get(i).close();
        }
    }

    /** What one connection has of it. */
    final class Share {
        private final AcceptedConnection of;
        private long unsent;
        private long taken;
        private long movedAt;
        private boolean released;

        private Share(AcceptedConnection of) {
            this.of = of;
        }

        /** Whether the connection has to take something before it may ask for more. */
        boolean mustWait() {
            return unsent > 0 && tight();
        }

        /** The reply, or the refusal that takes its place: only values are large, and not to read one harms nothing. */
        Reply fitting(Reply reply) {
            byte[] value = reply.block();
            if (released || value == null || hasRoom(value.length)) {
                return reply;
            }
            long now = System.nanoTime();
            if (now - recountedAt > RECOUNT_NANOS) {
                recount(now);
            }
            return hasRoom(value.length) ? reply : refusal();
        }

        private boolean hasRoom(int size) {
            return bytes + size <= (unsent > 0 ? bytesMax / 4 * 3 : bytesMax);
        }

        private static Reply refusal() {
            return Reply.error(
                            ErrorCode.OVERLOADED,
                            "clients of this process leave too many answers unread; nothing was"
                                    + " applied. Read what was answered, and try again")
                    .with("retry-after", "50ms");
        }

        /** Something was written or taken. */
        void changed() {
            count(System.nanoTime());
        }

        private void count(long now) {
            if (released) {
                return;
            }
            long takenNow = of.takenBytes();
            if (takenNow > taken || unsent == 0) {
                taken = takenNow;
                movedAt = now;
            }
            long unsentNow = of.unsentBytes();
            bytes += unsentNow - unsent;
            unsent = unsentNow;
            if (unsent > 0) {
                waiting.add(this);
            } else {
                waiting.remove(this);
            }
        }

        private void close() {
            release();
            of.closeNow("it does not read its answers, and others need the memory");
        }

        /** Nothing of this connection counts any more: it is closed, or it is a node's and has bounds of its own. */
        void release() {
            released = true;
            bytes -= unsent;
            unsent = 0;
            waiting.remove(this);
        }
    }
}
