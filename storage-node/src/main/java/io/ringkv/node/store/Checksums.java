package io.ringkv.node.store;

import java.util.zip.CRC32C;

/** CRC-32C, as the small files of a data directory carry it. */
final class Checksums {

    private Checksums() {}

    static int of(byte[] bytes, int length) {
        CRC32C crc = new CRC32C();
        crc.update(bytes, 0, length);
        return (int) crc.getValue();
    }
}
