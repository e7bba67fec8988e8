package io.ringkv.coordinator.core;

import io.ringkv.hashing.RingMember;
import io.ringkv.protocol.Reply;
import io.ringkv.protocol.view.Majority;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * Where a placement leads: how even it is, whether copies of one slot share a zone, and how many more nodes may fail
 * before a slot stands still.
 */
final class Outlook {
    private final Map<String, String> zones = new TreeMap<>();
    private final Map<String, Integer> primaries = new TreeMap<>();
    private int slotsInOneZone;
    private int fewestCopies = Integer.MAX_VALUE;

    Outlook(List<RingMember> members, PlacedSlots placed) {
        members.forEach(member -> {
            zones.put(member.id(), member.zone());
            primaries.put(member.id(), 0);
        });
        long zoneCount = zones.values().stream().distinct().count();
        placed.all().forEach((nodes, slots) -> {
            long distinct = nodes.stream().map(zones::get).distinct().count();
            slotsInOneZone += distinct < Math.min(zoneCount, nodes.size()) ? slots.size() : 0;
            fewestCopies = Math.min(fewestCopies, nodes.size());
            primaries.merge(nodes.get(0), slots.size(), Integer::sum);
        });
    }

    /** {@code balance} is the busiest primary by the mean, of equal weights; {@code survives} counts nodes. */
    Reply addedTo(Reply reply) {
        int most = primaries.values().stream().mapToInt(Integer::intValue).max().orElse(0);
        double mean = primaries.values().stream()
                .mapToInt(Integer::intValue)
                .average()
                .orElse(0);
        int copies = primaries.isEmpty() ? 0 : fewestCopies;
        return reply.with(
                        "balance", String.format(Locale.ROOT, "%.2f", mean == 0 ? 0 : most / mean))
                .with("same-zone", Integer.toString(slotsInOneZone))
                .with("survives", Integer.toString(copies == 0 ? 0 : copies - Majority.of(copies)));
    }
}
