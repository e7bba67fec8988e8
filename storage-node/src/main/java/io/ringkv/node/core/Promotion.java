package io.ringkv.node.core;

import io.ringkv.protocol.Verb;
import io.ringkv.protocol.view.Majority;
import io.ringkv.protocol.view.SlotTerms;
import io.ringkv.protocol.view.View;
import io.ringkv.protocol.view.Voter;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * Ends moves: slots of which all of the list that is to follow is in sync get it, in a new term (rule T4). Their primary
 * knows best, so it is the one to ask for the term, at a moment when learners hold all that there is.
 */
final class Promotion implements Yielding.Reason {
    /** Each part is a view for everybody, and holds its slots for some syncs of disks. */
    private static final int PART_OF_SLOTS = 1024;

    private static final long PAUSE_NANOS = 200_000_000L;

    private final NodeConfig config;
    private final Roles roles;
    private final MovePace pace;
    private final ViewKeeper views;
    private final CoordinatorLink coordinator;
    private final Yielding yielding;

    Promotion(
            NodeConfig config,
            Roles roles,
            ViewKeeper views,
            MovePace pace,
            CoordinatorLink coordinator) {
        this.config = config;
        this.views = views;
        this.roles = roles;
        this.pace = pace;
        this.coordinator = coordinator;
        this.yielding = new Yielding(this, coordinator, () -> pace.pauseNanos(PAUSE_NANOS));
    }

    Yielding yielding() {
        return yielding;
    }

    @Override
    public List<PrimaryRole> candidates() {
        List<PrimaryRole> candidates = new ArrayList<>();
        if (!anyListIsToFollow()) {
            return candidates;
        }
        int most = pace.part(PART_OF_SLOTS);
        for (PrimaryRole role : roles.all()) {
            boolean could = role.active()
                    && !role.giving()
                    && !role.assignment().next().isEmpty()
                    && learners(role, Promotion::isFollowing);
            if (could && candidates.size() < most) {
                candidates.add(role);
            }
        }
        return candidates;
    }

    /** Of any slot that this node may be primary of; as a rule of none. */
    private boolean anyListIsToFollow() {
        return views.view().shares().stream()
                .map(View.Share::assignment)
                .anyMatch(assignment ->
                        !assignment.next().isEmpty() && assignment.primary().equals(config.id()));
    }

    /** Nothing is under way, so they hold everything now, or they are not in sync. */
    @Override
    public boolean stillStands(PrimaryRole role) {
        return role.active()
                && learners(
                        role,
                        learner -> isFollowing(learner)
                                && learner.heldSequence() >= role.lastSequence())
                && Majority.of(role.assignment().next(), voter -> isInSync(role, voter));
    }

    /** A list most of which is away could not begin its term. */
    private boolean isInSync(PrimaryRole role, Voter voter) {
        return voter.node().equals(config.id())
                || role.followers().stream()
                        .anyMatch(follower ->
                                follower.voter().equals(voter) && isFollowing(follower));
    }

    private static boolean isFollowing(Follower learner) {
        return learner.state() == Follower.State.IN_SYNC && learner.reachable();
    }

    private static boolean learners(PrimaryRole role, Predicate<Follower> like) {
        for (Follower follower : role.followers()) {
            if (follower.index() < 0 && !like.test(follower)) {
                return false;
            }
        }
        return true;
    }

    @Override
    public void ask(List<PrimaryRole> ready) {
        SlotTerms terms = new SlotTerms();
        ready.forEach(role -> terms.add(role.slot().number(), role.term()));
        coordinator.ask(
                coordinator.fromThisStart(Verb.PROMOTE).value(terms.encode()), yielding::answered);
    }
}
