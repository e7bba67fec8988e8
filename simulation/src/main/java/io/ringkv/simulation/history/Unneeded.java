package io.ringkv.simulation.history;

import java.util.Arrays;
import java.util.List;

/**
 * Finds the writes of unknown outcome that no explanation needs: whatever explains the history with one of them
 * explains it without. A write of unknown outcome serves a later observation of its value, or, because it replaces what
 * was there, a compare-and-set that found another value than it expected. Where neither follows, it is left out; the
 * search would find the same, and pay for it.
 */
final class Unneeded {
    private final List<Act> acts;
    private final long[] lastWanted;
    private final long[] lastRefused;
    private long lastRefusal = Long.MIN_VALUE;

    Unneeded(List<Act> acts, int values) {
        this.acts = acts;
        lastWanted = new long[values];
        lastRefused = new long[values];
        Arrays.fill(lastWanted, Long.MIN_VALUE);
        Arrays.fill(lastRefused, Long.MIN_VALUE);
    }

    void remove() {
        for (Act act : acts) {
            long until = act.known() ? act.operation().returned() : Long.MAX_VALUE;
            if (act.wants() && act.observes() < lastWanted.length) {
                lastWanted[act.observes()] = Math.max(lastWanted[act.observes()], until);
            } else if (act.kind() == Act.Kind.DIFFERS) {
                lastRefused[act.observes()] = Math.max(lastRefused[act.observes()], until);
                lastRefusal = Math.max(lastRefusal, until);
            }
        }
        acts.removeIf(act -> !act.known() && !needed(act));
    }

    private boolean needed(Act act) {
        long refused = act.kind() == Act.Kind.SWAP ? lastRefused[act.observes()] : lastRefusal;
        return Math.max(refused, lastWanted[act.writes()]) >= act.operation().called();
    }
}
