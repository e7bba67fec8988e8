package io.ringkv.process;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringkv.protocol.Reply;
import io.ringkv.protocol.Request;
import io.ringkv.protocol.Status;
import io.ringkv.protocol.Verb;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Random;

/** What telnet, netcat, browsers and broken programs send to a node, over real sockets. */
@Tag("process")
class WireTest extends AtOneNode {
    @Test
    void aPipeThatIsHalfClosedGetsAllAnswers() throws IOException {
        StringBuilder lines = new StringBuilder();
        StringBuilder answers = new StringBuilder();
        for (int i = 0; i < 100; i++) {
            lines.append("PUT half:").append(i).append(" v").append(i).append('\n');
            lines.append("GET half:").append(i).append('\n');
            answers.append("v").append(i).append('\n');
        }
        try (Wire wire = node.wire()) {
            String all = wire.send(lines.toString()).finishSending().rest();
            assertThat(all.lines().filter(line -> line.startsWith("OK v="))).hasSize(100);
            assertThat(all.lines().filter(line -> line.matches("v[0-9]+")))
                    .containsExactlyElementsOf(answers.toString().lines().toList());
        }
    }

    @Test
    void aRequestMayComeByteByByte() throws IOException {
        try (Wire wire = node.wire()) {
            for (byte one : "@7 PUT slow typed by hand\r\nGET slow\r\n"
                    .getBytes(StandardCharsets.US_ASCII)) {
                wire.send(new byte[] {one});
            }
            Reply put = wire.reply();
            assertThat(put.isOk()).isTrue();
            assertThat(put.tag()).isEqualTo("7");
            assertThat(text(wire.reply())).isEqualTo("typed by hand");
        }
    }

    @Test
    void aPipelineOfFiveHundredIsAnsweredInOrder() throws IOException {
        StringBuilder lines = new StringBuilder();
        for (int i = 0; i < 250; i++) {
            lines.append("@p").append(i).append(" PUT pipe:").append(i % 10);
            lines.append(" v").append(i).append("\n@g").append(i);
            lines.append(" GET pipe:").append(i % 10).append('\n');
        }
        try (Wire wire = node.wire()) {
            wire.send(lines.toString());
            for (int i = 0; i < 250; i++) {
                Reply put = wire.reply();
                assertThat(put.tag() + " " + put.isOk()).isEqualTo("p" + i + " true");
                Reply get = wire.reply();
                assertThat(get.tag() + " " + text(get)).isEqualTo("g" + i + " v" + i);
            }
        }
    }

    @Test
    void quotedKeysHoldAnything() throws IOException {
        try (Wire wire = node.wire()) {
            String quoted = "\"two words \\\" \\n\\r\\t\\0\\xff\"";
            assertThat(wire.ask("PUT " + quoted + " quoted").isOk()).isTrue();
            assertThat(text(wire.ask("GET " + quoted))).isEqualTo("quoted");
            byte[] key = "two words \" \n\r\t\0?".getBytes(StandardCharsets.ISO_8859_1);
            key[key.length - 1] = (byte) 0xff;
            Request get = Request.builder(Verb.GET).key(key).build();
            assertThat(text(wire.ask(get))).isEqualTo("quoted");
            assertThat(wire.ask("GET \"a\"b").errorCode()).isEqualTo("SYNTAX");
            assertThat(wire.ask("GET \"\"").errorCode()).isEqualTo("BAD_KEY");
        }
    }

    @Test
    void aBlockHoldsLineEndsAndLooksLikeRequests() throws IOException {
        String block = "DELETE block\r\nGET x\n\r\nOK";
        try (Wire wire = node.wire()) {
            wire.send("PUT --length=" + block.length() + " block\r\n" + block + "\r\n");
            assertThat(wire.reply().isOk()).isTrue();
            assertThat(text(wire.ask("GET block"))).isEqualTo(block);
            // The block of a refused request is no request either.
            wire.send("PUT --length=" + block.length() + " --nonsense block\n" + block + "\n");
            assertThat(wire.reply().isError()).isTrue();
            assertThat(text(wire.ask("GET block"))).isEqualTo(block);
        }
    }

