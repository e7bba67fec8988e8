package io.ringkv.coordinator.core;

import io.ringkv.protocol.ErrorCode;
import io.ringkv.protocol.Option;
import io.ringkv.protocol.Reply;
import io.ringkv.protocol.Request;
import io.ringkv.protocol.view.Assignment;
import io.ringkv.protocol.view.Member;
import io.ringkv.protocol.view.MemberState;
import io.ringkv.protocol.view.SlotSet;
import io.ringkv.protocol.view.SlotTerms;
import io.ringkv.protocol.view.StoreDoubt;
import io.ringkv.protocol.view.View;
import io.ringkv.protocol.view.Voter;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;

/**
 * Decides what becomes of nodes: joining, coming back, going down, and the terms that follow from each. Every method
 * reads the state and returns records; nothing changes before they are committed.
 */
final class Membership {
    private final Metadata metadata;
    private final Watch watch;
    private final Succession succession;
    private final DoubtfulStores doubtful;

    Membership(Metadata metadata, Watch watch) {
        this.metadata = metadata;
        this.watch = watch;
        this.succession = new Succession(watch);
        this.doubtful = new DoubtfulStores(metadata, watch, succession);
    }

    DoubtfulStores doubtfulStores() {
        return doubtful;
    }

    /**
     * {@code REGISTER_NODE}.
     *
     * @param anotherIsAlive another incarnation under this id was heard within the node timeout
     */
    Decision register(Request request, boolean anotherIsAlive) {
        View view = metadata.view();
        String id = request.argument(0);
        Reply refusal = refusal(view, request, id, anotherIsAlive);
        if (refusal != null) {
            return Decision.answer(refusal);
        }
        Member known = view.member(id);
        long incarnation = request.longOption(Option.INCARNATION, 0);
        Reply reply = Reply.ok().with("cluster", view.clusterId());
        if (known != null && known.incarnation() == incarnation) {
            return Decision.answer(withWorth(reply, known));
        }
        Member member = member(request, id, known);
        boolean sameDisk = known != null && known.dataId().equals(member.dataId());
        boolean returns = !sameDisk && isNamed(view, new Voter(id, member.dataId()));
        if (returns || sameDisk && isOlderThan(known, request)) {
            member = member.withDoubtful(true);
        }
        List<MetadataRecord> records = new ArrayList<>();
        records.add(new MetadataRecord.MemberRegistered(member));
        if (known != null) {
            records.addAll(
                    sameDisk && !member.doubtful()
                            ? succession.renewed(view, id)
                            : succession.heirsOf(view, id));
        }
        return new Decision(records, withWorth(reply, member));
    }

    /** A list counts on this disk, which another one has taken the place of since: nobody knows which copy of it this is. */
    private static boolean isNamed(View view, Voter disk) {
        return view.shares().stream().anyMatch(share -> share.assignment().counts(disk));
    }

    /** A disk that does not know of its last start is a copy from before it, however well that copy was made. */
    private static boolean isOlderThan(@Nullable Member known, Request request) {
        return known != null && request.longOption(Option.PREVIOUS, 0) != known.incarnation();
    }

    /** Only the cluster can tell a node that its disk is an older copy. */
    private static Reply withWorth(Reply reply, Member member) {
        return reply.with("store", member.doubtful() ? "doubtful" : "whole");
    }

    private static @Nullable Reply refusal(
            View view, Request request, String id, boolean anotherIsAlive) {
        String cluster = request.option(Option.CLUSTER);
        if (cluster != null && !cluster.equals(view.clusterId())) {
            return Reply.error(
                    ErrorCode.WRONG_CLUSTER,
                    "the data directory of " + id + " belongs to cluster " + cluster
                            + ", and this coordinator serves " + view.clusterId()
                            + "; start the node with the coordinator of its cluster. If that has lost its data"
                            + " directory, start it in an empty one with --rebuild");
        }
        if (view.lacks(request.longOption(Option.EPOCH, 0))) {
            return Reply.error(
                    ErrorCode.WRONG_CLUSTER,
                    id + " has seen epoch " + request.option(Option.EPOCH)
                            + ", of which this coordinator, at " + view.epoch()
                            + ", knows nothing: its data directory is older than the cluster, or "
                            + id
                            + " followed a coordinator that was;"
                            + " bring back the coordinator's newest data directory, or start it in an empty one"
                            + " with --rebuild");
        }
        Member known = view.member(id);
        if (known != null
                && known.state() == MemberState.REMOVED
                && known.dataId().equals(request.option(Option.DATA_ID))) {
            return Reply.error(
                    ErrorCode.WRONG_CLUSTER,
                    id + " was removed from the cluster, and what its disk has is out of date;"
                            + " start it with an empty data directory to have it join again");
        }
        String dataId = request.option(Option.DATA_ID);
        if (known != null && dataId != null && known.hasGivenUp(dataId)) {
            return Reply.error(
                    ErrorCode.WRONG_CLUSTER,
                    id
                            + " was removed from the cluster by force, and its disk given up: what it has"
                            + " may be out of date; start it with an empty data directory to have it"
                            + " join again");
        }
        return anotherIsAlive
                ? Reply.error(
                        ErrorCode.STARTING,
                        "another process is registered as " + id + " and was heard just now;"
                                + " this one waits until that is gone. Give each node its own --id")
                : null;
    }

