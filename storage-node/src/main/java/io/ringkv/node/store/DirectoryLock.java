package io.ringkv.node.store;

import io.ringkv.node.port.StoreException;
import io.ringkv.node.port.StoreException.Kind;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** One process in a data directory. The operating system ends the lock with the process, however it ends. */
final class DirectoryLock implements AutoCloseable {

    static final String FILE = "lock";

    private final Path file;
    private final FileChannel channel;

    private DirectoryLock(Path file, FileChannel channel) {
        this.file = file;
        this.channel = channel;
    }

    static DirectoryLock take(Path directory) {
        Path file = directory.resolve(FILE);
        try {
            FileChannel channel =
                    FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            if (tryLock(channel) == null) {
                channel.close();
                throw new StoreException(Kind.IO, refusal(directory, file));
            }
            channel.truncate(0);
            String holder = ProcessHandle.current().pid() + "\n";
            channel.write(ByteBuffer.wrap(holder.getBytes(StandardCharsets.US_ASCII)));
            return new DirectoryLock(file, channel);
        } catch (IOException e) {
            throw StoreErrors.of("lock the data directory", file, e);
        }
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw StoreErrors.of("unlock the data directory", file, e);
        }
    }

    private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException e) {
            return null;
        }
    }

    private static String refusal(Path directory, Path file) {
        return "the data directory " + directory + " is in use by "
                + holder(file)
                + ": two nodes in one would destroy it; stop that one, or give this node a directory of its own";
    }

    /** Windows does not let others read a locked file. */
    private static String holder(Path file) {
        try {
            String id = Files.readString(file).strip();
            return id.isEmpty() ? "another process" : "process " + id;
        } catch (IOException e) {
            return "another process";
        }
    }
}
