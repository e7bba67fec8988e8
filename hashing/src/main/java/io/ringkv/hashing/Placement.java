package io.ringkv.hashing;

import java.util.List;

/**
 * Where every slot lives: 16384 lists of node ids, the preferred primary first. Immutable, looked up in O(1).
 *
 * <p>{@link #compute} walks the {@link Ring} with bounded loads, after Mirrokni, Thorup and Zadimoghaddam ("Consistent
 * hashing with bounded loads"): slots are visited in a fixed pseudo-random order, and the walk passes over a node that
 * holds {@code ceil((1 + loadBound) * its fair share)} of the primaries, for the first place, or of all replicas.
 * Each slot has min(replicas, nodes) distinct nodes, always.
 */
public final class Placement {
    private final List<RingMember> members;
    private final RingSettings settings;
    private final List<List<String>> lists;

    private Placement(List<RingMember> members, RingSettings settings, List<List<String>> lists) {
        this.members = members;
        this.settings = settings;
        this.lists = lists;
    }

    /**
     * Computes the placement of these members; their order does not matter. Without members every list is empty.
     *
     * @throws IllegalArgumentException when two members have the same id
     */
    public static Placement compute(List<RingMember> members, RingSettings settings) {
        Ring ring = Ring.of(members, settings);
        return new Placement(
                ring.members(), settings, new PlacementBuilder(ring, settings).replicaLists());
    }

    /** The nodes that hold a slot, its preferred primary first. */
    public List<String> replicasOf(int slot) {
        return lists.get(Slots.check(slot));
    }

    /** The members, ordered by id. */
    public List<RingMember> members() {
        return members;
    }

    public RingSettings settings() {
        return settings;
    }
}
