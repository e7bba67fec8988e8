package io.ringkv.protocol.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.ringkv.protocol.ErrorClass;
import io.ringkv.protocol.ErrorCode;
import io.ringkv.protocol.Incoming;
import io.ringkv.protocol.Item;
import io.ringkv.protocol.Limits;
import io.ringkv.protocol.Push;
import io.ringkv.protocol.Reply;
import io.ringkv.protocol.Status;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.List;

/** Replies and pushes as a client reads them: the page's examples, answers of newer servers, and what is no reply. */
class ReplyDecoderTest {

    @Test
    void theExamplesOfThePageAreReadAsTheyStand() throws ProtocolException {
        assertThat(Wire.reply("OK v=17.812 acks=2/3\r\n"))
                .isEqualTo(Reply.ok().with("v", "17.812").with("acks", "2/3"));
        assertThat(Wire.reply("VALUE 11 v=17.812\n{\"age\": 30}\n"))
                .isEqualTo(Reply.value(Wire.bytes("{\"age\": 30}")).with("v", "17.812"));
        assertThat(Wire.reply("@7 OK v=17.813\n").tag()).isEqualTo("7");
        assertThat(Wire.reply("CONFLICT v=17.813\n"))
                .isEqualTo(Reply.conflict().with("v", "17.813"));
        assertThat(Wire.reply("NOT_FOUND\n")).isEqualTo(Reply.notFound());
        assertThat(Wire.reply("PONG\n")).isEqualTo(Reply.pong());
    }

    @Test
    void itemsComeBeforeTheStatusLineThatEndsTheReply() throws ProtocolException {
        Reply reply = Wire.reply(
                "* PRIMARY n2 10.0.0.2:5002 zone=b state=UP\n* row len=3\na\nb\nOK epoch=17 slot=4489\n");

        assertThat(reply.items())
                .containsExactly(
                        Item.of("PRIMARY", "n2", "10.0.0.2:5002")
                                .with("zone", "b")
                                .with("state", "UP"),
                        Item.of("row").withBlock(Wire.bytes("a\nb")));
        assertThat(reply.longField("slot", -1)).isEqualTo(4489);
        assertThat(reply.longField("nothing", -1)).isEqualTo(-1);
    }

    @Test
    void anErrorHasClassCodeFieldsAndText() throws ProtocolException {
        Reply reply = Wire.reply(
                "ERR UNKNOWN TIMEOUT acks=1 need=2 why=\"a : b\" : 1 of 2 : try \"again\" len=5\n");

        assertThat(reply.status()).isEqualTo(Status.ERR);
        assertThat(reply.errorClass()).isEqualTo(ErrorClass.UNKNOWN);
        assertThat(reply.isError(ErrorCode.TIMEOUT)).isTrue();
        assertThat(reply.field("why")).isEqualTo("a : b");
        assertThat(reply.text()).isEqualTo("1 of 2 : try \"again\" len=5");
        assertThat(reply.block()).isNull();
    }

    @Test
    void wordsOfANewerServerSurvive() throws ProtocolException {
        Reply status = Wire.reply("LATER_WORD x v=1 len=2\nab\n");
        Reply error = Wire.reply("ERR GONE BY_THEN a=b : text\n");

        assertThat(status.status()).isEqualTo(Status.OTHER);
        assertThat(status.line().words()).containsExactly("LATER_WORD", "x");
        assertThat(Wire.text(status.block())).isEqualTo("ab");
        assertThat(error.errorClass()).isEqualTo(ErrorClass.UNKNOWN);
        assertThat(error.errorCode()).isEqualTo("BY_THEN");
        assertThat(ErrorCode.named("BY_THEN")).isNull();
        assertThat(Wire.text(Wire.encode(error))).isEqualTo("ERR GONE BY_THEN a=b : text\r\n");
    }

