package io.ringkv.protocol.codec;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.ringkv.protocol.Inbound;
import io.ringkv.protocol.Limits;
import io.ringkv.protocol.Option;
import io.ringkv.protocol.Request;
import io.ringkv.protocol.Verb;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.List;

/** Every sentence of the protocol page about framing that is the codec's to keep. */
class FramingTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "PUT --length k",
                "PUT --length= k",
                "PUT --length=-1 k",
                "PUT --length=+1 k",
                "PUT --length=01 k",
                "PUT --length=0x5 k",
                "PUT --length=5x k",
                "PUT --length=1.5 k",
                "PUT --length=\"5\" k",
                "PUT --length=5 --length=5 k",
                "PUT --length=5 --LENGTH=6 k",
                "PUT --key-length=2 --key-length=2",
                "GET --x-length=1 --X-length=1 k",
                "GET --x-length=oops k",
                "NO_SUCH_VERB --length=oops",
                "INCR --length=oops",
                "PUT --length=99999999999999999999 k",
            })
    void aMalformedNegativeOrRepeatedLengthIsAnsweredAndCloses(String line) {
        assertThat(Wire.heads(line + "\nGET a\nGET b\n"))
                .containsExactly("ERR FATAL SYNTAX (closes)");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "PUT k --length=5",
                "GET k --length=5",
                "GET k --x-length=5",
                "PUT k  --length=5",
                "HELP x --length"
            })
    void aLengthBehindTheKeyClosesBecauseItsBlockMayFollow(String line) {
        assertThat(Wire.heads(line + "\nDELETE a\n")).containsExactly("ERR FATAL SYNTAX (closes)");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HELLO --client=\"a 1",
                "HELLO --client=\"a\"b --length=5 1",
                "GET --x=\"\\q\" k"
            })
    void anOptionWithBrokenQuotesClosesBecauseItMayHideALength(String line) {
        assertThat(Wire.heads(line + "\nDELETE a\n")).containsExactly("ERR FATAL SYNTAX (closes)");
    }

    @Test
    void aLengthInsideAnotherOptionsQuotesIsNone() {
        Request hello = Wire.request("HELLO --client=\"a --length=5 b\" 1\n");

        assertThat(hello.option(Option.CLIENT)).isEqualTo("a --length=5 b");
    }

    @ParameterizedTest
    @ValueSource(strings = {"hello!\n", "hell\n", "helloGET a\n", "hello\rGET a\n"})
    void aBlockWithoutItsLineEndCloses(String block) {
        assertThat(Wire.heads("PUT --length=5 k\n" + block + "GET a\n"))
                .containsExactly("ERR FATAL SYNTAX (closes)");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET / HTTP/1.1",
                "POST /x HTTP/1.0",
                "PUT /k HTTP/1.1",
                "DELETE /k HTTP/1.1",
                "@7 X HTTP/1.9"
            })
    void aFirstLineOfHttpIsAnsweredInHttpAndCloses(String line) {
        for (String start : List.of("", "\r\n", "\n  \n")) {
            List<String> answers =
                    Wire.heads(start + line + "\r\nHost: x\r\nContent-Length: 9\r\n\r\nDELETE a\n");

            assertThat(answers).hasSize(1);
            assertThat(answers.get(0))
                    .startsWith("HTTP/1.1 400 Bad Request\r\n")
                    .contains("Connection: close\r\n")
                    .endsWith("(closes)");
            String[] parts = answers.get(0).split("\r\n\r\n", 2);
            assertThat(parts[0])
                    .contains("Content-Length: " + (parts[1].length() - " (closes)".length()));
        }
    }

    @Test
    void onlyTheFirstLineIsGuardedAgainstHttp() {
        assertThat(Wire.heads("GET a\nPUT k HTTP/1.1\n"))
                .containsExactly("GET a", "PUT k [8 bytes]");
        assertThat(Wire.heads("PUT k HTTP/2.0\n")).containsExactly("PUT k [8 bytes]");
        assertThat(Wire.heads("PUT k xHTTP/1.1\n")).containsExactly("PUT k [9 bytes]");
    }

    @Test
    void lfAndCrLfBothWorkAndPipelinedRequestsAreAllFound() {
        assertThat(
                        Wire.heads(
                                "GET a\nGET b\r\nPUT --length=2 c\r\n\r\n\nDELETE --key-length=1\nd\r\nPING\n"))
                .containsExactly("GET a", "GET b", "PUT c [2 bytes]", "DELETE d", "PING");
    }

    @Test
    void halfSentInputLeavesTheDecoderWaiting() {
        for (String half : List.of(
                "GET a",
                "GET a\r",
                "PUT --length=5 k\nhell",
                "PUT --length=5 k\nhello",
                "PUT --length=5 k\nhello\r",
                "PUT --key-length=1 --length=1\nk\n",
                "@",
                "\n")) {
            assertThat(Wire.requests(half)).as(half).isEmpty();
        }
    }

    @Test
    void aFirstByteOfRespIsRefusedByNameAtOnceAndCloses() {
        assertThat(Wire.heads("*1\r\n$4\r\nPING\r\n"))
                .hasSize(1)
                .first()
                .asString()
                .startsWith("-ERR FATAL UNSUPPORTED : ")
                .contains("RESP")
                .endsWith("\r\n (closes)");
        assertThat(Wire.requests("*")).hasSize(1);
        assertThat(Wire.heads("GET a\n*1\n")).containsExactly("GET a", "ERR FATAL UNKNOWN_COMMAND");
    }

    @Test
    void aFirstByteOfTlsIsRefusedByNameAtOnceAndCloses() {
        assertThat(Wire.heads("\u0016\u0003\u0001\u0002"))
                .containsExactly("ERR FATAL UNSUPPORTED (closes)");
        assertThat(Wire.requests("\u0016").get(0).toString()).contains("TLS");
        assertThat(Wire.heads("GET a\n\u0016\n")).containsExactly("GET a", "ERR FATAL SYNTAX");
    }

    @Test
    void telnetNegotiationIsRefusedAtOnceAndCloses() {
        assertThat(Wire.heads("\u00ff\u00fb\u001f")).containsExactly("ERR FATAL SYNTAX (closes)");
        assertThat(Wire.heads("GET a\n\u00ff\u00fdGET b\n"))
                .containsExactly("GET a", "ERR FATAL SYNTAX (closes)");
    }

    @Test
    void aBarePingAsFirstLineIsAnsweredTheWayRedisBenchmarkExpects() {
        assertThat(Wire.heads("PING\r\nPING\r\n")).containsExactly("+PONG\r\n", "PING");
        assertThat(Wire.heads("ping\n")).containsExactly("+PONG\r\n");
        assertThat(Wire.request("@1 PING\n").verb()).isEqualTo(Verb.PING);
        assertThat(Wire.request("PING --\n").verb()).isEqualTo(Verb.PING);
    }

    @Test
    void afterAClosingAnswerNothingIsReadAndNothingIsKept() {
        RequestDecoder decoder = new RequestDecoder(Limits.DEFAULT);
        ByteBuf in = Unpooled.copiedBuffer(Wire.bytes("PUT --length=x k\nGET a\n"));

        Inbound closing = decoder.next(in);

        assertThat(Wire.head(closing)).isEqualTo("ERR FATAL SYNTAX (closes)");
        assertThat(decoder.closed()).isTrue();
        assertThat(decoder.next(in)).isNull();
        assertThat(in.isReadable()).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"8192, 1", "8193, 0"})
    void aLineOfExactlyTheLimitIsReadAndOneByteMoreCloses(int length, int served) {
        for (String end : List.of("\n", "\r\n")) {
            String line = "PUT k " + "v".repeat(length - 6);
            List<String> heads = Wire.heads(line + end + "GET a\n");

            assertThat(heads)
                    .hasSize(1 + served)
                    .first()
                    .asString()
                    .isEqualTo(
                            served == 1
                                    ? "PUT k [8186 bytes]"
                                    : "ERR FATAL TOO_LARGE max=8192 (closes)");
        }
    }

    @Test
    void aLineThatCannotEndInTimeIsRefusedBeforeItEnds() {
        assertThat(Wire.requests("x".repeat(8193))).hasSize(1);
        assertThat(Wire.requests("x".repeat(8192) + "\r")).isEmpty();
        assertThat(Wire.requests("x".repeat(8192) + "\rx")).hasSize(1);
    }

    @Test
    void aKeyOfExactlyTheLimitIsServedTypedOrInABlock() {
        String key = "k".repeat(1024);

        assertThat(Wire.request("GET " + key + "\n").key()).hasSize(1024);
        assertThat(Wire.request("GET --key-length=1024\n" + key + "\n").key()).hasSize(1024);
    }

    @Test
    void aTypedKeyAboveTheLimitIsRefusedAndAnAnnouncedOneCloses() {
        String key = "k".repeat(1025);

        assertThat(Wire.heads("GET " + key + "\nGET a\n"))
                .containsExactly("ERR FATAL TOO_LARGE max=1024", "GET a");
        assertThat(Wire.heads("PUT " + key + " v\nGET a\n"))
                .containsExactly("ERR FATAL TOO_LARGE max=1024", "GET a");
        assertThat(Wire.heads("GET --key-length=1025\n" + key + "\nGET a\n"))
                .containsExactly("ERR FATAL TOO_LARGE max=1024 (closes)");
    }

    @Test
    void aValueAboveItsLimitIsReadOverAndAnsweredAndTheConnectionStaysInStep() {
        int max = Limits.DEFAULT.valueBytesMax();
        String fits = "PUT --length=" + max + " k\n" + "v".repeat(max) + "\nGET a\n";
        String above = "@1 PUT --length=" + (max + 1) + " k\n" + "v".repeat(max + 1) + "\nGET a\n";

        assertThat(Wire.heads(fits)).containsExactly("PUT k [1048576 bytes]", "GET a");
        assertThat(Wire.heads(above))
                .containsExactly("@1 ERR FATAL TOO_LARGE max=1048576", "GET a");
    }

    @Test
    void aTypedValueAboveItsLimitIsRefused() {
        Limits small = Limits.DEFAULT.withValueBytesMax(4);

        assertThat(Wire.requests(Wire.bytes("PUT k 1234\nPUT k 12345\nGET a\n"), small).stream()
                        .map(Wire::head))
                .containsExactly("PUT k [4 bytes]", "ERR FATAL TOO_LARGE max=4", "GET a");
    }

    @Test
    void aValueOfTheCeilingIsReadOverAndOneByteMoreCloses() {
        int ceiling = Limits.VALUE_BYTES_CEILING;

        assertThat(Wire.requests("PUT --length=" + ceiling + " k\n")).isEmpty();
        assertThat(Wire.heads("PUT --length=" + (ceiling + 1) + " k\nGET a\n"))
                .containsExactly("ERR FATAL TOO_LARGE max=1048576 (closes)");
        assertThat(Wire.heads("GET --x-length=" + (ceiling + 1) + " k\n")).hasSize(1);
    }

    @Test
    void moreArgumentsThanTheLimitAreRefused() {
        Limits two = new Limits(8192, 1024, 1024, 2, 1, 1);

        assertThat(
                        Wire.requests(Wire.bytes("REGISTER_NODE h 1\nREGISTER_NODE a h 1\n"), two)
                                .stream()
                                .map(Wire::head))
                .containsExactly("REGISTER_NODE h 1", "ERR FATAL TOO_LARGE max=2");
    }
}
