package io.ringkv.simulation;

import io.ringkv.node.core.NodeCore;
import io.ringkv.protocol.view.Assignment;
import io.ringkv.protocol.view.SlotSet;
import io.ringkv.protocol.view.View;
import io.ringkv.protocol.view.Voter;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.IntPredicate;

/** Whether the replicas of each slot hold the same, as the nodes that run say. */
final class Replicas {
    private final SimCluster cluster;

    /** Looked at first when this is asked again, which it is until there is none. */
    private int lastUnequal = -1;

    Replicas(SimCluster cluster) {
        this.cluster = cluster;
    }

    /**
     * A slot that not all of its replicas hold alike in its current term, or that waits for a replacement; -1 when
     * there is none. While no coordinator runs nothing is known, and that is slot 0.
     */
    int unequalSlot() {
        View view = cluster.view();
        Assignment last = lastUnequal < 0 ? null : view.assignment(lastUnequal);
        if (last != null && unequal(last).test(lastUnequal)) {
            return lastUnequal;
        }
        lastUnequal = SlotSet.ALL.without(view.slots()).first();
        for (View.Share share : view.shares()) {
            if (lastUnequal < 0) {
                lastUnequal = share.slots().firstThat(unequal(share.assignment()));
            }
        }
        return lastUnequal;
    }

    /** Of slots that are served so. */
    private IntPredicate unequal(Assignment assignment) {
        List<NodeCore> holders = new ArrayList<>();
        for (Voter voter : assignment.voters()) {
            SimHost node = host(voter);
            if (node.running() && voter.dataId().equals(cluster.disks().dataId(node))) {
                holders.add(cluster.core(node));
            }
        }
        boolean isWhole = holders.size() == assignment.voters().size()
                && assignment.learners().isEmpty();
        return slot -> !isWhole || !equal(slot, assignment.term(), holders);
    }

    private static boolean equal(int slot, long term, List<NodeCore> holders) {
        long digest = holders.get(0).digest(slot);
        for (NodeCore holder : holders) {
            if (holder.syncedTerm(slot) != term || holder.digest(slot) != digest) {
                return false;
            }
        }
        return true;
    }

    /** A slot of which two replicas came equally far in its term, and hold different things; -1 for none. */
    int differingSlot() {
        View view = cluster.view();
        for (int slot = 0; slot < SlotSet.SLOTS; slot++) {
            Assignment assignment = view.assignment(slot);
            if (assignment != null && differ(slot, assignment)) {
                return slot;
            }
        }
        return -1;
    }

    private boolean differ(int slot, Assignment assignment) {
        Map<Long, Long> digests = new TreeMap<>();
        for (Voter voter : assignment.voters()) {
            SimHost node = host(voter);
            if (node.running() && cluster.core(node).syncedTerm(slot) == assignment.term()) {
                long digest = cluster.core(node).digest(slot);
                Long other = digests.putIfAbsent(cluster.core(node).position(slot), digest);
                if (other != null && other != digest) {
                    return true;
                }
            }
        }
        return false;
    }

    private SimHost host(Voter voter) {
        return cluster.nodes().get(Integer.parseInt(voter.node().substring(1)) - 1);
    }
}
