package io.ringkv.protocol.codec;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.ringkv.protocol.Inbound;
import io.ringkv.protocol.Incoming;
import io.ringkv.protocol.Limits;
import io.ringkv.protocol.Reply;
import io.ringkv.protocol.Request;
import io.ringkv.protocol.Verb;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;

/** What an encoder writes, a decoder reads back, whatever the content and however it is cut into pieces. */
class RoundTripTest {

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void randomRequestsComeBackTheSame(long seed) {
        Messages messages = new Messages(seed);
        for (int round = 0; round < 300; round++) {
            List<Inbound> sent = new ArrayList<>();
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            for (int i = messages.nextInt(6); i >= 0; i--) {
                Request request = messages.request();
                sent.add(request);
                bytes.writeBytes(Wire.encode(request));
            }
            ByteBuf in = round % 2 == 0 ? Unpooled.buffer() : Unpooled.directBuffer();

            assertThat(Wire.requests(
                            bytes.toByteArray(), Limits.DEFAULT, in, () -> messages.piece(50)))
                    .as("seed %d round %d: %s", seed, round, Wire.text(bytes.toByteArray()))
                    .isEqualTo(sent);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void randomRepliesAndPushesComeBackTheSame(long seed) throws ProtocolException {
        Messages messages = new Messages(seed);
        for (int round = 0; round < 300; round++) {
            List<Incoming> sent = new ArrayList<>();
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            for (int i = messages.nextInt(6); i >= 0; i--) {
                Incoming message = messages.nextInt(5) == 0 ? messages.push() : messages.reply();
                sent.add(message);
                bytes.writeBytes(Wire.encode(message));
            }
            ByteBuf in = round % 2 == 0 ? Unpooled.buffer() : Unpooled.directBuffer();

            assertThat(Wire.replies(
                            bytes.toByteArray(), Limits.DEFAULT, in, () -> messages.piece(50)))
                    .as("seed %d round %d: %s", seed, round, Wire.text(bytes.toByteArray()))
                    .isEqualTo(sent);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "PUT k v|k|v",
                "PUT --length=0 k|k|''",
                "PUT --length=2 k|k|' v'",
                "PUT --length=3 k|k|--v",
                "PUT --length=8 k|k|HTTP/1.1",
                "PUT --key-length=3 --length=1|a b|v",
                "PUT --key-length=3 --length=1|--k|v",
                "PUT --key-length=2 --length=1|\"k|v",
                "PUT k\"|k\"|",
            })
    void aRequestIsWrittenAsItWouldBeTypedWhereThatIsPossible(
            String line, String key, String value) {
        Request put = Request.builder(Verb.PUT)
                .argument(key)
                .value(Wire.bytes(value == null ? "x" : value))
                .build();

        assertThat(Wire.text(Wire.encode(put))).startsWith(line);
    }

    @Test
    void everyByteIsSafeInAKeyAValueAnArgumentAndAField() throws ProtocolException {
        for (int b = 0; b < 256; b++) {
            byte[] key = {(byte) b, 'x', (byte) b};
            Request put = Request.builder(Verb.PUT).argument(key).value(key).build();
            Request register = Request.builder(Verb.REGISTER_NODE)
                    .argument(key)
                    .argument("1")
                    .build();
            Reply reply = Reply.ok().with("f", String.valueOf((char) b));

            assertThat(Wire.request(Wire.text(Wire.encode(put)))).isEqualTo(put);
            assertThat(Wire.request(Wire.text(Wire.encode(register)))).isEqualTo(register);
            assertThat(Wire.reply(Wire.text(Wire.encode(reply)))).isEqualTo(reply);
        }
    }

    @Test
    void anUntaggedPingIsNotTakenForTheGreetingOfAnotherProtocol() {
        assertThat(Wire.request(Wire.text(Wire.encode(Request.of(Verb.PING)))))
                .isEqualTo(Request.of(Verb.PING));
    }

    @Test
    void theLargestValueComesBackInOnePiece() {
        byte[] value = new byte[Limits.DEFAULT.valueBytesMax()];
        value[0] = '\n';
        Request put = Request.builder(Verb.PUT).argument("k").value(value).build();

        assertThat(Wire.requests(Wire.encode(put), Limits.DEFAULT, Unpooled.buffer(), () -> 1460))
                .containsExactly(put);
    }
}
