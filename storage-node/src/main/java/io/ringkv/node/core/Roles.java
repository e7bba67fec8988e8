package io.ringkv.node.core;

import io.ringkv.node.port.Journal;
import io.ringkv.protocol.Reply;
import io.ringkv.protocol.view.Assignment;
import io.ringkv.protocol.view.View;
import io.ringkv.protocol.view.Voter;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * The slots that this node is primary of: begins and ends roles as views come in, and keeps followers in step with
 * their connections.
 */
final class Roles implements ViewKeeper.Listener, Peers.Listener, Counted {
    private static final long EXPIRE_NANOS = 50_000_000L;

    private final NodeConfig config;
    private final SlotTable slots;
    private final Peers peers;
    private final Answers answers;
    private final CatchUp catchUp;
    private final OutOfSync outOfSync;
    private final Journal journal;
    private long expireAt;
    private final List<PrimaryRole> roles = new ArrayList<>();
    /** Those in which writes wait, and some of which that is over. */
    private final Set<PrimaryRole> busy = new LinkedHashSet<>();

    private @Nullable TakeOver takeOver;

    Roles(
            NodeConfig config,
            SlotTable slots,
            Peers peers,
            Answers answers,
            CatchUp catchUp,
            Journal journal) {
        this.config = config;
        this.slots = slots;
        this.peers = peers;
        this.answers = answers;
        this.catchUp = catchUp;
        this.outOfSync = catchUp.outOfSync();
        this.journal = journal;
    }

    /** Roles and take-over know each other; this closes the circle. */
    void takeOverBy(TakeOver newTakeOver) {
        takeOver = newTakeOver;
    }

    List<PrimaryRole> all() {
        return roles;
    }

    @Override
    public Reply counted(Reply stats) {
        return stats.withItem(Counted.count("slots-primary", roles.size()));
    }

    @Override
    public void adopted(long now, View before, View view) {
        answers.epoch(view.epoch());
        int begun = 0;
        int ended = 0;
        for (Slot slot : slots.of(view.changedSince(before))) {
            Assignment assignment = view.assignment(slot.number());
            PrimaryRole role = slot.role();
            if (role != null && (assignment == null || assignment.term() != role.term())) {
                role.stepDown();
                ended++;
            }
            if (assignment != null && slot.role() == null && isMine(assignment)) {
                begin(slot, assignment);
                begun++;
            } else if (assignment != null && slot.role() != null) {
                changeLearners(slot.role(), assignment);
            }
        }
        if (ended > 0) {
            roles.removeIf(role -> role.slot().role() != role);
            outOfSync.forgetEnded();
        }
        if (begun + ended > 0) {
            journal.event("epoch " + view.epoch() + ": primary of " + roles.size() + " slots, "
                    + begun + " terms begin here, " + ended + " end");
        }
    }

    private boolean isMine(Assignment assignment) {
        return assignment.primary().equals(config.id())
                && assignment.primaryIncarnation() == config.incarnation();
    }

    private void begin(Slot slot, Assignment assignment) {
        Voter self = new Voter(config.id(), config.dataId());
        PrimaryRole role =
                new PrimaryRole(slot, assignment, self, answers, config.rules(), busy::add);
        InvariantViolation.require(role.inOwnList(), "a primary is a voter of its own list");
        for (int i = 0; i < assignment.voters().size(); i++) {
            Voter voter = assignment.voters().get(i);
            if (!voter.equals(self)) {
                follow(role, voter, i);
            }
        }
        addLearners(role, assignment);
        slot.role(role);
        roles.add(role);
        if (takeOver != null) {
            takeOver.begin(role);
        }
    }

    /** The same term with other pending replicas. */
    private void changeLearners(PrimaryRole role, Assignment assignment) {
        if (!role.assignment().next().equals(assignment.next())) {
            role.assignment(assignment);
            role.followers().removeIf(follower -> follower.index() < 0);
            addLearners(role, assignment);
        }
    }

    private void addLearners(PrimaryRole role, Assignment assignment) {
        for (Voter learner : assignment.learners()) {
            follow(role, learner, -1);
        }
    }

    private void follow(PrimaryRole role, Voter voter, int index) {
        role.followers().add(new Follower(role, voter, index, peers.of(voter.node()), outOfSync));
    }

    @Override
    public void opened(long now, Peer peer) {
        catchUp.lookSoon();
    }

    @Override
    public void lost(long now, Peer peer) {
        for (PrimaryRole role : roles) {
            for (Follower follower : role.followers()) {
                if (follower.peer() == peer) {
                    follower.out(now);
                }
            }
        }
        if (takeOver != null) {
            takeOver.peerLost(peer);
        }
    }

    /** A replica refused what this stream position carried for a slot: it is brought in sync anew. */
    void refused(long now, Peer peer, int slot, long streamPosition) {
        PrimaryRole role = slots.get(slot).role();
        if (role == null) {
            return;
        }
        for (Follower follower : role.followers()) {
            if (follower.peer() == peer && follower.refusedAt(streamPosition)) {
                follower.out(now + config.timing().reconnectNanos());
            }
        }
    }

    /** Ends what is over its time, soon enough for people who wait. */
    void expire(long now) {
        if (now < expireAt) {
            return;
        }
        expireAt = now + EXPIRE_NANOS;
        busy.forEach(role -> role.expire(now));
        busy.removeIf(PrimaryRole::idle);
    }
}
