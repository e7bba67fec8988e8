package io.ringkv.node.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * The number of the last write that a sync has put on the disk, in a file of its own: a lower bound for what recovery
 * must find. Without it a deleted log, or one whose damaged record looks like a torn tail, would pass for an older but
 * whole store. The file itself is not synced: after a power cut it may be older, and a lower bound it stays.
 */
final class SyncMark implements AutoCloseable {

    static final String FILE = "SYNCED";

    private static final int NUMBER_BYTES = Long.BYTES;
    private static final int FILE_BYTES = NUMBER_BYTES + Integer.BYTES;

    private final Path file;
    private final FileChannel channel;
    private long number;

    private SyncMark(Path file, FileChannel channel, long number) {
        this.file = file;
        this.channel = channel;
        this.number = number;
    }

    static SyncMark open(Path directory) {
        Path file = directory.resolve(FILE);
        try {
            long number = Files.exists(file) ? decode(Files.readAllBytes(file)) : 0;
            FileChannel channel =
                    FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            return new SyncMark(file, channel, number);
        } catch (IOException e) {
            throw StoreErrors.of("open the sync mark", file, e);
        }
    }

    synchronized long number() {
        return number;
    }

    synchronized void raiseTo(long synced) {
        if (synced <= number) {
            return;
        }
        try {
            channel.write(encode(synced), 0);
        } catch (IOException e) {
            throw StoreErrors.of("write the sync mark", file, e);
        }
        number = synced;
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw StoreErrors.of("close the sync mark", file, e);
        }
    }

    private static ByteBuffer encode(long number) {
        ByteBuffer bytes = ByteBuffer.allocate(FILE_BYTES).putLong(number);
        return bytes.putInt(Checksums.of(bytes.array(), NUMBER_BYTES)).flip();
    }

    /** Zero for a mark that is not whole: nothing is known then, and nothing is refused. */
    private static long decode(byte[] bytes) {
        if (bytes.length != FILE_BYTES) {
            return 0;
        }
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        long number = buffer.getLong();
        return buffer.getInt() == Checksums.of(bytes, NUMBER_BYTES) ? number : 0;
    }
}
