package io.ringkv.simulation.history;

/**
 * How much a search may cost. Whether a history is linearizable is NP-complete to say: for a few histories nobody waits
 * long enough, and then no verdict is the right one.
 */
final class Budget {
    static final Budget UNLIMITED = new Budget(Long.MAX_VALUE, Integer.MAX_VALUE);

    /** What it costs to look at a configuration, in comparisons of two. */
    private static final int LOOK = 32;

    /** About 150 bytes each. */
    private final int atOnceMax;

    private long left;

    Budget(long configurationsMax, int atOnceMax) {
        left = configurationsMax < Long.MAX_VALUE / LOOK
                ? configurationsMax * LOOK
                : Long.MAX_VALUE;
        this.atOnceMax = atOnceMax;
    }

    /** For all keys of a history together: about a minute. */
    static Budget standard() {
        return new Budget(30_000_000, 500_000);
    }

    /** One more configuration looked at, with so many held. */
    void spend(int held) {
        compare(LOOK);
        if (held > atOnceMax) {
            throw new GaveUpException();
        }
    }

    void compare(int comparisons) {
        left -= comparisons;
        if (left < 0) {
            throw new GaveUpException();
        }
    }
}
