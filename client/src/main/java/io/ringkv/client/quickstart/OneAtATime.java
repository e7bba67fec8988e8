package io.ringkv.client.quickstart;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.function.Consumer;

/** Of two that start or stop the same cluster at once, the second waits, and then finds what the first did. */
final class OneAtATime implements AutoCloseable {
    static final String FILE = "quickstart.lock";

    private final FileChannel channel;

    private OneAtATime(FileChannel channel) {
        this.channel = channel;
    }

    static OneAtATime in(Path dir, Consumer<String> say) throws IOException {
        Path file = dir.resolve(FILE);
        while (true) {
            Files.createDirectories(dir);
            FileChannel channel =
                    FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            @Nullable Object opened = identity(file);
            FileLock lock = channel.tryLock();
            if (lock == null) {
                say.accept("another quickstart is at work in " + dir + "; waiting for it");
                lock = channel.lock();
            }
            if (opened != null && opened.equals(identity(file))) {
                return new OneAtATime(channel);
            }
            // It was cleaned away while this one waited: a lock on it keeps nobody out.
            channel.close();
        }
    }

    private static @Nullable Object identity(Path file) throws IOException {
        try {
            Object key = Files.readAttributes(file, BasicFileAttributes.class).fileKey();
            return key == null ? file : key;
        } catch (NoSuchFileException e) {
            return null;
        }
    }

    /** The operating system gives the lock back with the channel. */
    @Override
    public void close() throws IOException {
        channel.close();
    }
}
