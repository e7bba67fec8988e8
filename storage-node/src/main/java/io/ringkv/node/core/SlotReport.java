package io.ringkv.node.core;

import io.ringkv.protocol.record.Bytes;

import java.util.ArrayList;
import java.util.List;

/**
 * What a replica says of one slot in a promise or a digest reply: the last term it was in sync with, how far it came
 * in that term, and the digest of what it holds.
 *
 * @param copying a copy is half applied: the position stands, the digest says nothing
 * @param doubtful the store may have lost its tail: not to be counted, not to be fetched from
 */
record SlotReport(
        int slot, long syncedTerm, long position, boolean copying, boolean doubtful, long digest) {
    private static final int BYTES = 2 + 8 + 8 + 1 + 8;

    static byte[] encode(List<SlotReport> reports) {
        byte[] block = new byte[reports.size() * BYTES];
        int at = 0;
        for (SlotReport r : reports) {
            block[at] = (byte) (r.slot >>> 8);
            block[at + 1] = (byte) r.slot;
            Bytes.putLong(block, at + 2, r.syncedTerm);
            Bytes.putLong(block, at + 10, r.position);
            block[at + 18] = (byte) ((r.copying ? 1 : 0) | (r.doubtful ? 2 : 0));
            Bytes.putLong(block, at + 19, r.digest);
            at += BYTES;
        }
        return block;
    }

    static List<SlotReport> decode(byte[] block) {
        if (block.length % BYTES != 0) {
            throw new IllegalArgumentException(
                    "a block of slot reports of " + block.length + " bytes");
        }
        List<SlotReport> reports = new ArrayList<>(block.length / BYTES);
        for (int at = 0; at < block.length; at += BYTES) {
            int slot = (block[at] & 0xff) << 8 | block[at + 1] & 0xff;
            int flags = block[at + 18];
            reports.add(new SlotReport(
                    slot,
                    Bytes.getLong(block, at + 2),
                    Bytes.getLong(block, at + 10),
                    (flags & 1) != 0,
                    (flags & 2) != 0,
                    Bytes.getLong(block, at + 19)));
        }
        return reports;
    }

    /** True when the other holds exactly the same: by position in one term, or by digest. */
    boolean sameContentAs(SlotReport other) {
        if (copying || other.copying) {
            return false;
        }
        return syncedTerm == other.syncedTerm && position == other.position
                || digest == other.digest;
    }
}
