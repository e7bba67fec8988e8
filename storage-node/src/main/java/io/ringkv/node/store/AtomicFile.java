package io.ringkv.node.store;

import org.jspecify.annotations.Nullable;

import java.io.File;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/** Replaces a small file so that, whatever happens, either the old or the new bytes are there. */
final class AtomicFile {

    private static final String NEW = ".new";

    private AtomicFile() {}

    /** On return the new bytes are on the disk, and so is the file's name. */
    static void write(Path file, byte[] bytes) {
        Path next = file.resolveSibling(file.getFileName() + NEW);
        try {
            try (FileChannel channel = FileChannel.open(
                    next,
                    StandardOpenOption.CREATE,
                    StandardOpenOption.WRITE,
                    StandardOpenOption.TRUNCATE_EXISTING)) {
                ByteBuffer rest = ByteBuffer.wrap(bytes);
                while (rest.hasRemaining()) {
                    channel.write(rest);
                }
                channel.force(true);
            }
            Files.move(
                    next,
                    file,
                    StandardCopyOption.ATOMIC_MOVE,
                    StandardCopyOption.REPLACE_EXISTING);
            syncDirectory(file.toAbsolutePath().getParent());
        } catch (IOException e) {
            throw StoreErrors.of("write the file", file, e);
        }
    }

    /** Puts created, moved and removed names on the disk. Windows has no such call, and needs none. */
    static void syncDirectory(@Nullable Path directory) throws IOException {
        if (directory == null || File.separatorChar == '\\') {
            return;
        }
        try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }
}
