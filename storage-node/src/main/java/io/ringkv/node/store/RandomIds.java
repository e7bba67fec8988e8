package io.ringkv.node.store;

import java.security.SecureRandom;
import java.util.HexFormat;

/** Names that no other node and no other life of a disk will draw. */
public final class RandomIds {

    private static final int DATA_ID_BYTES = 8;
    private static final int NODE_ID_BYTES = 4;
    private static final SecureRandom RANDOM = new SecureRandom();

    private RandomIds() {}

    /** For one life of a disk; each start of a memory store is one. */
    public static String dataId() {
        return "d" + hex(DATA_ID_BYTES);
    }

    static String nodeId() {
        return "n" + hex(NODE_ID_BYTES);
    }

    private static String hex(int bytes) {
        byte[] drawn = new byte[bytes];
        RANDOM.nextBytes(drawn);
        return HexFormat.of().formatHex(drawn);
    }
}
