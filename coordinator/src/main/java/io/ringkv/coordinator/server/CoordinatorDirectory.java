package io.ringkv.coordinator.server;

import io.ringkv.coordinator.log.LogPlace;
import io.ringkv.transport.process.ServerDirectory;
import io.ringkv.transport.process.ServerMain;

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
import java.util.List;
import java.util.Properties;

/**
 * A coordinator's directory: one process at a time, whose it is, and the cluster that it belongs to. The log beside it
 * is the log's own.
 */
final class CoordinatorDirectory implements AutoCloseable {
    private static final String IDENTITY = "coordinator.properties";
    private static final String FORMAT = "1";
    private static final String ID = "id";
    private static final String DRAWN = "cluster-id";
    private static final String CLUSTER = "cluster";
    private static final String DISK = "disk";
    /** Of directories from before there were several. */
    private static final String FIRST_ID = "c1";

    private final Path directory;
    private final FileChannel lock;
    private final Properties identity;

    private CoordinatorDirectory(Path directory, FileChannel lock, Properties identity) {
        this.directory = directory;
        this.lock = lock;
        this.identity = identity;
    }

    /** @param id of the coordinator that opens it; a directory stays with one */
    static CoordinatorDirectory open(Path directory, String id) throws IOException {
        ServerDirectory.prepareForCoordinator(directory);
        FileChannel lock = lock(directory);
        try {
            return new CoordinatorDirectory(directory, lock, identity(directory, id));
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

    private static Properties identity(Path directory, String id) throws IOException {
        Path file = directory.resolve(IDENTITY);
        Properties found = new Properties();
        if (!Files.exists(file)) {
            if (hasLog(directory)) {
                throw new IOException("the data directory " + directory + " holds a log but no "
                        + IDENTITY + ", so whose it is cannot be told; put that file back");
            }
            found.setProperty(ID, id);
            found.setProperty(
                    DRAWN, Long.toHexString(new SecureRandom().nextLong(1L << 60, 1L << 62)));
            write(file, found);
            return found;
        }
        found.load(new StringReader(Files.readString(file)));
        if (!FORMAT.equals(found.getProperty("format"))
                || found.getProperty(DRAWN, "").isEmpty()) {
            throw new IOException(file + " is damaged, or of a newer program: its format is "
                    + found.getProperty("format", "missing") + ", and this program knows "
                    + FORMAT);
        }
        if (!id.equals(found.getProperty(ID, FIRST_ID))) {
            throw new IOException("the data directory " + directory + " belongs to coordinator "
                    + found.getProperty(ID, FIRST_ID) + ", and this one is " + id
                    + "; give each coordinator a directory of its own, or the right --id");
        }
        return found;
    }

    private static void write(Path file, Properties identity) throws IOException {
        StringBuilder text = new StringBuilder("format=" + FORMAT + "\n");
        for (String name : List.of(ID, DRAWN, CLUSTER, DISK)) {
            if (identity.containsKey(name)) {
                text.append(name).append('=').append(identity.getProperty(name)).append('\n');
            }
        }
        Path next = file.resolveSibling(file.getFileName() + ".new");
        try (FileChannel channel = FileChannel.open(
                next,
                StandardOpenOption.CREATE,
                StandardOpenOption.WRITE,
                StandardOpenOption.TRUNCATE_EXISTING)) {
            channel.write(ByteBuffer.wrap(text.toString().getBytes(StandardCharsets.US_ASCII)));
            channel.force(true);
        }
        Files.move(next, file, StandardCopyOption.ATOMIC_MOVE);
    }

    /** The id of a cluster that may begin here. */
    String drawnId() {
        return identity.getProperty(DRAWN, "");
    }

    /** The cluster that this directory belongs to; empty before it is known. */
    String cluster() {
        return identity.getProperty(CLUSTER, "");
    }

    /** From now on it belongs to this one. */
    void belongsTo(String cluster) {
        if (!cluster().isEmpty() && !cluster.equals(cluster())) {
            throw new ServerMain.Explained(
                    "the data directory " + directory + " belongs to cluster " + cluster()
                            + ", and its log is of " + cluster
                            + "; start this coordinator with an empty --data-dir",
                    null);
        }
        if (!cluster.equals(cluster())) {
            identity.setProperty(CLUSTER, cluster);
            try {
                write(directory.resolve(IDENTITY), identity);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** By which a log that was there before tells it from others of its id; empty where the log began with it. */
    String disk() {
        return identity.getProperty(DISK, "");
    }

    /** It is to be taken into a log that is there: named once, and for good. */
    void nameDisk() throws IOException {
        if (disk().isEmpty()) {
            identity.setProperty(DISK, drawnId());
            write(directory.resolve(IDENTITY), identity);
        }
    }

    boolean hasLog() {
        return hasLog(directory);
    }

    private static boolean hasLog(Path directory) {
        return Files.isDirectory(LogPlace.directoryIn(directory));
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
