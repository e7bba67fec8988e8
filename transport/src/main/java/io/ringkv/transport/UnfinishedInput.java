package io.ringkv.transport;

import java.util.LinkedHashSet;
import java.util.Set;

/**
 * Bounds what clients have sent of requests that are not whole yet, over all their connections. When more is needed,
 * those are closed whose request has not grown for a while, longest first; so whoever stalls makes room for whoever
 * sends. When that is not enough, the one that asks has to come again.
 */
final class UnfinishedInput {
    static final long STALLED_NANOS = 1_000_000_000L;

    private final long bytesMax;
    /** Who holds anything, in the order in which they last grew. */
    private final Set<Share> holders = new LinkedHashSet<>();

    private long bytes;

    UnfinishedInput(long bytesMax) {
        this.bytesMax = bytesMax;
    }

    Share share(AcceptedConnection of) {
        return new Share(of);
    }

    /** All connections together. */
    long bytes() {
        return bytes;
    }

    private boolean makeRoom(long more, long now) {
        while (bytes + more > bytesMax && !holders.isEmpty()) {
            Share oldest = holders.iterator().next();
            if (now - oldest.grewAt < STALLED_NANOS) {
                return false;
            }
            if (oldest.isHeldUp()) {
                oldest.grew(now);
            } else {
                oldest.close();
            }
        }
        return bytes + more <= bytesMax;
    }

    /** What one connection has of it. */
    final class Share {
        private final AcceptedConnection of;
        private long held;
        private long taken;
        private long grewAt;
        private boolean released;

        private Share(AcceptedConnection of) {
            this.of = of;
        }

        /** Whether it may hold so much from now on, which then is counted; what it holds already stays with it. */
        boolean mayHold(long wanted) {
            if (released || wanted == 0) {
                holds(wanted);
                return true;
            }
            long now = System.nanoTime();
            if (held > 0) {
                // It just sent something, so it is not the one to close.
                grew(now);
            }
            boolean fits = wanted <= held || makeRoom(wanted - held, now);
            if (fits) {
                holds(wanted);
            }
            return fits;
        }

        /** What it holds from now on, room or not. */
        void holds(long now) {
            if (released) {
                return;
            }
            bytes += now - held;
            held = now;
            if (held == 0) {
                holders.remove(this);
            } else {
                grew(System.nanoTime());
            }
        }

        private void grew(long now) {
            grewAt = now;
            taken = of.takenBytes();
            holders.remove(this);
            holders.add(this);
        }

        /** Nobody reads what it sends before its earlier requests are answered, and the answers taken. */
        private boolean isHeldUp() {
            return of.waitsForAnswers() || of.takenBytes() > taken;
        }

        private void close() {
            release();
            of.giveUpInput();
        }

        /** Nothing of this connection counts any more: it is closed, or it is a node's and has bounds of its own. */
        void release() {
            holds(0);
            released = true;
        }
    }
}
