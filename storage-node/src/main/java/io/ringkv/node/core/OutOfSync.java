package io.ringkv.node.core;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The followers that are OUT, by peer: few, as a rule, where roles are many. One that is OUT no more, or whose role is
 * over, is dropped when it is next looked at.
 */
final class OutOfSync {
    private final Map<Peer, List<Follower>> followers = new LinkedHashMap<>();

    /** Those of one peer, for its followers to add themselves to, once each. */
    List<Follower> of(Peer peer) {
        return followers.computeIfAbsent(peer, p -> new ArrayList<>());
    }

    List<Peer> peers() {
        return List.copyOf(followers.keySet());
    }

    /** How many there are, and some that are OUT no more. */
    int size() {
        return followers.values().stream().mapToInt(List::size).sum();
    }

    /** Those that can be asked now. Looked through in each tick, as a rule to find the same ones and none of them due. */
    List<Follower> due(Peer peer, long now) {
        List<Follower> due = new ArrayList<>();
        List<Follower> ofPeer = of(peer);
        boolean anyEnded = false;
        for (Follower follower : ofPeer) {
            if (!follower.staysOut()) {
                anyEnded = true;
            } else if (follower.retryAt() <= now && canBeAsked(follower)) {
                due.add(follower);
            }
        }
        if (anyEnded) {
            drop(ofPeer);
        }
        return due;
    }

    private static boolean canBeAsked(Follower follower) {
        return follower.role().holdsRecovered() && follower.reachable();
    }

    /** Roles have ended. */
    void forgetEnded() {
        followers.values().forEach(OutOfSync::drop);
    }

    private static void drop(List<Follower> ofPeer) {
        ofPeer.removeIf(follower -> !follower.staysOut());
    }
}
