package io.ringkv.client.command;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.ringkv.client.ScriptedServer;
import io.ringkv.protocol.Reply;

import org.junit.jupiter.api.Test;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.util.Map;

class VisibleTest {
    private static final String LOUD = "a\u001b[31m\u001b]0;title\u0007\u001b[2J\u009bx\n\té";

    private static String shown(String value, boolean terminal, String... args) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Reply reply = Reply.value(value.getBytes(UTF_8));
        try (ScriptedServer node = ScriptedServer.node(request -> reply)) {
            PrintStream to = new PrintStream(out, false, UTF_8);
            Map<String, String> env = Map.of("KV_SERVER", node.address().toString());
            ByteArrayInputStream in = new ByteArrayInputStream(new byte[0]);
            assertThat(Kv.run(new Streams(in, to, to, terminal, env), args)).isZero();
        }
        return out.toString(UTF_8);
    }

    @Test
    void aTerminalIsNotObeyingValues() throws IOException {
        assertThat(shown(LOUD, true, "get", "k"))
                .isEqualTo("a\\x1b[31m\\x1b]0;title\\x07\\x1b[2J\\x9bx\n\té\n");
        assertThat(shown(LOUD, true, "--command", "get k")).doesNotContain("\u001b");
        assertThat(shown(LOUD, true, "get", "k", "--output=csv")).doesNotContain("\u001b");
        assertThat(shown(LOUD, true, "get", "k", "--output=json"))
                .doesNotContain("\u001b", "\u009b");
    }

    @Test
    void everybodyElseGetsTheBytes() throws IOException {
        assertThat(shown(LOUD, false, "get", "k")).isEqualTo(LOUD);
        assertThat(shown(LOUD, true, "get", "k", "--output=raw")).isEqualTo(LOUD);
        assertThat(shown(LOUD, false, "--command", "get k")).isEqualTo(LOUD + "\n");
    }

    @Test
    void bytesThatAreNoTextAreShownOneByOne() {
        assertThat(Visible.of(new byte[] {'a', (byte) 0xFF, 0, 'b'})).isEqualTo("a\\xff\\x00b");
    }
}
