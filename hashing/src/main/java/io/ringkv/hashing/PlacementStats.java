package io.ringkv.hashing;

import java.util.List;
import java.util.TreeMap;

/**
 * How good a placement is, in the numbers that an operator asks for before adding a node: how far the busiest node is
 * above its fair share, and how much data a change moves compared with the least that it could.
 *
 * @param nodes members of the placement
 * @param busiestPrimary the largest primaries / fair share of any node; with equal weights, busiest / mean
 * @param busiestReplica the same for all replicas
 */
public record PlacementStats(int nodes, double busiestPrimary, double busiestReplica) {

    public static PlacementStats of(Placement placement) {
        List<RingMember> members = placement.members();
        TreeMap<String, int[]> counts = new TreeMap<>();
        members.forEach(member -> counts.put(member.id(), new int[2]));
        for (int slot = 0; slot < Slots.COUNT; slot++) {
            List<String> replicas = placement.replicasOf(slot);
            for (int i = 0; i < replicas.size(); i++) {
                int[] count = counts.get(replicas.get(i));
                if (count != null) {
                    count[0] += i == 0 ? 1 : 0;
                    count[1]++;
                }
            }
        }
        FairShares shares = shares(placement);
        double primary = 0;
        double replica = 0;
        int i = 0;
        for (int[] count : counts.values()) {
            primary = Math.max(primary, count[0] / shares.primaries(i));
            replica = Math.max(replica, count[1] / shares.replicas(i++));
        }
        return new PlacementStats(members.size(), primary, replica);
    }

    /** The fraction of (slot, node) assignments of {@code after} that {@code before} did not have: the data copied. */
    public static double moved(Placement before, Placement after) {
        long moved = 0;
        long all = 0;
        for (int slot = 0; slot < Slots.COUNT; slot++) {
            List<String> old = before.replicasOf(slot);
            for (String node : after.replicasOf(slot)) {
                moved += old.contains(node) ? 0 : 1;
                all++;
            }
        }
        return all == 0 ? 0 : (double) moved / all;
    }

    /** The least fraction that a change of fair shares must move: what every node gains, over everything. */
    public static double idealMoved(Placement before, Placement after) {
        TreeMap<String, Double> held = new TreeMap<>();
        FairShares old = shares(before);
        for (int i = 0; i < before.members().size(); i++) {
            held.put(before.members().get(i).id(), old.replicas(i));
        }
        FairShares now = shares(after);
        double gained = 0;
        double all = 0;
        for (int i = 0; i < after.members().size(); i++) {
            double share = now.replicas(i);
            gained +=
                    Math.max(0, share - held.getOrDefault(after.members().get(i).id(), 0.0));
            all += share;
        }
        return all == 0 ? 0 : gained / all;
    }

    private static FairShares shares(Placement placement) {
        List<RingMember> members = placement.members();
        int copies = Math.min(placement.settings().replicas(), members.size());
        return new FairShares(members, new Zones(members, copies), copies);
    }
}
