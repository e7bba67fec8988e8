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

    /** Those that can be asked now. */
    List<Follower> due(Peer peer, long now) {
        List<Follower> due = new ArrayList<>();
        for (Follower follower : dropped(of(peer))) {
            boolean canBeAsked = follower.role().holdsRecovered() && follower.reachable();
            if (canBeAsked && follower.retryAt() <= now) {
                due.add(follower);
            }
        }
        return due;
    }

    /** Roles have ended. */
    void forgetEnded() {
        followers.values().forEach(OutOfSync::dropped);
    }

    private static List<Follower> dropped(List<Follower> ofPeer) {
        ofPeer.removeIf(follower -> !follower.staysOut());
        return ofPeer;
    }
}
