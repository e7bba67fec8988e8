package io.ringkv.node.core;

import io.ringkv.protocol.Option;
import io.ringkv.protocol.Reply;
import io.ringkv.protocol.Request;
import io.ringkv.protocol.Verb;
import io.ringkv.protocol.view.Assignment;
import io.ringkv.protocol.view.Majority;
import io.ringkv.protocol.view.SlotTerms;
import io.ringkv.protocol.view.View;
import io.ringkv.protocol.view.Voter;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/**
 * How every term begins (rules T1 to T3): promises from a majority of every list since the last active term, the
 * state of the highest synced term among them, that state on a majority of the own list, then serving. All slots of
 * a view go together: with equal digests it is one round trip for the promises and one for the labels.
 */
final class TakeOver implements Counted {
    private static final long ASK_AGAIN_NANOS = 100_000_000L;

    private final NodeConfig config;
    private final SlotTable slots;
    private final ViewKeeper views;
    private final Peers peers;
    private final Rows rows;
    private final CopyWriter writer;
    private final Durably durably;
    private final CatchUp catchUp;
    private final SlotFetch fetch;
    private final Consumer<PrimaryRole> activated;
    private final List<PrimaryRole> recovering = new ArrayList<>();
    private final Map<Peer, Long> askedAt = new LinkedHashMap<>();
    /** Peers of which no promise is missing, until a role begins to gather: all of them are looked at in every turn. */
    private final Set<Peer> askedForAll = new LinkedHashSet<>();
    /** A role may serve from now on, or be over. */
    private boolean changed;

    TakeOver(
            NodeConfig config,
            SlotTable slots,
            ViewKeeper views,
            Peers peers,
            Rows rows,
            CopyWriter writer,
            Durably durably,
            CatchUp catchUp,
            Consumer<PrimaryRole> activated) {
        this.config = config;
        this.slots = slots;
        this.views = views;
        this.peers = peers;
        this.rows = rows;
        this.writer = writer;
        this.durably = durably;
        this.catchUp = catchUp;
        this.activated = activated;
        this.fetch = new SlotFetch(peers, writer, this::recovered, this::startOver);
    }

    /** Begins a term; nothing is served before it is active. */
    void begin(PrimaryRole role) {
        recovering.add(role);
        askedForAll.clear();
        if (!config.rules().keep(Rule.T1)) {
            recovered(role);
            return;
        }
        promiseHere(role);
    }

    private void promiseHere(PrimaryRole role) {
        if (!role.slot().doubtful()) {
            promised(role, new Voter(config.id(), config.dataId()), role.slot().report());
        }
    }

    private void promised(PrimaryRole role, Voter voter, SlotReport report) {
        if (role.phase() != PrimaryRole.Phase.PROMISES || report.doubtful()) {
            return;
        }
        role.promises().put(voter, report);
        chooseIfEnough(role);
    }

    /** A replica has acknowledged or reported something: a role may have come through. */
    void changed() {
        changed = true;
    }

    /** Somebody who was waited for may be DOWN, a doubt settled, or a role ended. */
    void lookAgain() {
        changed = true;
        for (PrimaryRole role : recovering) {
            if (role.phase() == PrimaryRole.Phase.PROMISES && role.slot().role() == role) {
                promiseHere(role);
                chooseIfEnough(role);
            }
        }
    }

    private void chooseIfEnough(PrimaryRole role) {
        boolean gathering = role.phase() == PrimaryRole.Phase.PROMISES;
        if (gathering && majorityOfEveryList(role) && everyStoreIfDoubtful(role)) {
            choose(role);
        }
    }

    /**
     * Where doubtful stores count, a majority of them may lack what the others have: whoever is up is waited for, until
     * the coordinator says that it is not.
     */
    private boolean everyStoreIfDoubtful(PrimaryRole role) {
        View view = views.view();
        Assignment current = view.assignment(role.slot().number());
        if (current == null || !current.doubtAccepted()) {
            return true;
        }
        return hasAllThatAreUp(role, view, role.assignment().voters())
                && role.assignment().priorLists().stream()
                        .allMatch(list -> hasAllThatAreUp(role, view, list));
    }

    private static boolean hasAllThatAreUp(PrimaryRole role, View view, List<Voter> list) {
        return list.stream()
                .allMatch(voter -> !view.isUp(voter) || role.promises().containsKey(voter));
    }

    private static boolean majorityOfEveryList(PrimaryRole role) {
        boolean enough = majorityPromised(role, role.assignment().voters());
        for (List<Voter> prior : role.assignment().priorLists()) {
            enough &= majorityPromised(role, prior);
        }
        return enough;
    }

    private static boolean majorityPromised(PrimaryRole role, List<Voter> list) {
        return Majority.of(list, role.promises()::containsKey);
    }

