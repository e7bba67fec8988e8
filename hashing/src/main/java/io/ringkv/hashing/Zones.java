package io.ringkv.hashing;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/**
 * Which members fail together, and how many replicas of one slot a zone may hold: the replica count divided by the
 * number of zones, rounded up. With as many zones as replicas that is one; with fewer it is the spread that loses the
 * least when a zone fails. A member without a zone is a zone of its own.
 */
final class Zones {
    private final int[] zoneOf;
    private final List<List<Integer>> membersOf = new ArrayList<>();
    private final int quota;

    Zones(List<RingMember> members, int replicas) {
        zoneOf = new int[members.size()];
        TreeMap<String, Integer> indexes = new TreeMap<>();
        for (int i = 0; i < zoneOf.length; i++) {
            String zone = members.get(i).zone();
            zoneOf[i] = zone.isEmpty()
                    ? membersOf.size()
                    : indexes.computeIfAbsent(zone, z -> membersOf.size());
            if (zoneOf[i] == membersOf.size()) {
                membersOf.add(new ArrayList<>());
            }
            membersOf.get(zoneOf[i]).add(i);
        }
        quota = zoneOf.length == 0 ? 0 : (replicas + membersOf.size() - 1) / membersOf.size();
    }

    int count() {
        return membersOf.size();
    }

    int of(int member) {
        return zoneOf[member];
    }

    List<Integer> membersOf(int zone) {
        return membersOf.get(zone);
    }

    /** The most replicas of one slot in one zone, as far as there are nodes elsewhere. */
    int quota() {
        return quota;
    }
}
