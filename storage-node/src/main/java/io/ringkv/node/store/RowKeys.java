package io.ringkv.node.store;

import io.ringkv.node.port.RowSpace;

import org.jspecify.annotations.Nullable;

import java.util.Arrays;

/**
 * Where a row lies in RocksDB's one ordered key space: [space 1 byte][slot 2 bytes, big endian][key]. So a slot is one
 * contiguous range.
 */
final class RowKeys {

    static final int SLOTS = 1 << 14;

    private static final int PREFIX_BYTES = 3;
    private static final byte[] NO_KEY = {};

    private RowKeys() {}

    static byte[] of(RowSpace space, int slot, byte[] key) {
        return build(space, slot, key, PREFIX_BYTES + key.length);
    }

    /** The smallest stored key behind this one. */
    private static byte[] after(RowSpace space, int slot, byte[] key) {
        return build(space, slot, key, PREFIX_BYTES + key.length + 1);
    }

    /** Where the keys strictly after this one begin; null: where the slot begins. */
    static byte[] begin(RowSpace space, int slot, byte @Nullable [] afterKey) {
        return afterKey == null
                ? build(space, slot, NO_KEY, PREFIX_BYTES)
                : after(space, slot, afterKey);
    }

    /** Behind every key of the slot. */
    static byte[] end(RowSpace space, int slot) {
        checkSlot(slot);
        int next = slot + 1;
        return new byte[] {number(space), (byte) (next >>> 8), (byte) next};
    }

    /** Behind every slot of the space. */
    static byte[] end(RowSpace space) {
        return new byte[] {(byte) (number(space) + 1)};
    }

    static int slotOf(byte[] stored) {
        return (stored[1] & 0xff) << 8 | stored[2] & 0xff;
    }

    static byte[] keyOf(byte[] stored) {
        return Arrays.copyOfRange(stored, PREFIX_BYTES, stored.length);
    }

    static void checkSlot(int slot) {
        if (slot < 0 || slot >= SLOTS) {
            throw new IllegalArgumentException("no such slot: " + slot);
        }
    }

    private static byte[] build(RowSpace space, int slot, byte[] key, int length) {
        checkSlot(slot);
        byte[] stored = new byte[length];
        stored[0] = number(space);
        stored[1] = (byte) (slot >>> 8);
        stored[2] = (byte) slot;
        System.arraycopy(key, 0, stored, PREFIX_BYTES, key.length);
        return stored;
    }

    /** Part of the format on disk: never renumber. */
    private static byte number(RowSpace space) {
        return switch (space) {
            case DATA -> 1;
            case REQUEST -> 2;
            case SLOT -> 3;
        };
    }
}
