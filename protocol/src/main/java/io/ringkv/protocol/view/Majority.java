package io.ringkv.protocol.view;

import java.util.List;
import java.util.function.Predicate;

/** More than half of a list of voters: any two majorities of one list have a voter in common. */
public final class Majority {
    private Majority() {}

    /** The least number of voters that are one. */
    public static int of(int voters) {
        return voters / 2 + 1;
    }

    public static boolean of(List<Voter> list, Predicate<Voter> counts) {
        int counted = 0;
        for (int i = 0; i < list.size(); i++) {
            counted += counts.test(list.get(i)) ? 1 : 0;
        }
        return counted >= of(list.size());
    }
}