    private static Member member(Request request, String id, @Nullable Member known) {
        String zone = request.option(Option.ZONE);
        String dataId = request.option(Option.DATA_ID);
        boolean isDoubtful = StoreDoubt.of(request.option(Option.STORE)) != StoreDoubt.NONE;
        String host = request.argument(1);
        int port = Integer.parseInt(request.argument(2));
        boolean stays = known != null && known.address().equals(host + ":" + port) && known.isUp();
        MemberState state = known != null && stays ? known.state() : MemberState.JOINING;
        return new Member(
                id,
                dataId == null ? "" : dataId,
                request.longOption(Option.INCARNATION, 0),
                host,
                port,
                zone == null ? "" : zone,
                (int) request.longOption(Option.WEIGHT, 1),
                state,
                known == null ? 0 : known.lostEpoch(),
                isDoubtful);
    }

    /** A node sends heartbeats and answers at its address. */
    List<MetadataRecord> up(String id) {
        Member member = metadata.view().member(id);
        boolean waits = member != null
                && (member.state() == MemberState.JOINING || member.state() == MemberState.DOWN);
        if (!waits) {
            return List.of();
        }
        boolean leaves = metadata.target().leaving().containsKey(id);
        return List.of(new MetadataRecord.MemberStateChanged(
                id, leaves ? MemberState.DRAINING : MemberState.UP));
    }

    /** Heirs for slots whose primary does not live, wherever there is one now. */
    List<MetadataRecord> orphansAdopted() {
        View view = metadata.view();
        return succession.heirs(
                view,
                share -> isOrphan(view, share.assignment()) ? share.slots() : SlotSet.NONE,
                id -> true,
                false);
    }

    private static boolean isOrphan(View view, Assignment assignment) {
        Member primary = view.member(assignment.primary());
        return primary == null
                || primary.state() == MemberState.DOWN
                || primary.state() == MemberState.REMOVED
                || primary.incarnation() != assignment.primaryIncarnation();
    }

    /** A node is unreachable: one epoch, two records, however many slots it served. */
    List<MetadataRecord> down(String id) {
        View view = metadata.view();
        Member member = view.member(id);
        if (member == null
                || member.state() == MemberState.DOWN
                || member.state() == MemberState.REMOVED) {
            return List.of();
        }
        List<MetadataRecord> records = new ArrayList<>();
        records.add(new MetadataRecord.MemberStateChanged(id, MemberState.DOWN));
        records.addAll(succession.heirsOf(view, id));
        return records;
    }

    /** A node that lives, and does not move: others serve its slots until it hands them back or is well again. */
    List<MetadataRecord> relieve(String id) {
        return watch.of(id).stalled() ? succession.relieved(metadata.view(), id) : List.of();
    }

    /** A primary gives slots to other voters: one epoch, one record, however many slots. */
    Decision handOver(Request request, SlotGifts gifts) {
        List<MetadataRecord> records = succession.given(
                metadata.view(),
                request.argument(0),
                request.longOption(Option.INCARNATION, 0),
                gifts);
        return records.isEmpty()
                ? Decision.answer(
                        Reply.error(
                                ErrorCode.UNAVAILABLE,
                                "none of these slots can go to the node that is named for it now; they stay where they are"))
                : new Decision(records, Reply.ok());
    }

    /** The cluster forms, or forms again while nothing was ever written. */
    List<MetadataRecord> form() {
        List<Member> up = metadata.view().members().stream()
                .filter(member -> member.state() == MemberState.UP)
                .toList();
        Target target = metadata.target()
                .withReplicas(metadata.view().replicas())
                .withMembers(Placing.ringMembers(up));
        return up.isEmpty()
                ? List.of()
                : List.of(
                        new MetadataRecord.TargetSet(target), Placing.assign(metadata.view(), up));
    }

    /** {@code ACTIVE}: only what is new, so that a repeated report changes nothing. */
    Decision active(List<SlotTerms.Entry> terms) {
        SlotTerms news = new SlotTerms();
        for (SlotTerms.Entry entry : terms) {
            entry.slots().forEach(slot -> {
                SlotHistory history = metadata.history(slot);
                if (!history.activated(entry.term()).equals(history)) {
                    news.add(slot, entry.term());
                }
            });
        }
        return news.isEmpty()
                ? Decision.answer(Reply.ok())
                : new Decision(
                        List.of(new MetadataRecord.TermsActive(SlotTerms.decode(news.encode()))),
                        Reply.ok());
    }

    /** What a heartbeat changes for good. */
    List<MetadataRecord> heard(String id) {
        List<MetadataRecord> records = new ArrayList<>();
        Watch.Node node = watch.of(id);
        Member member = metadata.view().member(id);
        if (node.writes > 0 && !metadata.writesSeen()) {
            records.add(new MetadataRecord.WritesSeen());
        }
        // What it said before it knew of its newest slots is no word on them.
        boolean current = node.epoch >= metadata.view().epoch();
        if (member != null && current && member.doubtful() != doubtful.isDoubtful(member)) {
            records.add(new MetadataRecord.MemberDoubt(id, !member.doubtful()));
        }
        return records;
    }
}
