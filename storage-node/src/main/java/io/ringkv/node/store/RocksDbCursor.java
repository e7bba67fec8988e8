package io.ringkv.node.store;

import io.ringkv.node.port.RowCursor;

import org.jspecify.annotations.Nullable;
import org.rocksdb.ReadOptions;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;
import org.rocksdb.Slice;

import java.nio.file.Path;
import java.util.function.Consumer;

/** RocksDB's iterator over a range of rows. It sees the database as it was when the iterator was made. */
final class RocksDbCursor implements RowCursor {

    private final OpenGate gate;
    private final Path directory;
    private final Consumer<RocksDbCursor> onClose;
    private final Slice end;
    private final ReadOptions options;
    private final RocksIterator iterator;
    private byte @Nullable [] seekTo;
    private boolean onRow;
    private boolean released;

    RocksDbCursor(
            RocksDB db,
            OpenGate gate,
            Path directory,
            Consumer<RocksDbCursor> onClose,
            byte[] begin,
            byte[] end) {
        this.gate = gate;
        this.directory = directory;
        this.onClose = onClose;
        this.end = new Slice(end);
        // A scan would push out of the cache what single reads need.
        this.options = new ReadOptions().setIterateUpperBound(this.end).setFillCache(false);
        this.iterator = db.newIterator(options);
        this.seekTo = begin;
    }

    @Override
    public boolean next() {
        gate.enter();
        try {
            advance();
            if (!onRow) {
                iterator.status();
            }
            return onRow;
        } catch (RocksDBException e) {
            throw StoreErrors.of("scan a slot of the store", directory, e);
        } finally {
            gate.leave();
        }
    }

    @Override
    public int slot() {
        return RowKeys.slotOf(read(RocksIterator::key));
    }

    @Override
    public byte[] key() {
        return RowKeys.keyOf(read(RocksIterator::key));
    }

    @Override
    public byte[] row() {
        return read(RocksIterator::value);
    }

    @Override
    public void close() {
        gate.ifOpen(() -> {
            onClose.accept(this);
            release();
        });
    }

    /** Frees the native objects, before the database is closed. */
    synchronized void release() {
        if (!released) {
            released = true;
            iterator.close();
            options.close();
            end.close();
        }
    }

    private void advance() {
        if (released) {
            throw new IllegalStateException("the cursor is closed");
        }
        if (seekTo != null) {
            iterator.seek(seekTo);
            seekTo = null;
        } else if (onRow) {
            iterator.next();
        }
        onRow = iterator.isValid();
    }

    private byte[] read(java.util.function.Function<RocksIterator, byte[]> part) {
        gate.enter();
        try {
            if (!onRow || released) {
                throw new IllegalStateException("the cursor stands on no row");
            }
            return part.apply(iterator);
        } finally {
            gate.leave();
        }
    }
}
