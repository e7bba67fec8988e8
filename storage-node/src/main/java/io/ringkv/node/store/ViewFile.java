package io.ringkv.node.store;

import io.ringkv.node.port.StoreException;
import io.ringkv.node.port.StoreException.Kind;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;

/**
 * The last view that the node has seen, so that it can serve before a coordinator answers: [magic 4][epoch 8][bytes]
 * [checksum 4].
 */
final class ViewFile {

    private static final int MAGIC = 0x524b5631; // "RKV1"
    private static final int HEAD_BYTES = Integer.BYTES + Long.BYTES;

    private final Path file;

    ViewFile(Path file) {
        this.file = file;
    }

    void save(SavedView view) {
        int checked = HEAD_BYTES + view.size();
        ByteBuffer buffer = ByteBuffer.allocate(checked + Integer.BYTES)
                .putInt(MAGIC)
                .putLong(view.epoch())
                .put(view.bytes());
        buffer.putInt(Checksums.of(buffer.array(), checked));
        AtomicFile.write(file, buffer.array());
    }

    Optional<SavedView> load() {
        try {
            return Optional.of(decode(Files.readAllBytes(file)));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw StoreErrors.of("read the last view", file, e);
        }
    }

    private SavedView decode(byte[] bytes) {
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        int checked = bytes.length - Integer.BYTES;
        if (checked < HEAD_BYTES
                || buffer.getInt() != MAGIC
                || buffer.getInt(checked) != Checksums.of(bytes, checked)) {
            throw new StoreException(
                    Kind.CORRUPT,
                    "the view saved in " + file
                            + " is damaged; remove the file, and the node waits for a"
                            + " coordinator's view before it serves");
        }
        return new SavedView(buffer.getLong(), Arrays.copyOfRange(bytes, HEAD_BYTES, checked));
    }
}
