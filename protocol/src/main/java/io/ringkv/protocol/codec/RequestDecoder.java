package io.ringkv.protocol.codec;

import io.netty.buffer.ByteBuf;
import io.netty.util.ByteProcessor;
import io.ringkv.protocol.ErrorCode;
import io.ringkv.protocol.Inbound;
import io.ringkv.protocol.Limits;
import io.ringkv.protocol.Refusal;
import io.ringkv.protocol.Reply;
import io.ringkv.protocol.Request;

import org.jspecify.annotations.Nullable;

import java.util.function.LongPredicate;

/**
 * Finds requests in the bytes of one connection, in whatever fragments they come. An incomplete line stays in the
 * buffer; a block is taken as it arrives. It never holds more than one line, one key and one value within the limits,
 * never looks at a byte of an incomplete line twice, and after an answer that closes the connection it reads nothing.
 */
public final class RequestDecoder {
    private enum State {
        LINE,
        BLOCKS,
        CLOSED
    }

    private static final ByteProcessor NOT_BLANK = b -> b == ' ' || b == '\r';

    private final LineFinder finder;
    private final LineBytes lineBytes = new LineBytes();
    private final RequestLine line;
    private final BlockReader blocks;
    private State state = State.LINE;
    private boolean anyByte;
    private boolean anyLine;
    private int block;
    private byte @Nullable [] key;
    private byte @Nullable [] value;

    public RequestDecoder(Limits limits) {
        this(limits, bytes -> true);
    }

    /**
     * One whose bytes share the memory of a process with those of others.
     *
     * @param mayHold whether {@link #heldBytes} may become so much; when not, the request is refused and the connection
     *     closes
     */
    public RequestDecoder(Limits limits, LongPredicate mayHold) {
        blocks = new BlockReader(size -> mayHold.test(heldBesideBlock() + size));
        finder = new LineFinder(limits.lineBytesMax());
        line = new RequestLine(limits);
    }

    /**
     * The next request or refusal, or null when more bytes are needed. Call it again until it returns null; what it
     * leaves in the buffer must be there, followed by what arrived since, the next time.
     */
    public @Nullable Inbound next(ByteBuf in) {
        Inbound found = null;
        while (found == null && in.isReadable()) {
            State before = state;
            int unread = in.readableBytes();
            found = switch (state) {
                case LINE -> readLine(in);
                case BLOCKS -> readBlock(in);
                case CLOSED -> discard(in);
            };
            if (state == before && in.readableBytes() == unread) {
                return found;
            }
        }
        return found;
    }

    /**
     * After the last byte: the answer to a request that broke off, or null when none did. What is still in the buffer
     * is the line that has no end.
     */
    public @Nullable Refusal ended(ByteBuf in) {
        if (state == State.BLOCKS) {
            return close(Refusal.of(brokenOff("within the block that it announced"), true));
        }
        return state == State.LINE && in.forEachByte(NOT_BLANK) >= 0
                ? close(Refusal.of(brokenOff("before the end of its line"), true))
                : null;
    }

    private Reply brokenOff(String where) {
        Reply earlier = state == State.BLOCKS ? line.error() : null;
        return earlier != null
                ? earlier
                : Reply.error(
                                ErrorCode.SYNTAX,
                                "the connection ended " + where + ", so nothing was applied. Send"
                                        + " the whole request, and a line end behind it")
                        .withTag(state == State.BLOCKS ? line.tag() : null);
    }

    /** What a request takes whose blocks have not come whole; an incomplete line is still in the buffer. */
    public long heldBytes() {
        return state == State.BLOCKS ? heldBesideBlock() + blocks.heldBytes() : 0;
    }

    private long heldBesideBlock() {
        byte[] keyBlock = key;
        return line.heldBytes() + (keyBlock == null ? 0 : keyBlock.length);
    }

    /** Reads nothing any more, and holds nothing. */
    public void close() {
        state = State.CLOSED;
        blocks.drop();
        key = null;
        value = null;
    }

    /** Reads nothing any more: what it would have to hold has no room beside what others hold. */
    public Refusal closeForWantOfRoom() {
        return close(Refusal.of(noRoom(), true));
    }