    /** Of the highest synced term the longest prefix, whole (rule T2). */
    private void choose(PrimaryRole role) {
        Voter self = new Voter(config.id(), config.dataId());
        SlotReport here = role.slot().report();
        Voter source = self;
        SlotReport best = role.promises()
                .getOrDefault(self, new SlotReport(here.slot(), -1, -1, true, false, 0));
        for (Map.Entry<Voter, SlotReport> promise : role.promises().entrySet()) {
            if (isAhead(promise.getValue(), best)) {
                source = promise.getKey();
                best = promise.getValue();
            }
        }
        role.recovered(best);
        if (source.equals(self) || best.sameContentAs(here)) {
            recovered(role);
        } else {
            role.phase(PrimaryRole.Phase.FETCHING);
            fetch.start(role, source);
        }
    }

    private boolean isAhead(SlotReport report, SlotReport best) {
        if (config.rules().keep(Rule.T2) && report.syncedTerm() != best.syncedTerm()) {
            return report.syncedTerm() > best.syncedTerm();
        }
        return report.position() > best.position();
    }

    /** The recovered state is here: it becomes the beginning of this term. */
    private void recovered(PrimaryRole role) {
        Slot slot = role.slot();
        if (slot.copying()) {
            writer.recount(slot);
        }
        slot.label(role.term(), 0);
        rows.putLabel(slot);
        role.phase(PrimaryRole.Phase.SYNCING);
        changed = true;
        durably.afterTurn(() -> storedHere(role));
        for (Follower follower : role.followers()) {
            SlotReport report = role.promises().get(follower.voter());
            if (report != null) {
                catchUp.decide(follower, report);
            }
        }
        role.promises().clear();
    }

    private void storedHere(PrimaryRole role) {
        if (role.slot().role() == role) {
            role.storedHere(0);
            changed = true;
        }
    }

    /** The source of a fetch is gone: gather again. */
    private void startOver(PrimaryRole role) {
        role.phase(PrimaryRole.Phase.PROMISES);
        role.promises().clear();
        askedForAll.clear();
        promiseHere(role);
    }

    /** What a peer said may not hold after it came back: promises are gathered anew. */
    void peerLost(Peer peer) {
        askedAt.remove(peer);
        askedForAll.remove(peer);
        Voter voter = new Voter(peer.id(), peer.dataId());
        for (PrimaryRole role : recovering) {
            if (role.phase() == PrimaryRole.Phase.PROMISES) {
                role.promises().remove(voter);
            }
        }
    }

    /** Asks for missing promises, and lets roles serve that came through. */
    void endTurn(long now) {
        if (recovering.isEmpty()) {
            return;
        }
        if (changed) {
            changed = false;
            recovering.removeIf(this::isOver);
        }
        ask(now);
    }

    /** Its role has ended, or it serves from now on. */
    private boolean isOver(PrimaryRole role) {
        if (role.slot().role() != role) {
            return true;
        }
        boolean synced = role.phase() == PrimaryRole.Phase.SYNCING
                && (role.committed() >= 0 || !config.rules().keep(Rule.T1));
        if (synced) {
            role.phase(PrimaryRole.Phase.ACTIVE);
            activated.accept(role);
        }
        return synced;
    }

    private void ask(long now) {
        for (Peer peer : peers.all()) {
            Long last = askedAt.get(peer);
            boolean askedLately = last != null && now - last < ASK_AGAIN_NANOS;
            if (!peer.ready() || askedLately || askedForAll.contains(peer)) {
                continue;
            }
            SlotTerms question = missingFrom(peer);
            if (question.isEmpty()) {
                askedForAll.add(peer);
            } else {
                askedAt.put(peer, now);
                Voter voter = new Voter(peer.id(), peer.dataId());
                peer.ask(
                        Request.builder(Verb.TAKE_OVER)
                                .option(Option.EPOCH, peers.epoch())
                                .value(question.encode())
                                .build(),
                        new Promises(voter));
            }
        }
    }

    private SlotTerms missingFrom(Peer peer) {
        SlotTerms question = new SlotTerms();
        Voter voter = new Voter(peer.id(), peer.dataId());
        for (PrimaryRole role : recovering) {
            boolean missing = role.phase() == PrimaryRole.Phase.PROMISES
                    && !role.promises().containsKey(voter);
            if (missing && role.assignment().counts(voter)) {
                question.add(role.slot().number(), role.term());
            }
        }
        return question;
    }

    @Override
    public Reply counted(Reply stats) {
        return stats.withItem(Counted.count("slots-taking-over", recovering.size()));
    }

    /** Slots that this node is primary of and does not serve yet. */
    int recoveringCount() {
        return recovering.size();
    }

    private final class Promises implements Peer.ReplyHandler {
        private final Voter voter;

        Promises(Voter voter) {
            this.voter = voter;
        }

        @Override
        public void reply(Reply reply) {
            byte[] block = reply.block();
            if (!reply.isOk() || block == null) {
                return;
            }
            long term = reply.longField("epoch", 0);
            for (SlotReport report : SlotReport.decode(block)) {
                PrimaryRole role = slots.get(report.slot()).role();
                if (role != null && role.term() <= term) {
                    promised(role, voter, report);
                }
            }
        }

        @Override
        public void lost() {
            // Asked again when the peer is back; nothing was promised that counts here.
        }
    }
}
