package io.ringkv.coordinator.log;

import java.util.concurrent.TimeUnit;

/** When the channels to the other members of the log are to be made anew; told twice a second who leads. */
final class ChannelAge {
    /** Longer than the elections that an unbroken channel takes. */
    static final long LEADERLESS_NANOS = TimeUnit.SECONDS.toNanos(3);

    enum Lead {
        OURS,
        ANOTHERS,
        NOBODYS
    }

    private Lead before = Lead.OURS;
    private long since;

    /** True at the moments at which they are. */
    boolean isOver(long now, Lead lead) {
        boolean changed = lead != before;
        boolean over = changed
                ? lead == Lead.ANOTHERS
                : lead == Lead.NOBODYS && now - since >= LEADERLESS_NANOS;
        before = lead;
        if (changed || over) {
            since = now;
        }
        return over;
    }
}
