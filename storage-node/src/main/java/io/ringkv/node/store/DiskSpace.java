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
 */
public final class DiskSpace {
    /** With less than this left, opening a store may fail half way. */
    static final long ROOM_TO_OPEN_BYTES = 16L << 20;

    private static final int CHUNK_BYTES = 1 << 20;

    private final Path ballast;
    private final Path directory;

    DiskSpace(Path directory) {
        this.directory = directory;
        this.ballast = directory.resolve("ballast");
    }

    /**
     * How much there is, in bytes.
     *
     * @param taken by anybody, the ballast included
     * @param usable what this user could still take
     * @param ballast what could be given back
     */
    public record Fill(long taken, long usable, long ballast) {
        private static final double FULL_ABOVE = 0.95;

        /** Puts come back a little below where they were refused, so that the answer does not flutter. */
        private static final double NOT_FULL_BELOW = FULL_ABOVE - 0.01;

        /** For what is on its way to the disk when puts end: write buffers, their logs, and tables made of both at a start. */
        private static final long ROOM_BYTES = 192L << 20;

        /** 0 for an empty disk, 1 for a full one. */
        public double fraction() {
            return taken + usable == 0 ? 1 : (double) taken / (taken + usable);
        }

        /**
         * Whether puts are to be refused. Of a small disk at most half is kept free, which may be less than is needed.
         *
         * @param before what was answered last
         */
        public boolean isFull(boolean before) {
            long room = Math.min(ROOM_BYTES, (taken + usable) / 2);
            long free = usable + ballast;
            return before
                    ? fraction() > NOT_FULL_BELOW || free < room + room / 8
                    : fraction() > FULL_ABOVE || free < room;
        }
    }

    public Fill fill() {
        try {
            FileStore disk = Files.getFileStore(directory);
            return new Fill(
                    disk.getTotalSpace() - disk.getUnallocatedSpace(),
                    disk.getUsableSpace(),
                    ballastBytes());
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
        if (fill().usable() < 2 * bytes) {
            return false;
        }
        try {
            write(bytes);
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
        if (fill().usable() < ROOM_TO_OPEN_BYTES) {
            releaseBallast();
        }
    }

    /** With bytes that are not zero, which some file systems would not store. */
    private void write(long bytes) throws IOException {
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
