package io.ringkv.hashing;

import java.util.Arrays;
import java.util.List;

/**
 * How many slots each member would hold if load could be divided exactly: by weight, but never more copies of a slot
 * than its zone may hold, and never two on one node. What one cannot take is shared among the others by weight, which
 * is what keeps the bound reachable when weights or zones are uneven.
 */
final class FairShares {
    private final double[] primaries;
    private final double[] replicas;

    /** @param copies replicas that each slot really gets: no more than there are members */
    FairShares(List<RingMember> members, Zones zones, int copies) {
        double[] weights = new double[members.size()];
        double[] zoneWeights = new double[zones.count()];
        for (int i = 0; i < weights.length; i++) {
            weights[i] = members.get(i).weight();
            zoneWeights[zones.of(i)] += weights[i];
        }
        primaries = divide(Slots.COUNT, weights, oneOfEachSlot(weights.length));
        replicas = new double[weights.length];
        double[] perZone =
                divide((double) copies * Slots.COUNT, zoneWeights, ceilings(zones, copies));
        for (int zone = 0; zone < perZone.length; zone++) {
            divideInZone(zones.membersOf(zone), perZone[zone], weights);
        }
    }

    double primaries(int member) {
        return primaries[member];
    }

    double replicas(int member) {
        return replicas[member];
    }

    private void divideInZone(List<Integer> inZone, double amount, double[] weights) {
        double[] zoneWeights = new double[inZone.size()];
        for (int i = 0; i < zoneWeights.length; i++) {
            zoneWeights[i] = weights[inZone.get(i)];
        }
        double[] shares = divide(amount, zoneWeights, oneOfEachSlot(zoneWeights.length));
        for (int i = 0; i < shares.length; i++) {
            replicas[inZone.get(i)] = shares[i];
        }
    }

    /** What each zone can hold; where quotas leave no room for all copies, only its number of nodes limits a zone. */
    private static double[] ceilings(Zones zones, int copies) {
        double[] byQuota = new double[zones.count()];
        double[] bySize = new double[zones.count()];
        for (int zone = 0; zone < byQuota.length; zone++) {
            int size = zones.membersOf(zone).size();
            bySize[zone] = (double) size * Slots.COUNT;
            byQuota[zone] = (double) Math.min(zones.quota(), size) * Slots.COUNT;
        }
        return Arrays.stream(byQuota).sum() < (double) copies * Slots.COUNT ? bySize : byQuota;
    }

    /** Water-filling: gives by weight, caps whoever is full, and divides the rest again until nobody overflows. */
    private static double[] divide(double amount, double[] weights, double[] ceilings) {
        double[] shares = new double[weights.length];
        boolean[] full = new boolean[weights.length];
        boolean again = true;
        while (again) {
            again = false;
            double left = amount;
            double weight = 0;
            for (int i = 0; i < weights.length; i++) {
                left -= full[i] ? shares[i] : 0;
                weight += full[i] ? 0 : weights[i];
            }
            for (int i = 0; i < weights.length; i++) {
                if (!full[i]) {
                    double share = left * weights[i] / weight;
                    full[i] = share >= ceilings[i];
                    again |= full[i];
                    shares[i] = Math.min(share, ceilings[i]);
                }
            }
        }
        return shares;
    }

    private static double[] oneOfEachSlot(int members) {
        double[] ceilings = new double[members];
        Arrays.fill(ceilings, Slots.COUNT);
        return ceilings;
    }
}
