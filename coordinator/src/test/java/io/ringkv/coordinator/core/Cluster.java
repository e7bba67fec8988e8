package io.ringkv.coordinator.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringkv.protocol.Option;
import io.ringkv.protocol.Reply;
import io.ringkv.protocol.Request;
import io.ringkv.protocol.Verb;
import io.ringkv.protocol.view.Assignment;
import io.ringkv.protocol.view.Member;
import io.ringkv.protocol.view.MemberState;
import io.ringkv.protocol.view.SlotSet;
import io.ringkv.protocol.view.SlotTerms;
import io.ringkv.protocol.view.View;

import java.util.BitSet;
import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;

/** A cluster's metadata that a test builds up record by record, each through its encoded form, as replay does. */
final class Cluster {
    static final String ID = "c1";

    final Metadata metadata = new Metadata();
    final Watch watch = new Watch();
    final Membership membership = new Membership(metadata, watch);

    /** All slots may move at once, whatever is on its way. */
    final Moves moves = new Moves(metadata, watch, 3 * SlotSet.SLOTS);

    /** A cluster without nodes. */
    static Cluster created(int replicas) {
        Cluster cluster = new Cluster();
        cluster.apply(List.of(new MetadataRecord.ClusterCreated(ID, "", replicas, 20)));
        return cluster;
    }

    /** Nodes n1, n2, ... that are UP, on disks d1, d2, ..., in incarnations 1, 2, ..., with all slots handed out. */
    static Cluster formed(int replicas, int nodes) {
        Cluster cluster = created(replicas);
        for (int i = 1; i <= nodes; i++) {
            cluster.join("n" + i);
        }
        cluster.apply(cluster.membership.form());
        return cluster;
    }

    /** The node registers for the first time and is welcomed. */
    void join(String id) {
        String number = id.substring(1);
        register(registration(id, Long.parseLong(number), "d" + number).build(), false);
        connect(id);
        apply(membership.up(id));
    }

    /** As this coordinator sees it, whatever is on record. */
    void connect(String id) {
        Watch.Node node = watch.of(id);
        node.connection = Long.parseLong(id.substring(1));
        node.incarnation = member(id).incarnation();
        node.epoch = Long.MAX_VALUE;
    }

    static Request.Builder registration(String id, long incarnation, String dataId) {
        return registrationAt("host-" + id, id, incarnation, dataId);
    }

    static Request.Builder registrationAt(String host, String id, long incarnation, String dataId) {
        return Request.builder(Verb.REGISTER_NODE)
                .option(Option.INCARNATION, incarnation)
                .option(Option.DATA_ID, dataId)
                .argument(id)
                .argument(host)
                .argument("5000");
    }

    /** Its disk knows of its last start, unless the request says otherwise. */
    Reply register(Request request, boolean anotherIsAlive) {
        Member known = view().member(request.argument(0));
        Request.Builder full = request.toBuilder();
        if (known != null && !request.has(Option.PREVIOUS)) {
            full.option(Option.PREVIOUS, known.incarnation());
        }
        Decision decision = membership.register(full.build(), anotherIsAlive);
        if (!decision.records().isEmpty()) {
            apply(decision.records());
        }
        return decision.reply();
    }

    void apply(List<MetadataRecord> records) {
        LogEntry entry = new LogEntry(metadata.version(), records);
        assertThat(metadata.apply(LogEntry.decode(entry.encode()))).isTrue();
    }

    /** Every primary has recovered everything. */
    void allActive() {
        SlotTerms terms = new SlotTerms();
        for (int slot = 0; slot < SlotSet.SLOTS; slot++) {
            terms.add(slot, assignment(slot).term());
        }
        List<MetadataRecord> records =
                membership.active(SlotTerms.decode(terms.encode())).records();
        if (!records.isEmpty()) {
            apply(records);
        }
    }

    View view() {
        return metadata.view();
    }

    Member member(String id) {
        return Objects.requireNonNull(view().member(id), id);
    }

    MemberState state(String id) {
        return member(id).state();
    }

    Assignment assignment(int slot) {
        return Objects.requireNonNull(view().assignment(slot), "the cluster has not formed");
    }

    SlotSet slotsWhere(Predicate<Assignment> condition) {
        BitSet slots = new BitSet();
        for (int slot = 0; slot < SlotSet.SLOTS; slot++) {
            slots.set(slot, condition.test(assignment(slot)));
        }
        return SlotSet.of(slots);
    }

    SlotSet primariesOf(String id) {
        return slotsWhere(assignment -> assignment.primary().equals(id));
    }

    /** A slot whose voters are these, in this order. */
    int slotOf(String... ids) {
        SlotSet slots = slotsWhere(assignment -> assignment.voters().stream()
                .map(voter -> voter.node())
                .toList()
                .equals(List.of(ids)));
        assertThat(slots.isEmpty()).as("no slot is on %s", List.of(ids)).isFalse();
        return Integer.parseInt(slots.toString().split("[-,]", -1)[0]);
    }
}