    @Test
    void aBrowserGets400AndNothingIsDone() throws IOException {
        for (String first : List.of(
                "GET / HTTP/1.1\r\nHost: x\r\n\r\n",
                "PUT /k HTTP/1.1\r\nContent-Length: 12\r\n\r\nPUT evil 1\r\n",
                "\r\nDELETE /others HTTP/1.0\r\n\r\n")) {
            try (Wire wire = node.wire()) {
                assertThat(wire.send(first).rest()).startsWith("HTTP/1.1 400 ").contains("kv");
            }
        }
        try (Wire wire = node.wire()) {
            assertThat(wire.ask("GET evil").status()).isEqualTo(Status.NOT_FOUND);
        }
    }

    @Test
    void whatIsTooLongIsRefusedByName() throws IOException {
        try (Wire wire = node.wire()) {
            assertThat(wire.send("GET " + "k".repeat(9_000) + "\n").rest())
                    .startsWith("ERR FATAL TOO_LARGE")
                    .contains("8192");
        }
        try (Wire wire = node.wire()) {
            assertThat(wire.ask("PUT " + "k".repeat(1_024) + " edge").isOk()).isTrue();
            Reply key = wire.ask("GET " + "k".repeat(1_025));
            assertThat(key.isError()).isTrue();
            assertThat(key.toString()).contains("1024");
            int over = (1 << 20) + 1;
            wire.send("PUT --length=" + over + " big\n").send(new byte[over]).send("\n");
            assertThat(wire.reply().errorCode()).isEqualTo("TOO_LARGE");
            assertThat(wire.ask("PING").status()).isEqualTo(Status.PONG);
        }
        try (Wire wire = node.wire()) {
            assertThat(wire.send("PUT --length=99999999999 big\n").rest()).startsWith("ERR FATAL");
        }
        try (Wire wire = node.wire()) {
            wire.send("PUT --length=-1 big\n");
            assertThat(wire.rest()).startsWith("ERR FATAL");
        }
    }

    @Test
    void aLineWithoutEndIsNotReadForever() throws IOException {
        try (Wire wire = node.wire(Duration.ofSeconds(5))) {
            byte[] more = "x".repeat(64 << 10).getBytes(StandardCharsets.US_ASCII);
            boolean refused = false;
            for (int i = 0; i < 1_000 && !refused; i++) {
                refused = !sent(wire, more);
            }
            assertThat(refused).as("64 MB of one line").isTrue();
        }
        assertOthersAreServed();
    }

    @Test
    void garbageIsAnsweredAndNothingBreaks() throws IOException {
        Random random = new Random(7);
        for (int i = 0; i < 200; i++) {
            byte[] garbage = new byte[random.nextInt(4_000) + 1];
            random.nextBytes(garbage);
            try (Wire wire = node.wire(Duration.ofSeconds(10))) {
                if (sent(wire, garbage)) {
                    wire.finishSending().rest();
                }
            } catch (SocketException e) {
                // Reset while it was sent: bounded as well.
            }
        }
        assertThat(node.runs()).isTrue();
        assertOthersAreServed();
    }

    @Test
    void foreignProtocolsAreToldWhatThisIs() throws IOException {
        try (Wire wire = node.wire()) {
            wire.send("*1\r\n$4\r\nPING\r\n");
            assertThat(wire.rest()).startsWith("-").contains("RESP");
        }
        try (Wire wire = node.wire()) {
            wire.send(new byte[] {0x16, 3, 1, 0, 5, 1, 2, 3, 4, 5});
            wire.rest();
        }
        try (Wire wire = node.wire()) {
            assertThat(wire.send("PING\r\n").finishSending().rest()).startsWith("+PONG");
        }
    }

