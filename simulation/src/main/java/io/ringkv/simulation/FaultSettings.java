package io.ringkv.simulation;

import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Collectors;

/**
 * Which faults a run meets, and how often.
 *
 * @param meanNanos between two faults of a kind; a kind that is not named never happens
 * @param appendPercent of the appends to the metadata log
 */
public record FaultSettings(Map<Fault, Long> meanNanos, int appendPercent) {
    static final FaultSettings NONE = new FaultSettings(new EnumMap<>(Fault.class), 0);

    private static final long SECOND = 1_000_000_000L;

    /** @param survivesPowerCut a write that is acknowledged is not lost with the power of one machine */
    static FaultSettings draw(SplittableRandom random, int replicas, boolean survivesPowerCut) {
        Map<Fault, Long> meanNanos = new EnumMap<>(Fault.class);
        for (Fault fault : Fault.values()) {
            if (fault.isRare() || fault.ofGroups()) {
                continue;
            }
            // What moves much is slow to simulate, and would hide the rest: two runs of three are
            // without it.
            boolean happens = random.nextInt(3) == 0 == fault.movesData();
            int seconds =
                    fault.toSeconds == 0 ? 0 : random.nextInt(fault.fromSeconds, fault.toSeconds);
            boolean promised = switch (fault) {
                case WIPE, WIPE_MAJORITY, OLD_COPY -> replicas >= 3;
                case POWER, ALL_POWER, SYNC_ERROR -> survivesPowerCut;
                default -> true;
            };
            if (happens && promised) {
                meanNanos.put(fault, seconds * SECOND);
            }
        }
        return new FaultSettings(meanNanos, 5 * (1 + random.nextInt(4)));
    }

    /** With the rare ones, each in one run of six; a disk is lost for good only where a majority has others. */
    FaultSettings withRare(SplittableRandom random, int replicas) {
        Map<Fault, Long> more = new EnumMap<>(Fault.class);
        more.putAll(meanNanos);
        for (Fault fault : Fault.values()) {
            if (fault.isRare() && random.nextInt(6) == 0) {
                long mean = random.nextInt(fault.fromSeconds, fault.toSeconds) * SECOND;
                if (fault != Fault.REMOVE || replicas >= 3) {
                    more.put(fault, mean);
                }
            }
        }
        return new FaultSettings(more, appendPercent);
    }

    /** With what only several coordinators meet, each in two runs of three. */
    FaultSettings inGroup(SplittableRandom random) {
        Map<Fault, Long> more = new EnumMap<>(Fault.class);
        more.putAll(meanNanos);
        for (Fault fault : List.of(Fault.COORDINATOR_CUT, Fault.COORDINATOR_MEMBERS)) {
            boolean happens = random.nextInt(3) != 0;
            if (happens) {
                more.put(fault, random.nextInt(fault.fromSeconds, fault.toSeconds) * SECOND);
            }
        }
        return new FaultSettings(more, appendPercent);
    }

    /** Only these of the faults that are here. */
    FaultSettings only(Collection<Fault> kept) {
        Map<Fault, Long> fewer = new EnumMap<>(Fault.class);
        meanNanos.forEach((fault, mean) -> {
            if (kept.contains(fault)) {
                fewer.put(fault, mean);
            }
        });
        return new FaultSettings(fewer, appendPercent);
    }

    /** These kinds and no others. */
    FaultSettings often(SplittableRandom random, Collection<Fault> kinds) {
        Map<Fault, Long> means = new EnumMap<>(Fault.class);
        kinds.forEach(fault ->
                means.put(fault, (fault.fromSeconds + random.nextInt(fault.fromSeconds)) * SECOND));
        return new FaultSettings(means, appendPercent);
    }

    /** Three times as often: a rule that is left out shows where faults meet. */
    FaultSettings oftener() {
        Map<Fault, Long> shorter = new EnumMap<>(Fault.class);
        meanNanos.forEach((fault, mean) -> shorter.put(fault, mean / 3));
        return new FaultSettings(shorter, appendPercent);
    }

    boolean has(Fault fault) {
        return meanNanos.containsKey(fault);
    }

    /** Of the appends to the log, in percent. */
    int appendFaults() {
        return has(Fault.APPEND) ? appendPercent : 0;
    }

    @Override
    public String toString() {
        return meanNanos.isEmpty()
                ? "none"
                : meanNanos.entrySet().stream()
                        .map(entry -> entry.getKey() == Fault.APPEND
                                ? entry.getKey() + " " + appendPercent + " %"
                                : entry.getKey() + " every " + entry.getValue() / SECOND + " s")
                        .collect(Collectors.joining(", "));
    }
}
