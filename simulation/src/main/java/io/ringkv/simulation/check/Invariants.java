package io.ringkv.simulation.check;

import io.ringkv.node.core.NodeBounds;
import io.ringkv.node.core.NodeCore;
import io.ringkv.protocol.Reply;
import io.ringkv.protocol.Request;
import io.ringkv.protocol.view.SlotSet;
import io.ringkv.protocol.view.SlotTerms;
import io.ringkv.protocol.view.View;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.function.Consumer;

/** All invariants of a run, told of every event as it happens. */
public final class Invariants {
    /** A request about a key that was asked and is not answered. */
    public record Asked(Request request, AcknowledgedWrites.@Nullable Write before) {}

    private final AcknowledgedWrites acknowledged = new AcknowledgedWrites();
    private final List<Invariant> all;
    private final Consumer<Invariant.Broken> whenBroken;
    private View view = View.none();

    /**
     * @param synced a write counts once it is synced
     * @param whenBroken told of each that is broken, at that event
     */
    public Invariants(NodeBounds bounds, boolean synced, Consumer<Invariant.Broken> whenBroken) {
        this.whenBroken = whenBroken;
        this.all = List.of(
                new OnePrimaryPerTerm(),
                new OneContentPerVersion(),
                new AcknowledgedByMajority(synced),
                new NoAcknowledgedWriteLost(),
                new NoResurrection(),
                new OneResultPerRequestId(),
                new BoundedQueues(bounds));
    }

    private void tell(Consumer<Invariant> event) {
        for (Invariant invariant : all) {
            try {
                event.accept(invariant);
            } catch (Invariant.Broken broken) {
                whenBroken.accept(broken);
            }
        }
    }

    public void stored(StoredRow row) {
        tell(invariant -> invariant.stored(row));
    }

    /** A request about a key arrived at a node. */
    public Asked asked(Request request) {
        return new Asked(request, acknowledged.newest(request));
    }

    public void answered(String node, Asked asked, Reply reply) {
        Answered answered = new Answered(node, asked.request(), reply, asked.before());
        tell(invariant -> invariant.answered(answered));
        acknowledged.add(answered);
    }

    /** The coordinator acts on this view from now on. */
    public void viewed(View now) {
        SlotSet changed = now.changedSince(view);
        view = now;
        for (View.Share share : now.shares()) {
            SlotSet news = share.slots().intersection(changed);
            if (!news.isEmpty()) {
                View.Share told = new View.Share(share.assignment(), news);
                tell(invariant -> invariant.assigned(told));
            }
        }
    }

    /** A node tells that it serves slots in these terms. */
    public void activated(String node, List<SlotTerms.Entry> terms) {
        tell(invariant -> invariant.activated(node, terms));
    }

    public void turned(String node, NodeCore core) {
        tell(invariant -> invariant.turned(node, core));
    }
}
