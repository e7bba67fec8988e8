package io.ringkv.node.core;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The followers that are OUT, by peer: few, as a rule, where roles are many. */
final class OutOfSync {
    private final Map<Peer, Set<Follower>> followers = new LinkedHashMap<>();

    void add(Follower follower) {
        followers
                .computeIfAbsent(follower.peer(), peer -> new LinkedHashSet<>())
                .add(follower);
    }

    void remove(Follower follower) {
        Set<Follower> ofPeer = followers.get(follower.peer());
        if (ofPeer != null) {
            ofPeer.remove(follower);
        }
    }

    List<Peer> peers() {
        return List.copyOf(followers.keySet());
    }

    /** Those that can be asked now; they stay until they were. */
    List<Follower> due(Peer peer, long now) {
        List<Follower> due = new ArrayList<>();
        Set<Follower> ofPeer = followers.get(peer);
        if (ofPeer == null) {
            return due;
        }
        for (Follower follower : ofPeer) {
            boolean canBeAsked =
                    !isOver(follower) && follower.role().holdsRecovered() && follower.reachable();
            if (canBeAsked && follower.retryAt() <= now) {
                due.add(follower);
            }
        }
        return due;
    }

    /** Roles have ended. */
    void forgetEnded() {
        followers.values().forEach(ofPeer -> ofPeer.removeIf(OutOfSync::isOver));
        followers.values().removeIf(Set::isEmpty);
    }

    private static boolean isOver(Follower follower) {
        return follower.role().slot().role() != follower.role();
    }
}
