package io.ringkv.node.store;

import io.ringkv.node.port.KeyValueStore;
import io.ringkv.node.port.RowCursor;
import io.ringkv.node.port.RowSpace;
import io.ringkv.node.port.StoreBatch;
import io.ringkv.node.port.StoreException;

import org.jspecify.annotations.Nullable;
import org.rocksdb.FlushOptions;
import org.rocksdb.ReadOptions;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.WriteOptions;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Rows on disk, in RocksDB: its log, tables, checksums and bloom filters. Any number of threads may read. What opening
 * checks, and how, is {@link RocksDbOpening}'s.
 */
public final class RocksDbStore implements KeyValueStore {

    private final Path directory;
    private final RocksDbTuning tuning;
    private final RocksDB db;
    private final SyncMark mark;
    private final OpenGate gate;
    private final ReadOptions readOptions = new ReadOptions().setVerifyChecksums(true);
    private final WriteOptions writeOptions = new WriteOptions();
    private final List<RocksDbCursor> cursors = new ArrayList<>();
    private final FirstFailure failure = new FirstFailure();

    RocksDbStore(Path directory, RocksDbTuning tuning, RocksDB db, SyncMark mark) {
        this.directory = directory;
        this.tuning = tuning;
        this.db = db;
        this.mark = mark;
        this.gate = new OpenGate("the store at " + directory);
    }

    /** Creates the store in an empty or missing directory; refuses a damaged one, and one that is open already. */
    public static RocksDbStore open(Path directory, RocksDbConfig config) {
        return RocksDbOpening.open(directory, config);
    }

    @Override
    public byte @Nullable [] get(RowSpace space, int slot, byte[] key) {
        byte[] stored = RowKeys.of(space, slot, key);
        gate.enter();
        try {
            return db.get(readOptions, stored);
        } catch (RocksDBException e) {
            throw StoreErrors.of("read from the store", directory, e);
        } finally {
            gate.leave();
        }
    }

    @Override
    public StoreBatch newBatch() {
        return new RocksDbBatch();
    }

    @Override
    public void write(StoreBatch batch) {
        RocksDbBatch changes = (RocksDbBatch) batch;
        change("write to the store", () -> {
            if (!changes.isEmpty()) {
                db.write(writeOptions, changes.batch());
            }
        });
    }

    @Override
    public void sync() {
        change("sync the store", () -> {
            long written = db.getLatestSequenceNumber();
            if (written > mark.number()) {
                db.flushWal(true);
                mark.raiseTo(written);
            }
        });
    }

    private interface Change {
        void make() throws RocksDBException;
    }

    private void change(String doing, Change change) {
        gate.enter();
        try {
            failure.enter();
            try {
                change.make();
            } catch (RocksDBException e) {
                throw failure.of(StoreErrors.of(doing, directory, e));
            } catch (StoreException e) {
                throw failure.of(e);
            } finally {
                failure.leave();
            }
        } finally {
            gate.leave();
        }
    }

    @Override
    public RowCursor scan(RowSpace space, int slot, byte @Nullable [] afterKey) {
        return cursor(RowKeys.begin(space, slot, afterKey), RowKeys.end(space, slot));
    }

    @Override
    public RowCursor scanAll(RowSpace space) {
        return cursor(RowKeys.begin(space, 0, null), RowKeys.end(space));
    }

    private RowCursor cursor(byte[] begin, byte[] end) {
        gate.enter();
        try {
            RocksDbCursor cursor = new RocksDbCursor(db, gate, directory, this::forget, begin, end);
            synchronized (cursors) {
                cursors.add(cursor);
            }
            return cursor;
        } finally {
            gate.leave();
        }
    }

    @Override
    public long bytesOnDisk() {
        gate.enter();
        try {
            return FileSizes.sum(directory);
        } finally {
            gate.leave();
        }
    }

    @Override
    public void close() {
        gate.closeOnce(() -> {
            synchronized (cursors) {
                cursors.forEach(RocksDbCursor::release);
                cursors.clear();
            }
            readOptions.close();
            writeOptions.close();
            RocksDbOpening.close(directory, db, tuning, mark);
        });
    }

    /** Moves all rows from memory and log into tables. */
    void flushToTables() {
        gate.enter();
        try (FlushOptions options = new FlushOptions().setWaitForFlush(true)) {
            db.flush(options);
        } catch (RocksDBException e) {
            throw StoreErrors.of("flush the store", directory, e);
        } finally {
            gate.leave();
        }
    }

    private void forget(RocksDbCursor cursor) {
        synchronized (cursors) {
            cursors.remove(cursor);
        }
    }
}