    private Reply noRoom() {
        return Reply.error(
                        ErrorCode.OVERLOADED,
                        "clients of this process have sent too many requests by halves, so the connection"
                                + " closes and nothing was applied. Send the whole request again, in one go")
                .with("retry-after", "1s")
                .withTag(state == State.BLOCKS ? line.tag() : null);
    }

    /** Whether an answer has closed the connection: nothing more will be found. */
    public boolean closed() {
        return state == State.CLOSED;
    }

    private static @Nullable Inbound discard(ByteBuf in) {
        in.skipBytes(in.readableBytes());
        return null;
    }

    private @Nullable Inbound readLine(ByteBuf in) {
        Refusal foreign = Greetings.firstByte(in.getByte(in.readerIndex()), anyByte);
        anyByte = true;
        if (foreign != null) {
            return close(foreign);
        }
        int length = finder.find(in);
        if (length == LineFinder.INCOMPLETE) {
            return null;
        }
        if (length == LineFinder.TOO_LONG) {
            return close(lineTooLong());
        }
        lineBytes.of(in, length);
        Inbound found = read(lineBytes.bytes(), lineBytes.from(), lineBytes.from() + length);
        lineBytes.release();
        in.skipBytes(finder.lengthWithEnd());
        return found;
    }

    private @Nullable Inbound read(byte[] bytes, int from, int to) {
        if (isBlank(bytes, from, to)) {
            return null;
        }
        Refusal foreign = anyLine ? null : Greetings.firstLine(bytes, from, to);
        anyLine = true;
        if (foreign != null) {
            return foreign.closes() ? close(foreign) : foreign;
        }
        line.read(bytes, from, to);
        Reply error = line.error();
        if (error != null && line.closes()) {
            return close(Refusal.of(error, true));
        }
        if (line.blocks().count() == 0) {
            return error == null ? line.request().build() : Refusal.of(error, false);
        }
        state = State.BLOCKS;
        startBlock(0);
        return null;
    }

    private void startBlock(int i) {
        block = i;
        // A request that is refused already takes no memory for what is only read over.
        blocks.start(line.blocks().at(i), line.error() == null);
    }

    private @Nullable Inbound readBlock(ByteBuf in) {
        switch (blocks.read(in)) {
            case MORE -> {
                return null;
            }
            case NO_ROOM -> {
                return closeForWantOfRoom();
            }
            case BROKEN -> {
                return close(brokenBlock());
            }
            case DONE -> keepBlock();
        }
        if (block + 1 < line.blocks().count()) {
            startBlock(block + 1);
            return null;
        }
        state = State.LINE;
        return finish();
    }

    private void keepBlock() {
        if (block == 0 && line.blocks().hasKey()) {
            key = blocks.block();
        } else {
            value = blocks.block();
        }
    }

    private Inbound finish() {
        byte[] keyBlock = key;
        byte[] valueBlock = value;
        key = null;
        value = null;
        Reply error = line.error();
        if (error != null) {
            return Refusal.of(error, false);
        }
        Request.Builder request = line.request();
        if (keyBlock != null) {
            request.key(keyBlock);
        }
        return (valueBlock == null ? request : request.value(valueBlock)).build();
    }

    private Refusal close(Refusal refusal) {
        close();
        return refusal;
    }

    private Refusal lineTooLong() {
        Reply error = Reply.error(
                ErrorCode.TOO_LARGE,
                "the line is longer than the limit, so its end is not looked for and"
                        + " the connection closes. Send long keys and values in blocks (--key-length=n, --length=n)");
        return Refusal.of(error.with("max", finder.bytesMax()), true);
    }

    private Refusal brokenBlock() {
        Reply error = Reply.error(
                ErrorCode.SYNTAX,
                "a block of " + line.blocks().at(block) + " bytes was announced, and no"
                        + " line end follows it, so the connection closes and nothing was applied. Count bytes, not"
                        + " characters, and end the block with a line end that is not counted");
        return Refusal.of(error.withTag(line.tag()), true);
    }

    private static boolean isBlank(byte[] bytes, int from, int to) {
        for (int i = from; i < to; i++) {
            if (bytes[i] != ' ') {
                return false;
            }
        }
        return true;
    }
}