    @Test
    void unknownAndUnsupportedVerbsAreNamed() throws IOException {
        try (Wire wire = node.wire()) {
            Reply unknown = wire.ask("FROBNICATE x");
            assertThat(unknown.errorCode()).isEqualTo("UNKNOWN_COMMAND");
            assertThat(unknown.text()).contains("FROBNICATE").contains("HELP");
            for (String line : List.of("INCR counter", "SCAN", "MGET a b")) {
                Reply later = wire.ask(line);
                assertThat(later.errorCode()).as(line).isEqualTo("UNSUPPORTED");
                assertThat(later.text()).contains(line.split(" ")[0]);
            }
            Reply option = wire.ask("PUT --ttl=30s k v");
            assertThat(option.errorCode()).isEqualTo("UNSUPPORTED");
            assertThat(option.text()).contains("ttl");
            assertThat(wire.ask("PUT k").errorCode()).isEqualTo("SYNTAX");
            assertThat(wire.ask("HELP PUT").toString()).contains("PUT");
            assertThat(wire.ask("PING").status()).isEqualTo(Status.PONG);
        }
    }

    @Test
    void everyProcessDescribesItsSurroundings() throws IOException {
        for (RealServer each : cluster.all()) {
            long before = System.currentTimeMillis();
            Reply reply;
            try (Wire wire = each.wire()) {
                reply = wire.ask("INFO process");
            }
            assertThat(reply.items())
                    .extracting(item -> item.word(0))
                    .contains("version", "jvm", "uptime");
            assertThat(number(reply, "clock")).isBetween(before, System.currentTimeMillis());
            assertThat(number(reply, "pid")).isEqualTo(each.process().pid());
            assertThat(number(reply, "files-max")).isPositive();
        }
    }

    private static long number(Reply reply, String name) {
        return reply.items().stream()
                .filter(item -> item.word(0).equals(name))
                .mapToLong(item -> Long.parseLong(item.word(1)))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void aMebibyteGoesInAndOut() throws IOException {
        byte[] value = new byte[1 << 20];
        new Random(1).nextBytes(value);
        Request put = Request.builder(Verb.PUT)
                .key("mebibyte".getBytes(StandardCharsets.US_ASCII))
                .value(value)
                .build();
        try (Wire wire = node.wire()) {
            assertThat(wire.ask(put).isOk()).isTrue();
        }
        for (RealServer each : cluster.nodes()) {
            try (Wire wire = each.wire()) {
                assertThat(wire.ask("GET mebibyte").block()).isEqualTo(value);
            }
        }
    }

    @Test
    void whatNodesNeverSendEndsItsConnectionAndNothingElse() throws IOException {
        for (String line : List.of(
                "FETCH_SLOT --length=3\nabc\n",
                "SYNC_SLOT --mode=x --slot=20000 --term=5 --pos=0 --count=1 --length=3\nabc\n",
                "TAKE_OVER --epoch=999999999 --length=3\nabc\n",
                "DIGEST --length=3\nabc\n",
                "REPLICATE --pos=0 --count=9 --length=3\nabc\n")) {
            try (Wire wire = node.wire()) {
                assertThat(wire.ask("HELLO --role=node 1").isOk()).isTrue();
                wire.send(line);
                wire.rest();
            }
            assertThat(node.runs()).as(line).isTrue();
        }
        assertOthersAreServed();
    }

    @Test
    void aRegistrationThatCannotStandInTheLogIsRefused() throws IOException {
        for (String words : List.of("n9 127.0.0.1 99999", "\"n 9\" 127.0.0.1 5", "127.0.0.1 5")) {
            try (Wire wire = cluster.coordinator().wire()) {
                assertThat(wire.ask("HELLO --role=node 1").isOk()).isTrue();
                assertThat(wire.ask("REGISTER_NODE " + words).errorCode())
                        .as(words)
                        .isEqualTo("BAD_ARGUMENT");
            }
        }
        assertThat(cluster.status().longField("nodes", 0)).isEqualTo(3);
    }
}
