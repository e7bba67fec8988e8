package io.ringkv.protocol.view;

import java.util.ArrayList;
import java.util.List;

/**
 * Epochs that no change of this metadata log ever had, because a start of a coordinator leapt over them. Whoever has
 * seen one of them has seen another log: the one that an older copy of a coordinator's disk lacks the end of. Bounded:
 * the oldest gap is forgotten first.
 */
public record EpochGaps(List<Gap> gaps) {
    /** Both ends are part of it. */
    public record Gap(long from, long to) {
        @Override
        public String toString() {
            return from + "-" + to;
        }
    }

    public static final EpochGaps NONE = new EpochGaps(List.of());

    /** Starts of a coordinator that are remembered. */
    private static final int GAPS_MAX = 100;

    public EpochGaps {
        gaps = List.copyOf(gaps);
    }

    public EpochGaps with(long from, long to) {
        List<Gap> longer = new ArrayList<>(gaps);
        longer.add(new Gap(from, to));
        return new EpochGaps(longer.subList(Math.max(0, longer.size() - GAPS_MAX), longer.size()));
    }

    public boolean contains(long epoch) {
        for (Gap gap : gaps) {
            if (gap.from <= epoch && epoch <= gap.to) {
                return true;
            }
        }
        return false;
    }

    public boolean isEmpty() {
        return gaps.isEmpty();
    }

    @Override
    public String toString() {
        return String.join(",", gaps.stream().map(Gap::toString).toList());
    }

    /** Throws IllegalArgumentException when the text is none. */
    static EpochGaps parse(String text) {
        List<Gap> found = new ArrayList<>();
        for (String gap : text.split(",", -1)) {
            int dash = gap.indexOf('-');
            if (dash < 1) {
                throw new IllegalArgumentException("not a range of epochs: " + gap);
            }
            found.add(new Gap(
                    Long.parseLong(gap.substring(0, dash)),
                    Long.parseLong(gap.substring(dash + 1))));
        }
        return new EpochGaps(found);
    }
}
