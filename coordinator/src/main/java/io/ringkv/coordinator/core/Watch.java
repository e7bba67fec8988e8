package io.ringkv.coordinator.core;

import io.ringkv.protocol.view.Member;
import io.ringkv.protocol.view.SlotSet;
import io.ringkv.protocol.view.StoreDoubt;
import io.ringkv.protocol.view.View;
import io.ringkv.protocol.view.Voter;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What is known of nodes and not in the log: when they were heard, and what they said of themselves. Lost with a
 * change of leader, and regained within a heartbeat; a hint, never a reason for anything unsafe (rule M2).
 */
final class Watch {
    private static final long STALLED_NANOS = 1_000_000_000L;

    /** One node's soft state. */
    static final class Node {
        long connection = -1;
        long incarnation;
        long lastHeard;
        long epoch;
        long writes;
        /** Of its store, and of how many slots these are. */
        long bytes;

        int slots;
        StoreDoubt doubt = StoreDoubt.NONE;
        /** Why it should be nobody's primary, as it says itself; null for no reason. */
        @Nullable
        String sick;

        /** How long ago the node's loop last turned, when its pulse last said so; nanoseconds. */
        long turnAge;

        boolean pinged;
        boolean answersAtAddress;
        /** Whom it could not reach, as its last heartbeat said. */
        List<String> suspects = List.of();

        SlotSet behind = SlotSet.parse("-");

        /** This incarnation is connected, and this coordinator knows what it says of its store. */
        boolean isRegistered(long memberIncarnation) {
            return connection >= 0 && incarnation == memberIncarnation;
        }

        /** About how much one copy of a slot is here. */
        double bytesPerSlot() {
            return slots == 0 ? 0 : (double) bytes / slots;
        }

        /** A hanging disk, as far as one can tell from outside. */
        boolean stalled() {
            return turnAge > STALLED_NANOS;
        }

        /** Should be nobody's primary, if anybody else can. */
        boolean unwell() {
            return sick != null || stalled();
        }

        @Nullable
        String unreachable;
    }

    private final Map<String, Node> nodes = new TreeMap<>();

    Node of(String id) {
        return nodes.computeIfAbsent(id, unused -> new Node());
    }

    /**
     * Its node is UP with this disk, and has registered with this coordinator: the log says UP of whoever was so once,
     * and one that has not registered again may yet come with a whole store.
     */
    boolean isHere(View view, Voter voter) {
        Member holder = view.holder(voter);
        return holder != null
                && view.isUp(voter)
                && of(voter.node()).isRegistered(holder.incarnation());
    }

    /** It is here, and nobody doubts what it holds. */
    boolean isSound(View view, Voter voter) {
        Member holder = view.holder(voter);
        return holder != null && !holder.doubtful() && isHere(view, voter);
    }

    void forgetAll() {
        nodes.clear();
    }

    /** The node whose registration came over this connection, null for none. */
    @Nullable
    String byConnection(long connection) {
        for (Map.Entry<String, Node> entry : nodes.entrySet()) {
            if (entry.getValue().connection == connection) {
                return entry.getKey();
            }
        }
        return null;
    }

    boolean anyWrites() {
        return nodes.values().stream().anyMatch(node -> node.writes > 0);
    }
}
