package io.ringkv.protocol.codec;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.ringkv.protocol.Inbound;
import io.ringkv.protocol.Incoming;
import io.ringkv.protocol.Limits;
import io.ringkv.protocol.Refusal;
import io.ringkv.protocol.Request;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.IntSupplier;

/**
 * Bytes that nobody meant: decoders end, throw nothing unexpected, keep no more than a line in the buffer, find the
 * same however the bytes are cut, and what they found can be encoded and decoded again. The fuzz tests run their seeds
 * and findings in every build, and search for more when {@code JAZZER_FUZZ=1} is set.
 */
class DecoderFuzzTest {
    private static final Limits SMALL = new Limits(64, 8, 32, 4, 8, 4096);
    private static final String[] PIECES = {
        "GET ",
        "PUT ",
        "PING",
        "HELLO ",
        "REPLICATE ",
        "--length=",
        "--key-length=",
        "--x-length=",
        "--level=",
        "all",
        "--",
        "--if=",
        "-",
        "=",
        "@",
        "@7 ",
        "\"",
        "\\",
        "\\x4",
        " ",
        "\n",
        "\r\n",
        "\r",
        "1",
        "2",
        "5",
        "0",
        "9999999999",
        "k",
        "v",
        "HTTP/1.1",
        "*",
        "\u0016",
        "\u00ff",
        "OK",
        "VALUE ",
        "ERR FATAL SYNTAX",
        "len=",
        "! view",
        "* row",
        " : ",
        "a=b",
        "\t",
        "\0",
        "NOT_FOUND",
    };

    @FuzzTest(maxDuration = "60s")
    void anyBytesAreRequestsOrRefusals(byte[] bytes) {
        List<Inbound> whole = requests(bytes, () -> Math.max(1, bytes.length));
        assertThat(requests(bytes, () -> 1)).isEqualTo(whole);
        for (Inbound found : whole) {
            if (found instanceof Request request) {
                assertThat(Wire.requests(
                                Wire.encode(request), Limits.DEFAULT, Unpooled.buffer(), () -> 7))
                        .containsExactly(request);
            }
        }
    }

    @FuzzTest(maxDuration = "60s")
    void anyBytesAreRepliesOrRefused(byte[] bytes) throws ProtocolException {
        List<Incoming> whole = replies(bytes, () -> Math.max(1, bytes.length));
        assertThat(replies(bytes, () -> 1)).isEqualTo(whole);
        for (Incoming found : whole) {
            assertThat(Wire.replies(Wire.encode(found), Limits.DEFAULT, Unpooled.buffer(), () -> 7))
                    .containsExactly(found);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void randomBytesNeverHurtADecoder(long seed) throws ProtocolException {
        SplittableRandom random = new SplittableRandom(seed);
        for (int round = 0; round < 1500; round++) {
            byte[] bytes = round % 4 == 0 ? noise(random) : pieces(random);
            anyBytesAreRequestsOrRefusals(bytes);
            anyBytesAreRepliesOrRefused(bytes);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void validTrafficWithAFewWrongBytesNeverHurtsADecoder(long seed) throws ProtocolException {
        SplittableRandom random = new SplittableRandom(seed);
        Messages messages = new Messages(seed);
        for (int round = 0; round < 600; round++) {
            byte[] request = Wire.encode(messages.request());
            byte[] reply = Wire.encode(messages.reply());
            for (int i = random.nextInt(4); i > 0; i--) {
                request[random.nextInt(request.length)] = (byte) random.nextInt(256);
                reply[random.nextInt(reply.length)] = (byte) random.nextInt(256);
            }
            anyBytesAreRequestsOrRefusals(request);
            anyBytesAreRepliesOrRefused(reply);
        }
    }

    private static byte[] noise(SplittableRandom random) {
        byte[] bytes = new byte[random.nextInt(200)];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) random.nextInt(256);
        }
        return bytes;
    }

    private static byte[] pieces(SplittableRandom random) {
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(25); i > 0; i--) {
            text.append(PIECES[random.nextInt(PIECES.length)]);
        }
        return Wire.bytes(text.toString());
    }

    private static List<Inbound> requests(byte[] bytes, IntSupplier piece) {
        RequestDecoder decoder = new RequestDecoder(SMALL);
        ByteBuf in = Unpooled.buffer();
        List<Inbound> found = new ArrayList<>();
        for (int at = 0; at < bytes.length; ) {
            int length = Math.min(piece.getAsInt(), bytes.length - at);
            in.writeBytes(bytes, at, length);
            at += length;
            for (Inbound next = decoder.next(in); next != null; next = decoder.next(in)) {
                found.add(within(next));
            }
            assertThat(in.readableBytes()).isLessThanOrEqualTo(SMALL.lineBytesMax() + 1);
        }
        in.release();
        return found;
    }

    /** A request that was found is within the limits; a refusal that closes is the last thing that is. */
    private static Inbound within(Inbound found) {
        if (found instanceof Request request) {
            byte[] value = request.value();
            assertThat(value == null ? 0 : value.length).isLessThanOrEqualTo(SMALL.valueBytesMax());
            assertThat(request.hasKey() ? request.key().length : 1)
                    .isBetween(1, SMALL.keyBytesMax());
            assertThat(request.arguments()).hasSizeLessThanOrEqualTo(SMALL.argumentsMax());
        } else if (found instanceof Refusal refusal && refusal.reply() != null) {
            assertThat(refusal.reply().text()).isNotEmpty();
        }
        return found;
    }

    /** The replies before the first thing that is none. */
    private static List<Incoming> replies(byte[] bytes, IntSupplier piece) {
        ReplyDecoder decoder = new ReplyDecoder(SMALL);
        ByteBuf in = Unpooled.buffer();
        List<Incoming> found = new ArrayList<>();
        try {
            for (int at = 0; at < bytes.length; ) {
                int length = Math.min(piece.getAsInt(), bytes.length - at);
                in.writeBytes(Arrays.copyOfRange(bytes, at, at + length));
                at += length;
                for (Incoming next = decoder.next(in); next != null; next = decoder.next(in)) {
                    found.add(next);
                }
                assertThat(in.readableBytes()).isLessThanOrEqualTo(SMALL.lineBytesMax() + 1);
            }
        } catch (ProtocolException e) {
            assertThat(e).hasMessageNotContaining("\n");
        } finally {
            in.release();
        }
        return found;
    }
}
