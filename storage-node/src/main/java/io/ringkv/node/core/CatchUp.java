package io.ringkv.node.core;

import io.ringkv.protocol.Reply;
import io.ringkv.protocol.Request;
import io.ringkv.protocol.Verb;
import io.ringkv.protocol.record.Version;
import io.ringkv.protocol.view.SlotTerms;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Brings followers in sync: asks what they hold, and sends what they lack, the cheapest way that is right. The same
 * position or digest costs one message for all slots together, a prefix of this term, or of what it began with, its
 * tail, anything else the whole slot. Copies are paced by what a peer has not acknowledged.
 */
final class CatchUp implements Counted {
    private static final long RETRY_NANOS = 100_000_000L;

    private final SlotTable slots;
    private final CopyReader reader;
    private final Copies copies;
    private final Map<Peer, List<Follower>> raises = new LinkedHashMap<>();
    private final OutOfSync outOfSync = new OutOfSync();
    private final List<Peer> asking = new ArrayList<>();
    private long lookAt;

    CatchUp(SlotTable slots, Rows rows, NodeBounds bounds, MovePace pace) {
        this.slots = slots;
        this.reader = new CopyReader(rows, bounds.copyChunkBytes());
        this.copies = new Copies(bounds, pace);
    }

    CopyReader reader() {
        return reader;
    }

    OutOfSync outOfSync() {
        return outOfSync;
    }

    @Override
    public Reply counted(Reply stats) {
        return stats.withItem(Counted.count("followers-out", outOfSync.size()))
                .withItem(Counted.count("copies-sent", copies.finished()))
                .withItem(Counted.count("copy-bytes-sent", copies.bytes()));
    }

    /** Decides by what the follower reported how it comes in sync. */
    void decide(Follower follower, SlotReport report) {
        PrimaryRole role = follower.role();
        Slot slot = role.slot();
        if (!follower.reachable()) {
            follower.out(0);
            return;
        }
        boolean prefix = report.syncedTerm() == role.term() && !report.copying();
        if (follower.differs()) {
            copies.add(new SlotCopy(follower, reader, null));
            follower.asked();
        } else if (prefix && report.position() == role.lastSequence() && !report.doubtful()) {
            follower.inSyncFrom(follower.peer().nextPosition());
            follower.held(report.position());
        } else if (!report.copying() && report.digest() == slot.digest()) {
            raises.computeIfAbsent(follower.peer(), p -> new ArrayList<>()).add(follower);
            follower.asked();
        } else {
            copies.add(new SlotCopy(follower, reader, sharedThrough(role, report)));
            follower.asked();
        }
    }

    /**
     * The version up to which it holds what this node does, and beyond which it holds nothing: of this term, or of the
     * one whose recovered state this term began with. Null when that cannot be told. If it is wrong after all, the
     * digest at the end of the copy says so.
     */
    private static @Nullable Version sharedThrough(PrimaryRole role, SlotReport report) {
        SlotReport began = role.recovered();
        boolean ofThisTerm =
                report.syncedTerm() == role.term() && report.position() < role.lastSequence();
        boolean ofItsBeginning = began != null
                && report.syncedTerm() == began.syncedTerm()
                && report.position() <= began.position();
        return !report.copying() && (ofThisTerm || ofItsBeginning)
                ? new Version(report.syncedTerm(), report.position())
                : null;
    }

    /** Sends raises and as much of the copies as the peers' windows allow. */
    void endTurn(long now) {
        raises.forEach(CatchUp::raise);
        raises.clear();
        copies.endTurn(now);
    }

    private static void raise(Peer peer, List<Follower> followers) {
        List<SlotReport> raised = new ArrayList<>(followers.size());
        List<Follower> told = new ArrayList<>(followers.size());
        for (Follower follower : followers) {
            PrimaryRole role = follower.role();
            if (follower.state() == Follower.State.ASKED && role.slot().role() == role) {
                Slot slot = role.slot();
                raised.add(new SlotReport(
                        slot.number(),
                        role.term(),
                        role.lastSequence(),
                        false,
                        false,
                        slot.digest()));
                told.add(follower);
            }
        }
        if (told.isEmpty() || !peer.ready()) {
            return;
        }
        peer.flush();
        long position = peer.nextPosition();
        told.forEach(follower -> follower.inSyncFrom(position));
        byte[] block = SlotReport.encode(raised);
        peer.streamMessage(
                Request.builder(Verb.SYNC_SLOT).value(block),
                block.length,
                new Raise(told, raised));
    }

    /** One raise of many slots on its way to one peer. */
    private record Raise(List<Follower> followers, List<SlotReport> raised)
            implements Peer.StreamEntry {
        @Override
        public void acknowledged(long streamPosition) {
            for (int i = 0; i < followers.size(); i++) {
                followers.get(i).acknowledged(streamPosition, raised.get(i).position());
            }
        }
    }

    /** Something changed that may let a follower come in sync: the next tick looks at them. */
    void lookSoon() {
        lookAt = 0;
    }

    /** Asks every peer about the slots in which it is out of sync, all in one request a peer. */
    void ask(long now) {
        if (now < lookAt) {
            return;
        }
        lookAt = now + RETRY_NANOS;
        for (Peer peer : outOfSync.peers()) {
            boolean canBeAsked = peer.ready() && !asking.contains(peer);
            List<Follower> due = canBeAsked ? outOfSync.due(peer, now) : List.of();
            if (!due.isEmpty()) {
                ask(now, peer, due);
            }
        }
    }

    private void ask(long now, Peer peer, List<Follower> followers) {
        SlotTerms question = new SlotTerms();
        for (Follower follower : followers) {
            question.add(follower.role().slot().number(), follower.role().term());
            follower.asked();
        }
        asking.add(peer);
        peer.ask(
                Request.builder(Verb.DIGEST).value(question.encode()).build(),
                new Reports(now, peer, followers));
    }

    private final class Reports implements Peer.ReplyHandler {
        private final long askedAt;
        private final Peer peer;
        private final List<Follower> followers;

        Reports(long askedAt, Peer peer, List<Follower> followers) {
            this.askedAt = askedAt;
            this.peer = peer;
            this.followers = followers;
        }

        @Override
        public void reply(Reply reply) {
            asking.remove(peer);
            byte[] block = reply.block();
            Map<Integer, SlotReport> reports = new LinkedHashMap<>();
            if (reply.isOk() && block != null) {
                SlotReport.decode(block).forEach(report -> reports.put(report.slot(), report));
            }
            for (Follower follower : followers) {
                Slot slot = slots.get(follower.role().slot().number());
                SlotReport report = reports.get(slot.number());
                if (slot.role() != follower.role() || follower.state() != Follower.State.ASKED) {
                    continue;
                }
                if (report == null) {
                    follower.out(askedAt + RETRY_NANOS);
                } else {
                    decide(follower, report);
                }
            }
        }

        @Override
        public void lost() {
            asking.remove(peer);
            followers.forEach(follower -> follower.out(0));
        }
    }
}
