package io.ringkv.node.store;

import io.ringkv.node.port.StoreException;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;

/**
 * How full the disk is, and a ballast file: RocksDB cannot open on a full disk, so room is kept that can be given back.
 * Whoever asks decides at which fraction writes are refused.
 */
public final class DiskSpace {

    /** Above this fraction of the disk, puts are refused and deletes go through. */
    public static final double REFUSE_PUTS_ABOVE = 0.95;

    /** With less than this left, opening a store may fail half way. */
    static final long ROOM_TO_OPEN_BYTES = 16L << 20;

    private static final int CHUNK_BYTES = 1 << 20;

    private final Path ballast;
    private final Path directory;

    DiskSpace(Path directory) {
        this.directory = directory;
        this.ballast = directory.resolve("ballast");
    }

    /** What is taken, as a fraction of what this user could take: 0 for an empty disk, 1 for a full one. */
    public double usedFraction() {
        try {
            FileStore disk = Files.getFileStore(directory);
            double taken = disk.getTotalSpace() - disk.getUnallocatedSpace();
            double usable = disk.getUsableSpace();
            return taken + usable == 0 ? 1 : taken / (taken + usable);
        } catch (IOException e) {
            throw StoreErrors.of("ask how full the disk is", directory, e);
        }
    }

    public long usableBytes() {
        try {
            return Files.getFileStore(directory).getUsableSpace();
        } catch (IOException e) {
            throw StoreErrors.of("ask how full the disk is", directory, e);
        }
    }

    public long ballastBytes() {
        try {
            return Files.exists(ballast) ? Files.size(ballast) : 0;
        } catch (IOException e) {
            throw StoreErrors.of("look at the ballast", ballast, e);
        }
    }

    /**
     * Makes the ballast of that size unless it is there, or the disk has less than twice its size left.
     *
     * @return whether it is there now
     */
    public boolean keepBallast(long bytes) {
        if (ballastBytes() >= bytes) {
            return true;
        }
        if (usableBytes() < 2 * bytes) {
            return false;
        }
        try {
            fill(bytes);
            return true;
        } catch (IOException e) {
            releaseBallast();
            StoreException reason = StoreErrors.of("write the ballast", ballast, e);
            if (reason.kind() == StoreException.Kind.FULL) {
                return false;
            }
            throw reason;
        }
    }

    /** Gives the room back, as a last reserve for opening the store and for deletes. */
    public boolean releaseBallast() {
        try {
            return Files.deleteIfExists(ballast);
        } catch (IOException e) {
            throw StoreErrors.of("remove the ballast", ballast, e);
        }
    }

    void makeRoomToOpen() {
        if (usableBytes() < ROOM_TO_OPEN_BYTES) {
            releaseBallast();
        }
    }

    /** With bytes that are not zero, which some file systems would not store. */
    private void fill(long bytes) throws IOException {
        byte[] chunk = new byte[CHUNK_BYTES];
        Arrays.fill(chunk, (byte) 'b');
        try (FileChannel channel = FileChannel.open(
                ballast,
                StandardOpenOption.CREATE,
                StandardOpenOption.WRITE,
                StandardOpenOption.TRUNCATE_EXISTING)) {
            for (long left = bytes; left > 0; left -= CHUNK_BYTES) {
                ByteBuffer part = ByteBuffer.wrap(chunk, 0, (int) Math.min(left, CHUNK_BYTES));
                while (part.hasRemaining()) {
                    channel.write(part);
                }
            }
            channel.force(true);
        }
    }
}
