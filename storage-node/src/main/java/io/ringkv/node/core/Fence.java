package io.ringkv.node.core;

import io.ringkv.protocol.view.Assignment;
import io.ringkv.protocol.view.Member;

/**
 * The one place that judges the term of what another node sends (rule E4), and the confirmations that a primary asks
 * for (rule Q1). It knows the adopted view and nothing else: holding a view is the promise.
 */
final class Fence {
    enum Verdict {
        /** From the slot's primary, in the slot's term. */
        CURRENT,
        /** Of a lower term, or from somebody who is not the primary. */
        STALE,
        /** Of a view that this node does not hold yet. */
        AHEAD
    }

    private final ViewKeeper views;
    private final Rules rules;

    Fence(ViewKeeper views, Rules rules) {
        this.views = views;
        this.rules = rules;
    }

    Verdict judge(int slot, long term, String node, long incarnation) {
        if (!views.accepting()) {
            return Verdict.AHEAD;
        }
        Assignment assignment = views.view().assignment(slot);
        if (assignment == null || assignment.term() < term) {
            return Verdict.AHEAD;
        }
        boolean samePrimary =
                assignment.primary().equals(node) && assignment.primaryIncarnation() == incarnation;
        if (assignment.term() == term && samePrimary) {
            return Verdict.CURRENT;
        }
        return rules.keep(Rule.E4) ? Verdict.STALE : Verdict.CURRENT;
    }

    /** From the slot's primary, in the slot's term, on the newest connection that it opened to this node. */
    boolean isCurrent(Upstream from, int slot, long term) {
        return !from.superseded()
                && judge(slot, term, from.node(), from.incarnation()) == Verdict.CURRENT;
    }

    /**
     * Whether every slot that this incarnation served at that epoch is still its own, as far as this node has
     * promised. A node that cannot tell refuses.
     */
    Verdict judgeConfirmation(long epoch, String node, long incarnation) {
        if (!views.accepting() || views.epoch() < epoch) {
            return Verdict.AHEAD;
        }
        Member asker = views.view().member(node);
        boolean stands = asker != null
                && asker.incarnation() == incarnation
                && (asker.lostEpoch() <= epoch || !rules.keep(Rule.Q1_LEFT));
        return stands ? Verdict.CURRENT : Verdict.STALE;
    }
}
