package io.ringkv.node.store;

import io.ringkv.node.port.StoreException;
import io.ringkv.node.port.StoreException.Kind;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Looks through RocksDB's logs before RocksDB does. One flipped bit makes a record look as if it came from a recycled
 * log file, and in this recovery mode RocksDB 11.8 then never returns from opening. This store recycles no logs, so a
 * record of that kind is damage.
 *
 * <p>A log is blocks of 32 KiB, of records [checksum 4][length 2][type 1][bytes], little endian; none crosses a block.
 */
final class LogHeaders {

    private static final int BLOCK_BYTES = 32 << 10;
    private static final int HEADER_BYTES = 7;
    private static final int LENGTH_AT = 4;
    private static final int TYPE_AT = 6;
    private static final int NO_RECORD = 0;
    private static final int FIRST_RECYCLED = 5;
    private static final int LAST_RECYCLED = 8;

    private LogHeaders() {}

    static void check(Path directory) {
        try (DirectoryStream<Path> logs = Files.newDirectoryStream(directory, "*.log")) {
            for (Path log : logs) {
                checkLog(log);
            }
        } catch (IOException e) {
            throw StoreErrors.of("read the log", directory, e);
        }
    }

    private static void checkLog(Path log) throws IOException {
        ByteBuffer block = ByteBuffer.allocate(BLOCK_BYTES).order(ByteOrder.LITTLE_ENDIAN);
        try (FileChannel channel = FileChannel.open(log, StandardOpenOption.READ)) {
            for (long at = 0; at < channel.size(); at += BLOCK_BYTES) {
                block.clear();
                while (block.hasRemaining() && channel.read(block, at + block.position()) > 0) {
                    // The last block may be short.
                }
                checkBlock(log, at, block.flip());
            }
        }
    }

    private static void checkBlock(Path log, long blockAt, ByteBuffer block) {
        int at = 0;
        while (at + HEADER_BYTES <= block.limit()) {
            int type = block.get(at + TYPE_AT);
            if (type == NO_RECORD) {
                return;
            }
            if (type >= FIRST_RECYCLED && type <= LAST_RECYCLED) {
                throw new StoreException(
                        Kind.CORRUPT,
                        "the store's log " + log + " is corrupt: unknown record type " + type
                                + " at byte " + (blockAt + at));
            }
            at += HEADER_BYTES + Short.toUnsignedInt(block.getShort(at + LENGTH_AT));
        }
    }
}
