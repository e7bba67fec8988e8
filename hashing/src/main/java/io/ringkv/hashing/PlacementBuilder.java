package io.ringkv.hashing;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * One computation of a placement: visits every slot once and gives it to the first members clockwise that still have
 * room. Holds the counts that {@link Placement}, which is immutable, does not need once it is done.
 *
 * <p>A member that is passed over as primary stays a replica of the slot, so that the bound on primaries moves no data.
 * Bounds and zones give way before a slot goes without a replica that some member could hold: zones last, because a
 * node a little above its share costs less than a slot that is lost with one zone.
 */
final class PlacementBuilder {
    private final Ring ring;
    private final Ring.Walk walk;
    private final Zones zones;
    private final int copies;
    private final int[] primaryRoom;
    private final int[] replicaRoom;
    private final int[] chosenIn;
    private final int[] chosenInZone;

    PlacementBuilder(Ring ring, RingSettings settings) {
        this.ring = ring;
        walk = ring.new Walk();
        List<RingMember> members = ring.members();
        copies = Math.min(settings.replicas(), members.size());
        zones = new Zones(members, copies);
        primaryRoom = new int[members.size()];
        replicaRoom = new int[members.size()];
        chosenIn = new int[members.size()];
        chosenInZone = new int[zones.count()];
        FairShares shares = new FairShares(members, zones, copies);
        for (int i = 0; i < primaryRoom.length; i++) {
            primaryRoom[i] = bound(shares.primaries(i), settings.loadBound());
            replicaRoom[i] = bound(shares.replicas(i), settings.loadBound());
        }
    }

    /** The replica list of each slot, its preferred primary first. */
    List<List<String>> replicaLists() {
        List<List<String>> lists = new ArrayList<>(Slots.COUNT);
        for (int slot = 0; slot < Slots.COUNT; slot++) {
            lists.add(List.of());
        }
        for (int position = 0; position < Slots.COUNT && copies > 0; position++) {
            int slot = SlotOrder.slotAt(position);
            lists.set(slot, place(slot, position + 1));
        }
        return List.copyOf(lists);
    }

    private List<String> place(int slot, int round) {
        Arrays.fill(chosenInZone, 0);
        String[] chosen = new String[copies];
        int primary = choosePrimary(slot);
        primaryRoom[primary]--;
        chosen[0] = choose(primary, round);
        for (int i = 1; i < copies; i++) {
            chosen[i] = choose(chooseReplica(slot, round), round);
        }
        return List.of(chosen);
    }

    private String choose(int member, int round) {
        chosenIn[member] = round;
        chosenInZone[zones.of(member)]++;
        replicaRoom[member]--;
        return ring.members().get(member).id();
    }

    private int choosePrimary(int slot) {
        walk.from(slot);
        int first = -1;
        for (int member = walk.next(); member >= 0; member = walk.next()) {
            if (primaryRoom[member] > 0 && replicaRoom[member] > 0) {
                return member;
            }
            // Rooms for primaries add up to more than all slots, so there always is such a member.
            first = first < 0 && primaryRoom[member] > 0 ? member : first;
        }
        return first;
    }

    private int chooseReplica(int slot, int round) {
        walk.from(slot);
        int spread = -1;
        int roomy = -1;
        int any = -1;
        for (int member = walk.next(); member >= 0; member = walk.next()) {
            if (chosenIn[member] != round) {
                boolean spreads = chosenInZone[zones.of(member)] < zones.quota();
                boolean hasRoom = replicaRoom[member] > 0;
                if (spreads && hasRoom) {
                    return member;
                }
                spread = spread < 0 && spreads ? member : spread;
                roomy = roomy < 0 && hasRoom ? member : roomy;
                any = any < 0 ? member : any;
            }
        }
        return spread >= 0 ? spread : roomy >= 0 ? roomy : any;
    }

    private static int bound(double share, double loadBound) {
        return (int) Math.min(Slots.COUNT, Math.ceil(share * (1 + loadBound)));
    }
}
