package io.ringkv.coordinator.server;

import io.ringkv.transport.process.ServerDirectory;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.SecureRandom;
import java.util.Properties;

/**
 * A coordinator's directory: one process at a time, and the id of the cluster that began in it. The log beside it is
 * the log's own.
 */
final class CoordinatorDirectory implements AutoCloseable {
    private static final String IDENTITY = "coordinator.properties";
    private static final String FORMAT = "1";

    private final Path directory;
    private final FileChannel lock;
    private final String clusterId;

    private CoordinatorDirectory(Path directory, FileChannel lock, String clusterId) {
        this.directory = directory;
        this.lock = lock;
        this.clusterId = clusterId;
    }

    static CoordinatorDirectory open(Path directory) throws IOException {
        ServerDirectory.prepareForCoordinator(directory);
        FileChannel lock = lock(directory);
        try {
            return new CoordinatorDirectory(directory, lock, identity(directory));
        } catch (IOException e) {
            lock.close();
            throw e;
        }
    }

    private static FileChannel lock(Path directory) throws IOException {
        FileChannel channel = FileChannel.open(
                directory.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        if (tryLock(channel) == null) {
            channel.close();
            throw new IOException("the data directory " + directory
                    + " is in use by another process: stop that one, or give this coordinator a"
                    + " directory of its own");
        }
        return channel;
    }

    private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException e) {
            return null;
        }
    }

    private static String identity(Path directory) throws IOException {
        Path file = directory.resolve(IDENTITY);
        if (!Files.exists(file)) {
            if (Files.exists(directory.resolve("log"))) {
                throw new IOException("the data directory " + directory + " holds a log but no "
                        + IDENTITY + ", so whose it is cannot be told; put that file back");
            }
            String drawn = Long.toHexString(new SecureRandom().nextLong(1L << 60, 1L << 62));
            write(file, "format=" + FORMAT + "\ncluster-id=" + drawn + "\n");
            return drawn;
        }
        Properties found = new Properties();
        found.load(new StringReader(Files.readString(file)));
        String cluster = found.getProperty("cluster-id", "");
        if (!FORMAT.equals(found.getProperty("format")) || cluster.isEmpty()) {
            throw new IOException(file + " is damaged, or of a newer program: its format is "
                    + found.getProperty("format", "missing") + ", and this program knows "
                    + FORMAT);
        }
        return cluster;
    }

    private static void write(Path file, String text) throws IOException {
        Path next = file.resolveSibling(file.getFileName() + ".new");
        try (FileChannel channel = FileChannel.open(
                next,
                StandardOpenOption.CREATE,
                StandardOpenOption.WRITE,
                StandardOpenOption.TRUNCATE_EXISTING)) {
            channel.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII)));
            channel.force(true);
        }
        Files.move(next, file, StandardCopyOption.ATOMIC_MOVE);
    }

    String clusterId() {
        return clusterId;
    }

    Path logPath() {
        return directory.resolve("log");
    }

    @Override
    public void close() {
        try {
            lock.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
