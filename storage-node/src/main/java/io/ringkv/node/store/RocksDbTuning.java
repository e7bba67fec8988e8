package io.ringkv.node.store;

import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.BloomFilter;
import org.rocksdb.Cache;
import org.rocksdb.CompressionType;
import org.rocksdb.Env;
import org.rocksdb.IndexType;
import org.rocksdb.InfoLogLevel;
import org.rocksdb.LRUCache;
import org.rocksdb.Options;
import org.rocksdb.Priority;
import org.rocksdb.WALRecoveryMode;

/** RocksDB's options, and the native objects that they refer to, which must outlive the database. */
final class RocksDbTuning implements AutoCloseable {

    private static final int LOG_FILE_BYTES_MAX = 4 << 20;
    private static final int BYTES_PER_SYNC = 1 << 20;

    /**
     * Four shards. By default a small cache has many, and a shard that is smaller than a table's filter never holds it:
     * every read then loads it anew (measured: 220 us a read for 3).
     */
    private static final int CACHE_SHARD_BITS = 2;

    private final Cache cache;
    private final BloomFilter bloom;
    private final Options options;

    RocksDbTuning(RocksDbConfig config) {
        cache = new LRUCache(config.blockCacheBytes(), CACHE_SHARD_BITS);
        bloom = new BloomFilter(config.bloomBitsPerKey());
        options = new Options();
        keepSafe();
        boundMemory(config);
        giveWay();
        stayQuiet();
    }

    Options options() {
        return options;
    }

    /**
     * The default recovery mode drops everything behind a damaged record without a word. This one drops a torn tail
     * only, and refuses damage before it. What it recovers goes into synced tables before the store is open.
     */
    private void keepSafe() {
        options.setWalRecoveryMode(WALRecoveryMode.TolerateCorruptedTailRecords)
                .setParanoidChecks(true)
                .setForceConsistencyChecks(true)
                .setAvoidFlushDuringRecovery(false)
                .setManualWalFlush(false);
    }

    /** Indexes and filters in small parts, so that a read loads only those it needs when not all fit in the cache. */
    private void boundMemory(RocksDbConfig config) {
        options.setWriteBufferSize(config.writeBufferBytes())
                .setMaxWriteBufferNumber(config.writeBuffers())
                .setMaxOpenFiles(config.openFilesMax())
                .setMaxBackgroundJobs(config.backgroundJobs())
                // One thread writes; what several would need only costs.
                .setAllowConcurrentMemtableWrite(false)
                .setCompressionType(CompressionType.LZ4_COMPRESSION)
                .setLevelCompactionDynamicLevelBytes(true)
                .setBytesPerSync(BYTES_PER_SYNC)
                .setTableFormatConfig(new BlockBasedTableConfig()
                        .setBlockCache(cache)
                        .setCacheIndexAndFilterBlocks(true)
                        .setCacheIndexAndFilterBlocksWithHighPriority(true)
                        .setPinL0FilterAndIndexBlocksInCache(true)
                        .setIndexType(IndexType.kTwoLevelIndexSearch)
                        .setPartitionFilters(true)
                        .setPinTopLevelIndexAndFilter(true)
                        .setFilterPolicy(bloom)
                        .setWholeKeyFiltering(true));
    }

    /**
     * Compactions get what the threads that serve leave (measured: one of them held puts up for half a second on two full
     * cores). Flushes do not: a full write buffer that is not written yet stops the writer.
     */
    private void giveWay() {
        Env env = Env.getDefault();
        env.lowerThreadPoolCPUPriority(Priority.LOW);
        options.setEnv(env);
    }

    private void stayQuiet() {
        options.setInfoLogLevel(InfoLogLevel.WARN_LEVEL)
                .setKeepLogFileNum(2)
                .setMaxLogFileSize(LOG_FILE_BYTES_MAX)
                .setStatsDumpPeriodSec(0)
                .setStatsPersistPeriodSec(0)
                .setAvoidFlushDuringShutdown(true);
    }

    @Override
    public void close() {
        options.close();
        bloom.close();
        cache.close();
    }
}
