package io.ringkv.coordinator.core;

import io.ringkv.protocol.view.EpochGaps;
import io.ringkv.protocol.view.Majority;
import io.ringkv.protocol.view.Member;
import io.ringkv.protocol.view.MemberState;
import io.ringkv.protocol.view.SlotSet;
import io.ringkv.protocol.view.View;
import io.ringkv.protocol.view.Voter;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Decides when the views that nodes carry are enough to begin again after the coordinator's disk was lost, and with
 * what (rule M4). A newer view that anybody acted on was promised by a majority of each list before it, so whoever has
 * heard every member of the newest view it knows, and carried views of a majority of every list, has missed none.
 */
final class Rebuild {
    /**
     * Views that no node has seen any more may have reached clients, and nodes that are left out: no epoch that was
     * ever given away is given again (rule E1).
     */
    static final long EPOCHS_LEFT_FREE = 1_000_000;

    private final Set<String> without;
    private final Set<String> heard = new TreeSet<>();
    private final Map<String, View> views = new TreeMap<>();
    private long highestEpoch;

    /** @param without nodes that are lost for good, as an operator says: nobody waits for them */
    Rebuild(Set<String> without) {
        this.without = new TreeSet<>(without);
    }

    /** Somebody says that this epoch was given away. */
    void seen(long epoch) {
        highestEpoch = Math.max(highestEpoch, epoch);
    }

    /** What the node carries; a disk that is new carries nothing, and a view of epoch 0 says so. */
    void carries(String id, View view) {
        seen(view.epoch());
        heard.add(id);
        if (view.epoch() > 0) {
            views.put(id, view);
        }
    }

    /** Why it cannot begin yet, for people; null when nothing is in the way. */
    @Nullable
    String obstacle() {
        View newest = newest();
        if (newest == null) {
            return "no node that carries a view has registered yet; start the nodes of the cluster";
        }
        for (Map.Entry<String, View> one : views.entrySet()) {
            if (!one.getValue().clusterId().equals(newest.clusterId())) {
                return one.getKey() + " belongs to cluster " + one.getValue().clusterId()
                        + ", and others to " + newest.clusterId()
                        + ": start this coordinator again with the nodes of one cluster";
            }
        }
        List<String> missing = missing(newest);
        if (!missing.isEmpty()) {
            return "waits for " + String.join(", ", missing)
                    + ", of the members of the newest view that was seen, epoch " + newest.epoch()
                    + "; start them, or name those that are lost for good with --rebuild-without";
        }
        SlotSet outvoted = withoutMajority(newest);
        return outvoted.isEmpty()
                ? null
                : "of the slots " + outvoted
                        + " most replicas do not say what they have seen, so newer terms of them may be"
                        + " unknown; start more of the nodes";
    }

    /** The newest view, above every epoch that was seen; only when nothing is in the way. */
    View result() {
        View newest = newest();
        if (newest == null || obstacle() != null) {
            throw new IllegalStateException("not enough was seen to begin again");
        }
        return new View(
                newest.clusterId(),
                newest.clusterName(),
                highestEpoch + EPOCHS_LEFT_FREE,
                newest.replicas(),
                newest.virtualNodes(),
                newest.members(),
                newest.shares(),
                EpochGaps.NONE);
    }

    /** Of the history that most nodes know: an older copy of a coordinator's disk has had no majority. */
    private @Nullable View newest() {
        View newest = null;
        long most = 0;
        for (View view : views.values()) {
            long known = views.values().stream()
                    .filter(other -> !view.lacks(other.epoch()))
                    .count();
            boolean newer = newest == null || view.epoch() > newest.epoch();
            if (known > most || known == most && newer) {
                most = known;
                newest = view;
            }
        }
        return newest;
    }

    private List<String> missing(View newest) {
        List<String> missing = new ArrayList<>();
        for (Member member : newest.members()) {
            if (member.state() != MemberState.REMOVED
                    && !heard.contains(member.id())
                    && !without.contains(member.id())) {
                missing.add(member.id() + " (" + member.address() + ")");
            }
        }
        return missing;
    }

    private SlotSet withoutMajority(View newest) {
        BitSet slots = new BitSet(SlotSet.SLOTS);
        for (View.Share share : newest.shares()) {
            List<Voter> voters = share.assignment().voters();
            if (!Majority.of(voters, voter -> views.containsKey(voter.node()))) {
                share.slots().addTo(slots);
            }
        }
        return SlotSet.of(slots);
    }
}
