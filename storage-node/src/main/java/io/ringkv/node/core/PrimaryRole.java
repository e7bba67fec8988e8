package io.ringkv.node.core;

import io.ringkv.protocol.ErrorCode;
import io.ringkv.protocol.Reply;
import io.ringkv.protocol.view.Assignment;
import io.ringkv.protocol.view.Majority;
import io.ringkv.protocol.view.Voter;

import org.jspecify.annotations.Nullable;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * This node's role as primary of one slot in one term: the order of its writes, and who holds what of it. It counts
 * and answers; taking over and bringing followers in sync are {@link TakeOver}'s and {@link CatchUp}'s business.
 */
final class PrimaryRole {
    /** How far the term has come; only ever forward, but for a fetch whose source was lost. */
    enum Phase {
        /** Promises are being gathered. */
        PROMISES,
        /** The recovered state is being fetched from the replica that has it. */
        FETCHING,
        /** A majority of the list is being brought to the recovered state. */
        SYNCING,
        /** Serves. */
        ACTIVE
    }

    private final Slot slot;
    private Assignment assignment;
    private final int selfIndex;
    private final QuorumTracker tracker;
    private final Answers answers;
    private final Rules rules;
    private final Consumer<PrimaryRole> busy;
    private final List<Follower> followers = new ArrayList<>(2);
    private final Map<Voter, SlotReport> promises = new LinkedHashMap<>(4);
    private final Deque<PendingWrite> pending = new ArrayDeque<>(0);
    private final List<PendingWrite> otherLevels = new ArrayList<>(0);
    private Phase phase = Phase.PROMISES;
    private @Nullable SlotReport recovered;
    private long lastSequence;
    private boolean giving;
    private int openReads;
    private long committed = QuorumTracker.NOTHING;

    /** @param busy told when writes begin to wait in this role */
    PrimaryRole(
            Slot slot,
            Assignment assignment,
            Voter self,
            Answers answers,
            Rules rules,
            Consumer<PrimaryRole> busy) {
        this.rules = rules;
        this.busy = busy;
        this.slot = slot;
        this.assignment = assignment;
        this.selfIndex = assignment.voters().indexOf(self);
        this.tracker = new QuorumTracker(assignment.voters().size());
        this.answers = answers;
    }

    Slot slot() {
        return slot;
    }

    Assignment assignment() {
        return assignment;
    }

    /** The same term and list; another list is to follow. */
    void assignment(Assignment changed) {
        InvariantViolation.require(
                changed.term() == term(), "the list that follows changes within a term");
        assignment = changed;
    }

    /** The rules of this node, for those who act in this role. */
    Rules rules() {
        return rules;
    }

    long term() {
        return assignment.term();
    }

    Phase phase() {
        return phase;
    }

    boolean active() {
        return phase == Phase.ACTIVE;
    }

    /** The role is being handed over: requests wait, so that those under way come to an end. */
    boolean giving() {
        return giving;
    }

    void giving(boolean now) {
        giving = now;
    }

    void phase(Phase next) {
        phase = next;
    }

    List<Follower> followers() {
        return followers;
    }

    Map<Voter, SlotReport> promises() {
        return promises;
    }

    /** What the take-over chose is here, and others can be brought to it. */
    boolean holdsRecovered() {
        return phase == Phase.SYNCING || phase == Phase.ACTIVE;
    }

    /** What the take-over chose: the state that this term begins with. */
    @Nullable
    SlotReport recovered() {
        return recovered;
    }

    void recovered(SlotReport source) {
        recovered = source;
    }

    int majority() {
        return Majority.of(tracker.voters());
    }

    long lastSequence() {
        return lastSequence;
    }

    long nextSequence() {
        return ++lastSequence;
    }

    /** The highest sequence that a majority holds: what may be shown. */
    long committed() {
        return committed;
    }

    /** This node counts in its own list. A node that became primary of a list it is not in would be a bug. */
    boolean inOwnList() {
        return selfIndex >= 0;
    }

    /** Adds a write that has its version. */
    void add(PendingWrite write) {
        if (idle()) {
            busy.accept(this);
        }
        if (write.operation().level() == Operation.Level.QUORUM) {
            pending.add(write);
        } else {
            otherLevels.add(write);
        }
    }

    /** This node's own log holds everything up to this sequence. */
    void storedHere(long sequence) {
        tracker.raise(selfIndex, sequence);
        progress();
    }

