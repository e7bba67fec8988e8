package io.ringkv.simulation;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/** Looks for the least of a configuration that still fails: fewer kinds of faults, less time, fewer clients. */
final class Shrinking {
    private final Predicate<SimSettings> fails;

    /** @param fails runs a configuration, and says whether it fails */
    Shrinking(Predicate<SimSettings> fails) {
        this.fails = fails;
    }

    /** Some dozen runs, each of which leaves out what the failure does not need. */
    SimSettings shrink(SimSettings failing) {
        SimSettings least = withoutFaults(failing);
        for (long seconds = least.seconds() / 2; seconds >= 5; seconds /= 2) {
            SimSettings shorter = least.seconds(seconds);
            if (!fails.test(shorter)) {
                break;
            }
            least = shorter;
        }
        for (int clients = least.workload().clients() - 1; clients >= 1; clients--) {
            SimSettings fewer = least.clients(clients);
            if (!fails.test(fewer)) {
                break;
            }
            least = fewer;
        }
        return withoutFaults(least);
    }

    private SimSettings withoutFaults(SimSettings failing) {
        Set<Fault> needed = EnumSet.noneOf(Fault.class);
        needed.addAll(failing.faults().meanNanos().keySet());
        for (Fault fault : List.copyOf(new ArrayList<>(needed))) {
            needed.remove(fault);
            if (!fails.test(failing.faults(needed))) {
                needed.add(fault);
            }
        }
        return failing.faults(needed);
    }
}
