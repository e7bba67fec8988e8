package io.ringkv.node.store;

import io.ringkv.node.port.StoreException;
import io.ringkv.node.port.StoreException.Kind;

import org.jspecify.annotations.Nullable;
import org.rocksdb.RocksDBException;
import org.rocksdb.Status;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;

/** Turns what RocksDB and the file system throw into the port's one exception: what, why, and its kind. */
final class StoreErrors {

    private StoreErrors() {}

    /** As in: cannot [open the store], [the reason]. */
    static StoreException of(String doing, Path where, RocksDBException cause) {
        Kind kind = kind(cause);
        String reason = (kind == Kind.CORRUPT ? "corrupt: " : "") + cause.getMessage();
        return new StoreException(kind, message(doing, where, reason), cause);
    }

    static StoreException of(String doing, Path where, IOException cause) {
        String text = cause.getMessage();
        // A file system's exception may name the path alone: then its class says the reason.
        boolean silent = cause instanceof FileSystemException named && named.getReason() == null;
        String reason = silent ? cause.getClass().getSimpleName() + " " + text : text;
        return new StoreException(
                isFull(text) ? Kind.FULL : Kind.IO, message(doing, where, reason), cause);
    }

    private static String message(String doing, Path where, @Nullable String reason) {
        return "cannot " + doing + " at " + where + ": " + reason;
    }

    private static Kind kind(RocksDBException cause) {
        Status status = cause.getStatus();
        if (status != null && status.getCode() == Status.Code.Corruption) {
            return Kind.CORRUPT;
        }
        boolean full = status != null && status.getSubCode() == Status.SubCode.NoSpace;
        return full || isFull(cause.getMessage()) ? Kind.FULL : Kind.IO;
    }

    private static boolean isFull(@Nullable String text) {
        return text != null
                && (text.contains("No space left on device")
                        || text.contains("Disk quota exceeded")
                        || text.contains("not enough space on the disk"));
    }
}
