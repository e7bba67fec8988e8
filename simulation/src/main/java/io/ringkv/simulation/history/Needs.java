package io.ringkv.simulation.history;

import java.util.Arrays;

/** Which values somebody waits for in a configuration: those that would let an act happen right after them. */
final class Needs {
    private int[] swapped = new int[8];
    private int[] read = new int[8];
    private int swaps;
    private int reads;
    private int refused;
    private boolean anyOther;
    private boolean any;

    void clear() {
        swaps = 0;
        reads = 0;
        anyOther = false;
        any = false;
    }

    void add(Act act) {
        switch (act.kind()) {
            case WRITE -> {}
            case READ -> {
                read = reads < read.length ? read : Arrays.copyOf(read, 2 * reads);
                read[reads++] = act.observes();
            }
            case SWAP -> {
                swapped = swaps < swapped.length ? swapped : Arrays.copyOf(swapped, 2 * swaps);
                swapped[swaps++] = act.observes();
            }
            case DIFFERS -> {
                any |= anyOther && refused != act.observes();
                refused = act.observes();
                anyOther = true;
            }
        }
    }

    boolean include(int value) {
        return any || anyOther && refused != value || contains(read, reads, value) || swap(value);
    }

    /** Whether a compare-and-set waits for it. */
    boolean swap(int value) {
        return contains(swapped, swaps, value);
    }

    private static boolean contains(int[] values, int count, int value) {
        for (int i = 0; i < count; i++) {
            if (values[i] == value) {
                return true;
            }
        }
        return false;
    }
}