    /** What every replica, learners included, holds of this term and is in sync with; -1 while one is not in sync. */
    long heldByAll() {
        long held = tracker.held(selfIndex);
        for (Follower follower : followers) {
            boolean inSync = follower.state() == Follower.State.IN_SYNC;
            held = Math.min(held, inSync ? follower.heldSequence() : QuorumTracker.NOTHING);
        }
        return held;
    }

    /** A follower holds everything up to this sequence; learners are never counted (rule W2). */
    void held(Follower follower, long sequence) {
        if (follower.index() >= 0) {
            tracker.raise(follower.index(), sequence);
            progress();
        }
    }

    private void progress() {
        long majority = rules.keep(Rule.W2) ? tracker.majority() : tracker.held(selfIndex);
        committed = Math.max(committed, majority);
        while (!pending.isEmpty() && pending.peek().version().sequence() <= committed) {
            succeed(pending.remove());
        }
        if (!otherLevels.isEmpty()) {
            progressOfOtherLevels();
        }
    }

    private void progressOfOtherLevels() {
        for (Iterator<PendingWrite> i = otherLevels.iterator(); i.hasNext(); ) {
            PendingWrite write = i.next();
            long needed = write.operation().level() == Operation.Level.ALL
                    ? tracker.all()
                    : tracker.held(selfIndex);
            if (needed >= write.version().sequence()) {
                i.remove();
                succeed(write);
            }
        }
    }

    private void succeed(PendingWrite write) {
        String acks = tracker.count(write.version().sequence()) + "/" + tracker.voters();
        if (Traces.isTraced(write.operation())) {
            answers.traces()
                    .acknowledged(write.operation(), holders(write.version().sequence()));
        }
        Reply reply = write.success();
        answers.answer(write.operation(), reply.isOk() ? reply.with("acks", acks) : reply);
    }

    private List<String> holders(long sequence) {
        List<String> holders = new ArrayList<>();
        for (int i = 0; i < tracker.voters(); i++) {
            if (tracker.held(i) >= sequence) {
                holders.add(assignment.voters().get(i).node());
            }
        }
        return holders;
    }

    /** Writes whose time is up: they may take effect later, or never (rule W5). */
    void expire(long now) {
        pending.removeIf(write -> expired(write, now));
        otherLevels.removeIf(write -> expired(write, now));
    }

    private boolean expired(PendingWrite write, long now) {
        if (write.operation().deadline() > now) {
            return false;
        }
        unknown(
                write,
                ErrorCode.TIMEOUT,
                "not acknowledged in time by enough replicas; it may still take effect."
                        + " Read the key, or repeat the request with the same --request-id");
        return true;
    }

    private void unknown(PendingWrite write, ErrorCode code, String text) {
        int need = write.operation().level() == Operation.Level.ALL ? tracker.voters() : majority();
        answers.answer(
                write.operation(),
                Reply.error(rules.keep(Rule.W3) ? code : ErrorCode.UNAVAILABLE, text)
                        .with("v", write.version().toString())
                        .with(
                                "acks",
                                Integer.toString(tracker.count(write.version().sequence())))
                        .with("need", Integer.toString(need)));
    }

    /** The term is over for this node: open writes end UNKNOWN (rule E5). */
    void stepDown() {
        String text =
                "this node is no longer the primary of the key; the write may have taken effect."
                        + " Read the key, or repeat the request with the same --request-id";
        pending.forEach(write -> unknown(write, ErrorCode.TERM_ENDED, text));
        otherLevels.forEach(write -> unknown(write, ErrorCode.TERM_ENDED, text));
        pending.clear();
        otherLevels.clear();
        slot.role(null);
    }

    /** Not so much is under way to the replicas that are sent records that too few could acknowledge soon. */
    boolean followersKeepUp(long backlogBytesMax) {
        int slow = 0;
        int quick = 1;
        for (Follower follower : followers) {
            if (follower.index() >= 0 && follower.receivesRecords()) {
                boolean isSlow = follower.peer().inFlightBytes() > backlogBytesMax;
                slow += isSlow ? 1 : 0;
                quick += isSlow ? 0 : 1;
            }
        }
        return slow == 0 || quick >= majority();
    }

    /** A read, or a negative answer, waits for its confirmation. */
    void readBegun() {
        openReads++;
    }

    void readEnded() {
        openReads--;
    }

    /** No write waits for its replicas. */
    boolean idle() {
        return pending.isEmpty() && otherLevels.isEmpty();
    }

    /** Nothing at all is under way: the term can end without anybody noticing. */
    boolean atRest() {
        return idle() && openReads == 0;
    }
}
