package io.ringkv.client.quickstart;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.function.Consumer;

/** Of two that start or stop the same cluster at once, the second waits, and then finds what the first did. */
final class OneAtATime implements AutoCloseable {
    static final String FILE = "quickstart.lock";

    private final FileChannel channel;

    private OneAtATime(FileChannel channel) {
        this.channel = channel;
    }

    static OneAtATime in(Path dir, Consumer<String> say) throws IOException {
        Files.createDirectories(dir);
        FileChannel channel = FileChannel.open(
                dir.resolve(FILE), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FileLock lock = channel.tryLock();
        if (lock == null) {
            say.accept("another quickstart is at work in " + dir + "; waiting for it");
            lock = channel.lock();
        }
        return new OneAtATime(channel);
    }

    /** The operating system gives the lock back with the channel. */
    @Override
    public void close() throws IOException {
        channel.close();
    }
}
