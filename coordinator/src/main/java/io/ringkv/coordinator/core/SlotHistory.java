package io.ringkv.coordinator.core;

import io.ringkv.protocol.view.Assignment;
import io.ringkv.protocol.view.Voter;

import java.util.ArrayList;
import java.util.List;

/**
 * The lists of one slot since its base, the last active term, oldest first; the newest is the current one. A
 * take-over asks a majority of each (rule T1), and a late report of an older term still moves the base (rule T3).
 *
 * @param active the newest term that was reported active, 0 for none
 */
record SlotHistory(long active, List<TermList> lists) {
    /** The list of one term. */
    record TermList(long term, List<Voter> voters) {}

    static final SlotHistory NONE = new SlotHistory(0, List.of());

    SlotHistory {
        lists = List.copyOf(lists);
    }

    /** What a view still tells: its other lists are older than its term, and none is known to be active. */
    static SlotHistory carriedBy(Assignment assignment) {
        List<TermList> lists = new ArrayList<>();
        assignment
                .priorLists()
                .forEach(list -> lists.add(new TermList(assignment.term() - 1, list)));
        lists.add(new TermList(assignment.term(), assignment.voters()));
        return new SlotHistory(0, lists);
    }

    /** Of each of these stores a take-over needs the promise, until a term is active. */
    static SlotHistory ofEach(long term, List<Voter> stores) {
        return new SlotHistory(
                0,
                stores.stream().map(store -> new TermList(term, List.of(store))).toList());
    }

    SlotHistory with(long term, List<Voter> voters) {
        List<TermList> longer = new ArrayList<>(lists);
        longer.add(new TermList(term, List.copyOf(voters)));
        return new SlotHistory(active, longer);
    }

    /** The term is active: lists before it are let go. */
    SlotHistory activated(long term) {
        if (term <= active || !has(term)) {
            return this;
        }
        return new SlotHistory(
                term, lists.stream().filter(list -> list.term >= term).toList());
    }

    private boolean has(long term) {
        for (TermList list : lists) {
            if (list.term == term) {
                return true;
            }
        }
        return false;
    }

    /** Asked for each of very many slots; few that are alike in this differ. */
    @Override
    public int hashCode() {
        int hash = Long.hashCode(active);
        for (TermList list : lists) {
            hash = hash * 31 + Long.hashCode(list.term);
        }
        return hash;
    }

    /** Every list since the base that differs from the one given, each once. */
    List<List<Voter>> othersThan(List<Voter> voters) {
        List<List<Voter>> others = new ArrayList<>();
        for (TermList list : lists) {
            if (!list.voters.equals(voters) && !others.contains(list.voters)) {
                others.add(list.voters);
            }
        }
        return others;
    }
}
