package io.ringkv.node.core;

import io.ringkv.protocol.Push;
import io.ringkv.protocol.view.View;
import io.ringkv.protocol.view.ViewCodec;

import org.jspecify.annotations.Nullable;

/**
 * The views of one connection to a coordinator: a whole one first, and from then on what each changed in the one
 * before. A change is never applied to a view that came from elsewhere, whose history may be another.
 */
final class ViewFeed {
    private final ViewKeeper views;
    private View newest = View.none();

    ViewFeed(ViewKeeper views) {
        this.views = views;
    }

    /** A new connection: nothing came over it. */
    void begin() {
        newest = View.none();
    }

    /** An answer; without a block there is nothing newer than what was asked for. */
    @Nullable
    String whole(byte @Nullable [] block) {
        return block == null || block.length == 0 ? null : take(ViewCodec.decode(block));
    }

    /** Whether this is a change of what came before it. */
    boolean continues(Push push) {
        return push.block() != null && push.longField("base", -1) == newest.epoch();
    }

    /** Only for one that continues. */
    @Nullable
    String change(Push push) {
        byte[] block = push.block();
        return block == null ? null : take(ViewCodec.decodeChange(newest, block));
    }

    /** Why this coordinator is none of ours; null when its view is taken. */
    private @Nullable String take(View view) {
        newest = view;
        if (views.isForeign(view)) {
            return "this data directory belongs to cluster " + views.clusterId()
                    + ", and the coordinator serves " + view.clusterId()
                    + "; start the node with a coordinator of its cluster. If that has lost its data"
                    + " directory, start it in an empty one with --rebuild";
        }
        boolean outdated = views.isOutdated(view);
        views.offer(view);
        return outdated
                ? "the coordinator's view, of epoch " + view.epoch()
                        + ", lacks what this node has seen: its disk is an older copy. Bring back"
                        + " its newest data directory, or start it in an empty one with --rebuild"
                : null;
    }
}
