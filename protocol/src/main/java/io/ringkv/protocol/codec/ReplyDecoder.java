package io.ringkv.protocol.codec;

import io.netty.buffer.ByteBuf;
import io.ringkv.protocol.Incoming;
import io.ringkv.protocol.Item;
import io.ringkv.protocol.Limits;
import io.ringkv.protocol.Line;
import io.ringkv.protocol.Push;
import io.ringkv.protocol.Reply;
import io.ringkv.protocol.Tags;

import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Finds replies and pushes in the bytes of one connection, in whatever fragments they come, without knowing what was
 * asked. It keeps words that it does not know, holds no more than one reply within the limits, and refuses what is no
 * reply: a client must not guess where the next one starts.
 */
public final class ReplyDecoder {
    /** What a line or a word costs in memory beyond its bytes, about: many small ones must not slip under the limit. */
    private static final int OBJECT_BYTES = 64;

    private final Limits limits;
    private final LineFinder finder;
    private final LineBytes lineBytes = new LineBytes();
    private final LineReader line = new LineReader();
    private final BlockReader block = new BlockReader(size -> true);
    private List<Item> items = new ArrayList<>();
    private long replyBytes;
    private byte kind;
    private @Nullable String tag;
    private boolean inBlock;
    private boolean broken;

    public ReplyDecoder(Limits limits) {
        this.limits = limits;
        finder = new LineFinder(limits.lineBytesMax());
    }

    /**
     * The next reply or push, or null when more bytes are needed. Call it again until it returns null; what it leaves
     * in the buffer must be there, followed by what arrived since, the next time.
     *
     * @throws ProtocolException when the bytes are no reply; from then on for every call
     */
    public @Nullable Incoming next(ByteBuf in) throws ProtocolException {
        if (broken) {
            throw new ProtocolException(
                    "the connection has already carried something that is no reply");
        }
        broken = true;
        Incoming found = null;
        boolean progress = true;
        while (found == null && progress && in.isReadable()) {
            int unread = in.readableBytes();
            boolean wasInBlock = inBlock;
            found = inBlock ? readBlock(in) : readLine(in);
            progress = in.readableBytes() != unread || wasInBlock != inBlock;
        }
        broken = false;
        return found;
    }

    /** Whether a reply has begun and not ended: a connection that breaks now has cut it. */
    public boolean inReply() {
        return inBlock || !items.isEmpty();
    }

    private @Nullable Incoming readLine(ByteBuf in) throws ProtocolException {
        int length = finder.find(in);
        if (length == LineFinder.INCOMPLETE) {
            return null;
        }
        if (length == LineFinder.TOO_LONG) {
            throw new ProtocolException(
                    "a line of a reply is longer than " + limits.lineBytesMax() + " bytes");
        }
        lineBytes.of(in, length);
        read(lineBytes.bytes(), lineBytes.from(), lineBytes.from() + length);
        lineBytes.release();
        in.skipBytes(finder.lengthWithEnd());
        count(length + OBJECT_BYTES * (1L + line.wordCount()) + Math.max(0, line.blockLength()));
        if (!line.hasBlock()) {
            return finish(null);
        }
        if (line.blockLength() > limits.valueBytesMax()) {
            throw new ProtocolException("a block of " + line.blockLength()
                    + " bytes is announced, above the limit of " + limits.valueBytesMax());
        }
        block.start((int) line.blockLength(), true);
        inBlock = true;
        return null;
    }

    private void read(byte[] bytes, int from, int to) throws ProtocolException {
        if (from == to) {
            throw new ProtocolException("an empty line stands where a reply should");
        }
        kind = bytes[from];
        tag = null;
        int start = from;
        if (kind == '*' || kind == '!') {
            start = from + 1;
            if (start < to && bytes[start] != ' ') {
                throw new ProtocolException(
                        "a line starts with " + Shown.of(bytes, from, to) + ", which is no reply");
            }
        } else if (kind == '@') {
            start = readTag(bytes, from + 1, to);
        }
        line.read(bytes, start, to, kind != '*' && kind != '!');
    }

    private int readTag(byte[] bytes, int from, int to) throws ProtocolException {
        int end = from;
        while (end < to && bytes[end] != ' ') {
            end++;
        }
        String text = new String(bytes, from, end - from, StandardCharsets.ISO_8859_1);
        if (!Tags.isTag(text)) {
            throw new ProtocolException(
                    "a reply has the tag " + Shown.of(bytes, from, end) + ", which is none");
        }
        tag = text;
        return end;
    }

    private @Nullable Incoming readBlock(ByteBuf in) throws ProtocolException {
        BlockReader.Progress progress = block.read(in);
        if (progress == BlockReader.Progress.BROKEN) {
            throw new ProtocolException(
                    "a block of " + line.blockLength() + " bytes does not end with its line end");
        }
        if (progress == BlockReader.Progress.MORE) {
            return null;
        }
        inBlock = false;
        return finish(block.block());
    }

    private @Nullable Incoming finish(byte @Nullable [] bytes) throws ProtocolException {
        Line complete = line.line(bytes);
        if (kind == '*') {
            items.add(new Item(complete));
            return null;
        }
        return kind == '!' ? push(complete) : reply(complete);
    }

    private Push push(Line complete) throws ProtocolException {
        if (!items.isEmpty()) {
            throw new ProtocolException(
                    "a push stands inside a reply: " + Shown.of(complete.toString()));
        }
        replyBytes = 0;
        try {
            return new Push(complete);
        } catch (IllegalArgumentException e) {
            throw new ProtocolException("this is no push: " + Shown.of(complete.toString()));
        }
    }

    private Reply reply(Line complete) throws ProtocolException {
        boolean error = !complete.words().isEmpty() && complete.words().get(0).equals("ERR");
        if (error && complete.words().size() < 3) {
            throw new ProtocolException(
                    "an error comes without class or code: " + Shown.of(complete.toString()));
        }
        List<Item> own = items;
        items = new ArrayList<>(0);
        replyBytes = 0;
        try {
            return new Reply(tag, own, complete);
        } catch (IllegalArgumentException e) {
            throw new ProtocolException("this is no reply: " + Shown.of(complete.toString()));
        }
    }

    private void count(long bytes) throws ProtocolException {
        replyBytes += bytes;
        if (replyBytes > limits.replyBytesMax()) {
            throw new ProtocolException(
                    "a reply is longer than " + limits.replyBytesMax() + " bytes");
        }
    }
}
