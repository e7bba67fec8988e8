package io.ringkv.hashing;

import java.util.ArrayList;
import java.util.List;

/** Sets of members for tests. */
final class Members {
    private Members() {}

    /** n1 to n{count}, each of weight 1 and without a zone. */
    static List<RingMember> numbered(int count) {
        return named("n", count);
    }

    static List<RingMember> named(String prefix, int count) {
        List<RingMember> members = new ArrayList<>();
        for (int i = 1; i <= count; i++) {
            members.add(RingMember.of(prefix + i));
        }
        return members;
    }

    /** Zones a, b, ... with so many nodes each, called a1, a2, ..., b1, ... */
    static List<RingMember> inZones(int... sizes) {
        List<RingMember> members = new ArrayList<>();
        for (int zone = 0; zone < sizes.length; zone++) {
            String name = String.valueOf((char) ('a' + zone));
            for (int i = 1; i <= sizes[zone]; i++) {
                members.add(new RingMember(name + i, 1, name));
            }
        }
        return members;
    }
}
