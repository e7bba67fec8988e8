package io.ringkv.simulation.check;

import io.ringkv.node.core.NodeCore;
import io.ringkv.protocol.view.SlotTerms;
import io.ringkv.protocol.view.View;

import java.util.List;

/** Something that must hold after every event. It is told what happens, and throws {@link Broken} when it does not. */
public abstract class Invariant {
    /** An invariant does not hold, at the very event that broke it. */
    public static final class Broken extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Broken(Invariant invariant, String how) {
            super(invariant.getClass().getSimpleName() + ": " + how);
        }
    }

    final Broken broken(String how) {
        return new Broken(this, how);
    }

    /** A disk took a row. */
    void stored(StoredRow row) {}

    /** A node answered a request of a client. */
    void answered(Answered answered) {}

    /** The coordinator has committed how these slots are served from now on. */
    void assigned(View.Share share) {}

    /** A node serves slots in these terms from now on, as it tells the coordinator. */
    void activated(String node, List<SlotTerms.Entry> terms) {}

    /** A node ended a turn. */
    void turned(String node, NodeCore core) {}
}
