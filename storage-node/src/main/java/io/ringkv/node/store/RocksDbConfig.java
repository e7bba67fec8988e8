package io.ringkv.node.store;

/**
 * The memory that one RocksDB store may take, and how much it does in the background.
 *
 * @param blockCacheBytes cache of table blocks, indexes and bloom filters included
 * @param writeBufferBytes one write buffer; when it is full it becomes a table
 * @param writeBuffers buffers at most, the one being written to a table included
 * @param bloomBitsPerKey 10 lets one absent key in a hundred cost a read
 * @param openFilesMax table files held open
 * @param backgroundJobs threads for flushes and compactions
 */
public record RocksDbConfig(
        long blockCacheBytes,
        long writeBufferBytes,
        int writeBuffers,
        int bloomBitsPerKey,
        int openFilesMax,
        int backgroundJobs) {

    public static final RocksDbConfig DEFAULT =
            new RocksDbConfig(32 << 20, 32 << 20, 2, 10, 512, 2);

    public RocksDbConfig {
        atLeast("blockCacheBytes", blockCacheBytes, 1 << 20);
        atLeast("writeBufferBytes", writeBufferBytes, 64 << 10);
        atLeast("writeBuffers", writeBuffers, 2);
        atLeast("bloomBitsPerKey", bloomBitsPerKey, 1);
        atLeast("openFilesMax", openFilesMax, 16);
        atLeast("backgroundJobs", backgroundJobs, 1);
    }

    private static void atLeast(String name, long value, long min) {
        if (value < min) {
            throw new IllegalArgumentException(name + " is " + value + ", must be at least " + min);
        }
    }
}
