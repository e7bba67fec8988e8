package io.ringkv.coordinator.core;

import io.ringkv.protocol.view.Member;
import io.ringkv.protocol.view.View;

import java.util.function.Supplier;

/**
 * What nodes that gossip say of others, weighed: it shortens the wait for who is silent here too, and takes down nobody
 * who is heard. One node's word is never enough, as one node's link may be what is broken; in a large cluster not all
 * who are up get to ask, so three are.
 */
final class Suspicions {
    private static final int ENOUGH = 3;

    private final Watch watch;
    private final Supplier<View> view;
    private final long silenceNanos;

    /** @param silenceNanos both of who is suspected, before that counts, and of who suspects, after which it does not */
    Suspicions(Watch watch, Supplier<View> view, long silenceNanos) {
        this.watch = watch;
        this.view = view;
        this.silenceNanos = silenceNanos;
    }

    /** Whether a node that was last heard at that time can be taken for gone. */
    boolean confirm(long now, Member suspect, long lastHeard) {
        if (now - lastHeard <= silenceNanos) {
            return false;
        }
        int up = 0;
        int suspecting = 0;
        for (Member member : view.get().members()) {
            Watch.Node node = watch.of(member.id());
            up += member.isUp() ? 1 : 0;
            boolean counts = member.isUp() && now - node.lastHeard <= silenceNanos;
            suspecting += counts && node.suspects.contains(suspect.id()) ? 1 : 0;
        }
        return suspecting >= Math.max(2, Math.min(ENOUGH, up / 2 + 1));
    }
}
