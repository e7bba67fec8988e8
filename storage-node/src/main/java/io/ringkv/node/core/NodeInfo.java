package io.ringkv.node.core;

import io.ringkv.hashing.Ring;
import io.ringkv.hashing.RingMember;
import io.ringkv.hashing.RingSettings;
import io.ringkv.hashing.Slots;
import io.ringkv.node.port.NodeDisk;
import io.ringkv.node.port.Percentiles;
import io.ringkv.protocol.Item;
import io.ringkv.protocol.Reply;
import io.ringkv.protocol.Request;
import io.ringkv.protocol.record.Row;
import io.ringkv.protocol.view.Assignment;
import io.ringkv.protocol.view.SlotSet;
import io.ringkv.protocol.view.View;
import io.ringkv.protocol.view.Voter;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** What a node tells about itself: counters, one key's local state, and what a heartbeat carries. */
final class NodeInfo {
    private final NodeConfig config;
    private final SlotTable slots;
    private final Rows rows;
    private final ViewKeeper views;
    private final DataRequests data;
    private final Doubt doubt;
    private final Behind behind;
    private final NodeDisk disk;
    private final List<Counted> parts;

    /** @param parts whose counts STATS has, in this order */
    NodeInfo(
            NodeConfig config,
            SlotTable slots,
            Rows rows,
            ViewKeeper views,
            DataRequests data,
            Doubt doubt,
            NodeDisk disk,
            List<Counted> parts) {
        this.config = config;
        this.slots = slots;
        this.rows = rows;
        this.views = views;
        this.data = data;
        this.doubt = doubt;
        this.behind = new Behind(new Voter(config.id(), config.dataId()), slots);
        this.disk = disk;
        this.parts = parts;
    }

    /** {@code STATS} and {@code INFO}. */
    Reply stats() {
        long keys = 0;
        long primaryKeys = 0;
        long tombstones = 0;
        for (Slot slot : slots.all()) {
            keys += slot.counts().keys();
            primaryKeys += slot.role() == null ? 0 : slot.counts().keys();
            tombstones += slot.counts().tombstones();
        }
        Reply stats = Reply.ok()
                .with("node", config.id())
                .withItem(Item.of("node", config.id()))
                .withItem(Counted.count("epoch", views.epoch()))
                .withItem(Counted.count("keys", keys))
                .withItem(Counted.count("keys-primary", primaryKeys))
                .withItem(Counted.count("tombstones", tombstones))
                .withItem(Counted.count("bytes-on-disk", rows.bytesOnDisk()))
                .withItem(Counted.count("slots-held", health().slots()));
        for (Counted part : parts) {
            stats = part.counted(stats);
        }
        Percentiles fsync = disk.latency();
        return stats.withItem(Counted.count("fsyncs", fsync.count()))
                .withItem(Counted.count("fsync-p50-us", fsync.p50Micros()))
                .withItem(Counted.count("fsync-p99-us", fsync.p99Micros()))
                .withItem(Counted.count("fsync-max-us", fsync.maxMicros()));
    }

    /** {@code EXPLAIN key} on a node: what this one replica holds, whatever its role, and how the ring led to it. */
    Reply explain(Request request) {
        int number = Slots.of(request.key());
        Slot slot = slots.get(number);
        PrimaryRole role = slot.role();
        Row row = rows.find(number, new Key(request.key()));
        Assignment assignment = views.view().assignment(number);
        String version =
                row == null ? "none" : row.version() + (row.isTombstone() ? " (deleted)" : "");
        return Reply.ok()
                .withItems(walk(number))
                .with("node", config.id())
                .with("slot", Integer.toString(number))
                .with(
                        "role",
                        role == null
                                ? "replica"
                                : "primary-"
                                        + role.phase().name().toLowerCase(java.util.Locale.ROOT))
                .with("term", assignment == null ? 0 : assignment.term())
                .with("synced-term", Long.toString(slot.syncedTerm()))
                .with("position", Long.toString(slot.position()))
                .with("digest", Long.toHexString(slot.digest()))
                .with("v", version);
    }

    /** Over the members of the view, as a coordinator walks it. */
    private List<Item> walk(int slot) {
        View view = views.view();
        if (view.members().isEmpty()) {
            return List.of();
        }
        List<RingMember> members = view.members().stream()
                .map(member -> new RingMember(member.id(), member.weight(), member.zone()))
                .toList();
        RingSettings settings = new RingSettings(
                view.replicas(), view.virtualNodes(), RingSettings.DEFAULT.loadBound());
        List<Item> items = new ArrayList<>();
        for (Ring.VirtualNode step : Ring.of(members, settings).walk(slot)) {
            items.add(Item.of("WALK", step.node())
                    .with("token", Long.toHexString(step.token()))
                    .with("virtual", step.index()));
        }
        return items;
    }

    CoordinatorLink.Health health() {
        SlotSet late = behind.in(views.view());
        byte[] behindText =
                late.isEmpty() ? new byte[0] : late.toString().getBytes(StandardCharsets.US_ASCII);
        return new CoordinatorLink.Health(
                data.writes().count(),
                rows.bytesOnDisk(),
                behind.held(),
                doubt.ofStore(),
                data.writes().diskFull(),
                behindText);
    }
}
