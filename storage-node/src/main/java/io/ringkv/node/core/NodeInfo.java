package io.ringkv.node.core;

import io.ringkv.hashing.Ring;
import io.ringkv.hashing.RingMember;
import io.ringkv.hashing.RingSettings;
import io.ringkv.hashing.Slots;
import io.ringkv.node.port.NodeDisk;
import io.ringkv.node.port.SyncLatency;
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
    private final ReplicaStream stream;
    private final Roles roles;
    private final TakeOver takeOver;
    private final Doubt doubt;
    private final Behind behind;
    private final NodeDisk disk;

    NodeInfo(
            NodeConfig config,
            SlotTable slots,
            Rows rows,
            ViewKeeper views,
            DataRequests data,
            ReplicaStream stream,
            Roles roles,
            TakeOver takeOver,
            Doubt doubt,
            NodeDisk disk) {
        this.config = config;
        this.slots = slots;
        this.rows = rows;
        this.views = views;
        this.data = data;
        this.stream = stream;
        this.roles = roles;
        this.takeOver = takeOver;
        this.doubt = doubt;
        this.behind = new Behind(new Voter(config.id(), config.dataId()), slots);
        this.disk = disk;
    }

    /** {@code STATS} and {@code INFO}: one item a counter, so that new ones break nobody. */
    Reply stats() {
        long keys = 0;
        long primaryKeys = 0;
        for (Slot slot : slots.all()) {
            keys += slot.keys();
            primaryKeys += slot.role() == null ? 0 : slot.keys();
        }
        SyncLatency fsync = disk.latency();
        return Reply.ok()
                .withItem(Item.of("node", config.id()))
                .withItem(counter("epoch", views.epoch()))
                .withItem(counter("keys", keys))
                .withItem(counter("keys-primary", primaryKeys))
                .withItem(counter("bytes-on-disk", rows.bytesOnDisk()))
                .withItem(counter("slots-held", held()))
                .withItem(counter("slots-primary", roles.all().size()))
                .withItem(counter("slots-taking-over", takeOver.recoveringCount()))
                .withItem(counter("slots-doubtful", doubt.slots()))
                .withItem(counter("writes", data.writes().count()))
                .withItem(counter("reads", data.readCount()))
                .withItem(counter("forwarded", data.forwarding().count()))
                .withItem(counter("records-applied", stream.applied()))
                .withItem(counter("records-refused", stream.refused()))
                .withItem(counter("fsyncs", fsync.count()))
                .withItem(counter("fsync-p50-us", fsync.p50Micros()))
                .withItem(counter("fsync-p99-us", fsync.p99Micros()))
                .withItem(counter("fsync-max-us", fsync.maxMicros()))
                .with("node", config.id());
    }

    private int held() {
        int held = 0;
        for (Slot slot : slots.all()) {
            held += slot.syncedTerm() > 0 ? 1 : 0;
        }
        return held;
    }

    private static Item counter(String name, long value) {
        return Item.of(name, Long.toString(value));
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
                held(),
                doubt.ofStore(),
                data.writes().diskFull(),
                behindText);
    }
}
