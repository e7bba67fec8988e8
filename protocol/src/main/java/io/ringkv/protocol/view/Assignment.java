package io.ringkv.protocol.view;

import org.jspecify.annotations.Nullable;

import java.util.List;

/**
 * Who serves a slot in one term. Shared by all slots that are served alike.
 *
 * @param term the epoch in which primary, its incarnation, or list last changed
 * @param primary node id
 * @param primaryIncarnation the one incarnation that the term belongs to (rule E2)
 * @param voters the list, in ring order: the first is the preferred primary
 * @param next the list that is to follow, empty when none is: those of it that are no voters yet are learners
 * @param doubtAccepted too few voters were left whose stores are beyond doubt, so in this term the doubtful ones count
 *     as well; the possible loss is reported
 * @param priorLists every other list since the last active term; a take-over asks a majority of each (rule T1)
 */
public record Assignment(
        long term,
        String primary,
        long primaryIncarnation,
        List<Voter> voters,
        List<Voter> next,
        boolean doubtAccepted,
        List<List<Voter>> priorLists) {

    public Assignment {
        voters = List.copyOf(voters);
        next = List.copyOf(next);
        priorLists = List.copyOf(priorLists);
    }

    /** Asked for each of very many slots; what it leaves out differs between few that are alike in this. */
    @Override
    public int hashCode() {
        int hash = Long.hashCode(term) * 31 + primary.hashCode();
        for (int i = 0; i < voters.size(); i++) {
            hash = hash * 31 + voters.get(i).node().hashCode();
        }
        return hash;
    }

    /** As hashCode: what differs as a rule is looked at first. */
    @Override
    public boolean equals(Object other) {
        return this == other
                || other instanceof Assignment that
                        && term == that.term
                        && primaryIncarnation == that.primaryIncarnation
                        && doubtAccepted == that.doubtAccepted
                        && primary.equals(that.primary)
                        && voters.equals(that.voters)
                        && next.equals(that.next)
                        && priorLists.equals(that.priorLists);
    }

    /** The same term; another list is to follow. */
    public Assignment withNext(List<Voter> list) {
        return new Assignment(
                term, primary, primaryIncarnation, voters, list, doubtAccepted, priorLists);
    }

    /** Pending replicas: they get the copy and every write, and count for nothing (rule T4). */
    public List<Voter> learners() {
        return next.isEmpty()
                ? List.of()
                : next.stream().filter(voter -> !voters.contains(voter)).toList();
    }

    /** The same term; doubtful stores count in it, or no longer do. */
    public Assignment withDoubtAccepted(boolean accepted) {
        return new Assignment(
                term, primary, primaryIncarnation, voters, next, accepted, priorLists);
    }

    public @Nullable Voter voter(String node) {
        return find(voters, node);
    }

    public @Nullable Voter learner(String node) {
        return find(learners(), node);
    }

    /** Whether a take-over may ask this life of this disk: the list has it, or one before it that may still count. */
    public boolean counts(Voter voter) {
        return voters.contains(voter) || priorLists.stream().anyMatch(list -> list.contains(voter));
    }

    /** Whether this life of this disk is a voter or a learner. */
    public boolean holds(Voter place) {
        return voters.contains(place) || next.contains(place);
    }

    private static @Nullable Voter find(List<Voter> list, String node) {
        for (Voter voter : list) {
            if (voter.node().equals(node)) {
                return voter;
            }
        }
        return null;
    }
}
