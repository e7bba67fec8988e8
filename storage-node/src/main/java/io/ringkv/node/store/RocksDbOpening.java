package io.ringkv.node.store;

import io.ringkv.node.port.StoreException;
import io.ringkv.node.port.StoreException.Kind;

import org.jspecify.annotations.Nullable;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Opens and closes RocksDB. RocksDB opens some damaged stores as if they were new or merely older; what it lets pass is
 * refused here: tables or logs without CURRENT, and a recovery that ends before the last synced write; so is what it
 * would never return from.
 */
final class RocksDbOpening {

    private static final String CURRENT = "CURRENT";

    private RocksDbOpening() {}

    static RocksDbStore open(Path directory, RocksDbConfig config) {
        RocksDbLibrary.load(directory.resolveSibling("native"));
        boolean isNew = prepare(directory);
        LogHeaders.check(directory);
        RocksDbTuning tuning = new RocksDbTuning(config);
        tuning.options().setCreateIfMissing(isNew);
        RocksDB db;
        try {
            db = RocksDB.open(tuning.options(), directory.toString());
        } catch (RocksDBException e) {
            tuning.close();
            throw refusal(directory, e);
        }
        SyncMark mark = null;
        try {
            mark = SyncMark.open(directory);
            checkWhole(directory, db.getLatestSequenceNumber(), mark.number());
            return new RocksDbStore(directory, tuning, db, mark);
        } catch (StoreException e) {
            close(directory, db, tuning, mark);
            throw e;
        }
    }

    /** Every step runs, whatever the ones before it did. */
    static void close(Path directory, RocksDB db, RocksDbTuning tuning, @Nullable SyncMark mark) {
        try (SyncMark last = mark;
                RocksDbTuning second = tuning) {
            db.closeE();
        } catch (RocksDBException e) {
            throw StoreErrors.of("close the store", directory, e);
        }
    }

    /** Whether there is no store yet. */
    private static boolean prepare(Path directory) {
        try {
            Files.createDirectories(directory);
            if (Files.exists(directory.resolve(CURRENT))) {
                return false;
            }
            try (DirectoryStream<Path> left = Files.newDirectoryStream(directory, "*.{sst,log}")) {
                if (left.iterator().hasNext() || Files.exists(directory.resolve(SyncMark.FILE))) {
                    throw new StoreException(
                            Kind.CORRUPT,
                            "the store at " + directory
                                    + " is corrupt: it has lost its file " + CURRENT
                                    + ", which says which of its other files count");
                }
            }
            return true;
        } catch (IOException e) {
            throw StoreErrors.of("create the store's directory", directory, e);
        }
    }

    private static void checkWhole(Path directory, long recovered, long synced) {
        if (recovered < synced) {
            throw new StoreException(
                    Kind.CORRUPT,
                    "the store at " + directory
                            + " is corrupt: it has lost the end of its log: writes up to "
                            + synced + " were synced, and " + recovered + " are there");
        }
    }

    private static StoreException refusal(Path directory, RocksDBException cause) {
        String reason = String.valueOf(cause.getMessage());
        if (reason.contains("lock hold by current process") || reason.contains("While lock file")) {
            return new StoreException(
                    Kind.IO,
                    "the store at " + directory + " is open already: two at once would destroy it;"
                            + " stop the other one, or choose another directory",
                    cause);
        }
        return StoreErrors.of("open the store", directory, cause);
    }
}
