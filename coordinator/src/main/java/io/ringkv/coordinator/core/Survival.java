package io.ringkv.coordinator.core;

import io.ringkv.protocol.Item;
import io.ringkv.protocol.view.Assignment;
import io.ringkv.protocol.view.Majority;
import io.ringkv.protocol.view.SlotSet;
import io.ringkv.protocol.view.View;
import io.ringkv.protocol.view.Voter;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * What the death of each of its nodes would mean for one slot, as things stand: who would be primary then, and how many
 * more might fail; or whom the slot would wait for. Asked for by {@code EXPLAIN}, and no part of any decision.
 */
final class Survival {
    private final Metadata metadata;
    private final Watch watch;
    private final Succession succession;

    Survival(Metadata metadata, Watch watch) {
        this.metadata = metadata;
        this.watch = watch;
        this.succession = new Succession(watch);
    }

    /** One for each node that some list of the slot names. */
    List<Item> of(int slot) {
        Set<String> nodes = new LinkedHashSet<>();
        metadata.lists(slot).forEach(list -> list.forEach(voter -> nodes.add(voter.node())));
        return nodes.stream().map(node -> without(slot, node)).toList();
    }

    private Item without(int slot, String node) {
        int more = Integer.MAX_VALUE;
        Set<String> awaited = new LinkedHashSet<>();
        for (List<Voter> list : metadata.lists(slot)) {
            List<String> missing = new ArrayList<>();
            for (Voter voter : list) {
                if (voter.node().equals(node) || !counts(slot, voter)) {
                    missing.add(voter.node());
                }
            }
            int spare = list.size() - missing.size() - Majority.of(list.size());
            more = Math.min(more, spare);
            awaited.addAll(spare < 0 ? missing : List.of());
        }
        Item item = Item.of("IF_DIES", node);
        return more < 0
                ? item.with("awaits", String.join(",", awaited))
                : item.with("primary", heir(slot, node)).with("more", more);
    }

    private boolean counts(int slot, Voter voter) {
        return watch.isSound(metadata.view(), voter)
                && !watch.of(voter.node()).behind.contains(slot);
    }

    /** As the succession would choose; whoever is primary and lives on stays it. */
    private String heir(int slot, String node) {
        View view = metadata.view();
        SlotSet only = SlotSet.parse(Integer.toString(slot));
        return succession
                .heirs(
                        view,
                        share -> share.assignment().primary().equals(node)
                                ? share.slots().intersection(only)
                                : SlotSet.NONE,
                        id -> !id.equals(node),
                        false)
                .stream()
                .map(record -> (MetadataRecord.PrimariesChanged) record)
                .map(changed -> changed.heirs().get(0).node())
                .findFirst()
                .orElseGet(() -> primary(view, slot));
    }

    private static String primary(View view, int slot) {
        Assignment assignment = view.assignment(slot);
        return assignment == null ? "-" : assignment.primary();
    }
}
