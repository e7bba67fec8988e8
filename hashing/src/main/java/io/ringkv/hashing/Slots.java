package io.ringkv.hashing;

/**
 * Which slot a key belongs to: CRC16 (XMODEM) of the key, or of its {tag}, mod 16384.
 *
 * <p>This is the rule of Redis Cluster, to the letter, so that every cluster client already computes it. A tag is what
 * stands between the first '{' and the next '}', unless nothing stands there; it lets keys share a slot on purpose.
 */
public final class Slots {
    public static final int COUNT = 16384;

    private static final int POLYNOMIAL = 0x1021;
    private static final char[] TABLE = table();

    private Slots() {}

    public static int of(byte[] key) {
        int open = indexOf(key, '{', 0);
        if (open >= 0) {
            int close = indexOf(key, '}', open + 1);
            if (close > open + 1) {
                return crc16(key, open + 1, close) & (COUNT - 1);
            }
        }
        return crc16(key, 0, key.length) & (COUNT - 1);
    }

    static int crc16(byte[] bytes, int from, int to) {
        int crc = 0;
        for (int i = from; i < to; i++) {
            crc = (crc << 8) & 0xFFFF ^ TABLE[(crc >>> 8 ^ bytes[i]) & 0xFF];
        }
        return crc;
    }

    /** Refuses a slot outside 0..16383: a wrong one is a bug of the caller, not a miss. */
    static int check(int slot) {
        if (slot < 0 || slot >= COUNT) {
            throw new IllegalArgumentException("slot " + slot + " is outside 0.." + (COUNT - 1));
        }
        return slot;
    }

    private static int indexOf(byte[] bytes, char wanted, int from) {
        for (int i = from; i < bytes.length; i++) {
            if (bytes[i] == wanted) {
                return i;
            }
        }
        return -1;
    }

    private static char[] table() {
        char[] table = new char[256];
        for (int i = 0; i < table.length; i++) {
            int crc = i << 8;
            for (int bit = 0; bit < 8; bit++) {
                crc = (crc & 0x8000) == 0 ? crc << 1 : crc << 1 ^ POLYNOMIAL;
            }
            table[i] = (char) crc;
        }
        return table;
    }
}
