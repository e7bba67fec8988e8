package io.ringkv.node.core;

import io.ringkv.protocol.view.Voter;

import org.jspecify.annotations.Nullable;

import java.util.List;

/**
 * One other replica of a slot, as its primary sees it. OUT to ASKED to COPYING to IN_SYNC; OUT again when the
 * connection breaks or the replica refuses. Only while COPYING or IN_SYNC do records go to it, and an
 * acknowledgement counts only for a stream position at or after {@link #validFrom} (rule W0).
 */
final class Follower {
    enum State {
        /** Not known to hold anything of this term; nothing is sent. */
        OUT,
        /** Its report was asked for. */
        ASKED,
        /** A copy is on its way; new records follow it on the same stream. */
        COPYING,
        /** Holds a prefix of the slot's order; records are applied as they come. */
        IN_SYNC
    }

    private final PrimaryRole role;
    private final Voter voter;
    private final int index;
    private final Peer peer;
    private final List<Follower> out;
    private boolean listedOut;
    private State state = State.OUT;
    private long validFrom = Long.MAX_VALUE;
    private long sentFrom = Long.MAX_VALUE;
    private long heldSequence = -1;
    private long retryAt;
    private boolean differs;
    private @Nullable SlotCopy copy;

    /** @param index place in the list, or -1 for a learner, which is never counted */
    Follower(PrimaryRole role, Voter voter, int index, Peer peer, OutOfSync outOfSync) {
        this.role = role;
        this.voter = voter;
        this.index = index;
        this.peer = peer;
        this.out = outOfSync.of(peer);
        listOut();
    }

    private void listOut() {
        if (!listedOut) {
            listedOut = true;
            out.add(this);
        }
    }

    /** False when it is not to be asked any more; it lists itself again when it is OUT again. */
    boolean staysOut() {
        listedOut = state == State.OUT && role.slot().role() == role;
        return listedOut;
    }

    PrimaryRole role() {
        return role;
    }

    Voter voter() {
        return voter;
    }

    int index() {
        return index;
    }

    Peer peer() {
        return peer;
    }

    State state() {
        return state;
    }

    boolean receivesRecords() {
        return state == State.IN_SYNC || state == State.COPYING || countsAsItIs();
    }

    /** The life of the disk that the list names is the one that is connected. */
    boolean reachable() {
        return peer.ready() && peer.dataId().equals(voter.dataId());
    }

    private boolean countsAsItIs() {
        return !role.rules().keep(Rule.W0) && reachable();
    }

    void asked() {
        state = State.ASKED;
    }

    /** A copy begins; refusals from this stream position on are its own. */
    void copyingFrom(long streamPosition, SlotCopy newCopy) {
        state = State.COPYING;
        sentFrom = streamPosition;
        validFrom = Long.MAX_VALUE;
        copy = newCopy;
    }

    @Nullable
    SlotCopy copy() {
        return copy;
    }

    /** What is sent from this stream position on counts; the replica holds all that came before it. */
    void inSyncFrom(long streamPosition) {
        state = State.IN_SYNC;
        sentFrom = Math.min(sentFrom, streamPosition);
        validFrom = streamPosition;
        copy = null;
    }

    /** The replica refused what this stream position carried. True when that was not repaired since. */
    boolean refusedAt(long streamPosition) {
        return receivesRecords() && streamPosition >= sentFrom;
    }

    /** Nothing is sent any more; it is asked again after the given time. */
    void out(long retryAtNanos) {
        state = State.OUT;
        listOut();
        validFrom = Long.MAX_VALUE;
        sentFrom = Long.MAX_VALUE;
        copy = null;
        heldSequence = -1;
        retryAt = retryAtNanos;
    }

    /** Its rows are not those of this node: it is out of sync until a copy has replaced them, whatever it says. */
    void differ() {
        differs = true;
        out(0);
    }

    boolean differs() {
        return differs;
    }

    /** Asking again before this time only repeats a refusal. */
    long retryAt() {
        return retryAt;
    }

    /** The replica acknowledged its stream up to this position, which carried this sequence of the slot. */
    void acknowledged(long streamPosition, long sequence) {
        if (streamPosition >= validFrom && state == State.IN_SYNC || countsAsItIs()) {
            differs = false;
            held(sequence);
        }
    }

    /** It holds everything up to this sequence. */
    void held(long sequence) {
        heldSequence = Math.max(heldSequence, sequence);
        role.held(this, sequence);
    }

    /** What it is known to hold of this term, in sync; -1 for nothing. */
    long heldSequence() {
        return heldSequence;
    }
}
