package io.ringkv.protocol.codec;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.ringkv.protocol.Inbound;
import io.ringkv.protocol.Incoming;
import io.ringkv.protocol.Limits;
import io.ringkv.protocol.Push;
import io.ringkv.protocol.Refusal;
import io.ringkv.protocol.Reply;
import io.ringkv.protocol.Request;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.IntSupplier;

/**
 * Bytes in, messages out, for tests. Everything is decoded three times: at once from the heap, byte by byte from
 * outside it, and in random pieces; all three must find the same.
 */
final class Wire {
    private Wire() {}

    static List<Inbound> requests(String bytes) {
        return requests(bytes(bytes), Limits.DEFAULT);
    }

    static List<Inbound> requests(byte[] bytes, Limits limits) {
        List<Inbound> whole = requests(bytes, limits, Unpooled.buffer(), () -> bytes.length);
        assertThat(requests(bytes, limits, Unpooled.directBuffer(), () -> 1))
                .as("byte by byte")
                .isEqualTo(whole);
        SplittableRandom random = new SplittableRandom(Arrays.hashCode(bytes));
        assertThat(requests(bytes, limits, Unpooled.buffer(), () -> 1 + random.nextInt(20)))
                .as("in random pieces")
                .isEqualTo(whole);
        return whole;
    }

    static List<Inbound> requests(byte[] bytes, Limits limits, ByteBuf in, IntSupplier piece) {
        RequestDecoder decoder = new RequestDecoder(limits);
        List<Inbound> found = new ArrayList<>();
        for (int at = 0; at < bytes.length; ) {
            int length = Math.min(piece.getAsInt(), bytes.length - at);
            in.writeBytes(bytes, at, length);
            at += length;
            for (Inbound next = decoder.next(in); next != null; next = decoder.next(in)) {
                found.add(next);
            }
            in.discardReadBytes();
        }
        in.release();
        return found;
    }

    /** The only message in these bytes, which must be a request. */
    static Request request(String bytes) {
        List<Inbound> found = requests(bytes);
        assertThat(found).as(bytes).hasSize(1);
        assertThat(found.get(0)).isInstanceOf(Request.class);
        return (Request) found.get(0);
    }

    /** What is answered to the first thing in these bytes, as it travels, up to its text. */
    static String refusal(String bytes) {
        return head(requests(bytes).get(0));
    }

    /** A refusal's status line up to its text, with {@code " (closes)"} where it does; a request as it is shown. */
    static String head(Inbound found) {
        if (!(found instanceof Refusal refusal)) {
            return found.toString();
        }
        Reply reply = refusal.reply();
        String line = reply == null ? text(refusal.raw()) : text(encode(reply)).strip();
        int colon = line.indexOf(" : ");
        return (reply == null || colon < 0 ? line : line.substring(0, colon))
                + (refusal.closes() ? " (closes)" : "");
    }

    static List<String> heads(String bytes) {
        return requests(bytes).stream().map(Wire::head).toList();
    }

    static List<Incoming> replies(byte[] bytes, Limits limits, ByteBuf in, IntSupplier piece)
            throws ProtocolException {
        ReplyDecoder decoder = new ReplyDecoder(limits);
        List<Incoming> found = new ArrayList<>();
        try {
            for (int at = 0; at < bytes.length; ) {
                int length = Math.min(piece.getAsInt(), bytes.length - at);
                in.writeBytes(bytes, at, length);
                at += length;
                for (Incoming next = decoder.next(in); next != null; next = decoder.next(in)) {
                    found.add(next);
                }
                in.discardReadBytes();
            }
        } finally {
            in.release();
        }
        return found;
    }

    static List<Incoming> replies(String text) throws ProtocolException {
        byte[] bytes = bytes(text);
        List<Incoming> whole =
                replies(bytes, Limits.DEFAULT, Unpooled.buffer(), () -> bytes.length);
        assertThat(replies(bytes, Limits.DEFAULT, Unpooled.directBuffer(), () -> 1))
                .as("byte by byte")
                .isEqualTo(whole);
        return whole;
    }

    static Reply reply(String text) throws ProtocolException {
        List<Incoming> found = replies(text);
        assertThat(found).as(text).hasSize(1);
        return (Reply) found.get(0);
    }

    static byte[] encode(Object message) {
        ByteBuf out = Unpooled.buffer();
        if (message instanceof Request request) {
            RequestEncoder.encode(request, out);
        } else if (message instanceof Reply reply) {
            ReplyEncoder.encode(reply, out);
        } else {
            PushEncoder.encode((Push) message, out);
        }
        byte[] bytes = new byte[out.readableBytes()];
        out.readBytes(bytes);
        out.release();
        return bytes;
    }

    /** One character for each byte, so that any byte can be written in a test. */
    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }
}