    @Test
    void pushesStandBetweenReplies() throws ProtocolException {
        List<Incoming> found = Wire.replies("! view epoch=18 len=1\nx\nOK\n! view epoch=19\n");

        assertThat(found)
                .containsExactly(
                        Push.of("view").with("epoch", 18).withBlock(Wire.bytes("x")),
                        Reply.ok(),
                        Push.of("view").with("epoch", 19));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\n",
                "+PONG\n",
                "-ERR unknown command\n",
                "$5\n",
                "HTTP/1.1 400 Bad Request\n",
                "ok\n",
                "@ OK\n",
                "@a/b OK\n",
                "@7\n",
                "*x\n",
                "!view\n",
                "!\n",
                "! view=1\n",
                "* a\n! view\n",
                "VALUE\n",
                "VALUE -1\n",
                "VALUE 1x\n",
                "VALUE x 1\n",
                "VALUE 1 len=1\nx\n",
                "OK len=\n",
                "OK len=01\n",
                "OK len=1 len=1\nx\n",
                "OK len=99999999\n",
                "OK len=2\nabc\n",
                "OK a=1 a=2\n",
                "OK a=\"1\n",
                "OK a=\"\\q\"\n",
                "ERR\n",
                "ERR FATAL\n",
                "ERR FATAL : no code\n",
                ": text\n",
                "v=1\n",
            })
    void whatIsNoReplyIsRefusedForGood(String bytes) {
        ReplyDecoder decoder = new ReplyDecoder(Limits.DEFAULT);
        ByteBuf in = Unpooled.copiedBuffer(Wire.bytes(bytes + "OK\n"));

        assertThatThrownBy(() -> drain(decoder, in)).isInstanceOf(ProtocolException.class);
        assertThatThrownBy(() -> decoder.next(in)).isInstanceOf(ProtocolException.class);
    }

    @ParameterizedTest
    @CsvSource({"100, true", "101, false"})
    void aLineOfExactlyTheLimitIsReadAndOneByteMoreIsRefused(int length, boolean fits) {
        Limits limits = new Limits(100, 10, 10, 10, 10, 10_000);
        byte[] bytes = Wire.bytes("OK : " + "x".repeat(length - 5) + "\r\n");

        assertReads(fits, bytes, limits);
    }

    @ParameterizedTest
    @CsvSource({"10, true", "11, false"})
    void aValueOfExactlyTheLimitIsReadAndOneByteMoreIsRefused(int length, boolean fits) {
        Limits limits = new Limits(100, 10, 10, 10, 10, 10_000);

        assertReads(fits, Wire.bytes("VALUE " + length + "\n" + "x".repeat(length) + "\n"), limits);
    }

    @Test
    void aReplyWithoutEndIsRefusedBeforeItFillsTheMemory() {
        Limits limits = new Limits(100, 10, 10, 10, 10, 10_000);

        assertReads(false, Wire.bytes("*\n".repeat(1000)), limits);
        assertReads(true, Wire.bytes("*\n".repeat(100) + "OK\n"), limits);
    }

    @Test
    void aReplyThatHasBegunIsKnownToBeUnfinished() throws ProtocolException {
        ReplyDecoder decoder = new ReplyDecoder(Limits.DEFAULT);
        ByteBuf in = Unpooled.buffer();
        assertThat(decoder.inReply()).isFalse();

        in.writeBytes(Wire.bytes("* a\n"));
        assertThat(decoder.next(in)).isNull();
        assertThat(decoder.inReply()).isTrue();
        in.writeBytes(Wire.bytes("OK len=1\nx"));
        assertThat(decoder.next(in)).isNull();
        assertThat(decoder.inReply()).isTrue();
        in.writeBytes(Wire.bytes("\n"));
        assertThat(decoder.next(in)).isNotNull();
        assertThat(decoder.inReply()).isFalse();
    }

    private static void assertReads(boolean fits, byte[] bytes, Limits limits) {
        try {
            assertThat(Wire.replies(bytes, limits, Unpooled.buffer(), () -> bytes.length))
                    .hasSize(1);
            assertThat(fits).isTrue();
        } catch (ProtocolException e) {
            assertThat(fits).as(e.getMessage()).isFalse();
        }
    }

    private static void drain(ReplyDecoder decoder, ByteBuf in) throws ProtocolException {
        while (decoder.next(in) != null) {
            // Looks at everything that is there.
        }
    }
}
