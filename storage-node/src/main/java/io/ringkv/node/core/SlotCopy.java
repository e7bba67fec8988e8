package io.ringkv.node.core;

import io.ringkv.node.port.RowSpace;
import io.ringkv.protocol.Option;
import io.ringkv.protocol.Request;
import io.ringkv.protocol.Verb;
import io.ringkv.protocol.record.Version;

import org.jspecify.annotations.Nullable;

/**
 * One copy of a slot on its way from its primary to one follower, on the stream, in pieces. New records of the slot
 * follow on the same stream, so the follower is in sync once it has applied the last piece.
 */
final class SlotCopy {
    private final Follower follower;
    private final CopyReader reader;
    private final @Nullable Version newerThan;
    private RowSpace space = RowSpace.DATA;
    private byte @Nullable [] after;
    private boolean first = true;
    private boolean sent;

    SlotCopy(Follower follower, CopyReader reader, @Nullable Version newerThan) {
        this.follower = follower;
        this.reader = reader;
        this.newerThan = newerThan;
    }

    Follower follower() {
        return follower;
    }

    /** The role ended, the connection broke, or the follower was refused and starts over, or is to get more than this. */
    boolean isOver() {
        boolean tooLittle = follower.differs() && newerThan != null;
        boolean waiting = follower.state() == Follower.State.ASKED;
        boolean sending = follower.state() == Follower.State.COPYING && follower.copy() == this;
        return follower.role().slot().role() != follower.role()
                || tooLittle
                || !(waiting || sending);
    }

    /** The last piece is on its way. */
    boolean isSent() {
        return sent;
    }

    /** Sends the next piece, and says how many bytes it took. */
    int sendNext() {
        PrimaryRole role = follower.role();
        Peer peer = follower.peer();
        CopyChunk chunk = reader.read(role.slot(), space, after, first, newerThan);
        if (first) {
            peer.flush();
            follower.copyingFrom(peer.nextPosition(), this);
        }
        byte[] block = chunk.encode();
        Request.Builder request = Request.builder(Verb.SYNC_SLOT)
                .option(Option.SLOT, role.slot().number())
                .option(Option.TERM, role.term())
                .value(block);
        peer.streamMessage(
                request, block.length, new Piece(follower, role.lastSequence(), chunk.last()));
        if (chunk.last()) {
            follower.inSyncFrom(peer.nextPosition() - 1);
            sent = true;
        } else {
            advance(chunk);
        }
        return block.length;
    }

    private void advance(CopyChunk chunk) {
        first = false;
        after = chunk.through();
        if (after == null) {
            space = RowSpace.REQUEST;
        }
    }

    /** One piece on the stream; only the last makes the follower count. */
    private record Piece(Follower follower, long sequence, boolean last)
            implements Peer.StreamEntry {
        @Override
        public void acknowledged(long streamPosition) {
            if (last) {
                follower.acknowledged(streamPosition, sequence);
            }
        }

        @Override
        public boolean isCopy() {
            return true;
        }
    }
}
