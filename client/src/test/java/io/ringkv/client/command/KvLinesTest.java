package io.ringkv.client.command;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.ringkv.protocol.Reply;
import io.ringkv.protocol.Verb;

import org.junit.jupiter.api.Test;

import java.io.IOException;

/** Lines of the protocol, from stdin or an option. */
class KvLinesTest extends InProcessKv {
    @Test
    void oneLineIsEnough() throws IOException {
        assertThat(kvAgainst(r -> Reply.value("v w".getBytes(UTF_8)), "--command", "get k"))
                .isZero();
        assertThat(out()).isEqualTo("v w\n");
    }

    @Test
    void pipedLinesAreCommandsAndTheFirstErrorDecides() throws IOException {
        input = "@1 PUT --length=2 k\nab\nGET k\nGET gone\nNONE\nHELP GET\n".getBytes(UTF_8);
        int exitCode = kvAgainst(request -> request.verb() == Verb.PUT
                ? Reply.ok().with("v", "3.1")
                : request.argument(0).equals("k")
                        ? Reply.value("ab".getBytes(UTF_8))
                        : Reply.notFound());
        assertThat(exitCode).isEqualTo(1);
        assertThat(out()).startsWith("@1 OK v=3.1\nab\nNOT_FOUND\nGET [").doesNotContain("kv>");
        assertThat(err()).contains("there is no verb 'NONE'");
    }

    @Test
    void aScriptMayStopAtItsFirstError() throws IOException {
        input = "GET gone\nGET k\n".getBytes(UTF_8);
        assertThat(kvAgainst(request -> Reply.notFound(), "--on-error=stop")).isEqualTo(1);
        assertThat(out()).isEqualTo("NOT_FOUND\n");
    }

    @Test
    void theShellStopsAtTheFirstErrorTooWhenTold() throws IOException {
        input = "GET gone\nGET k\n".getBytes(UTF_8);
        assertThat(kvAgainst(request -> Reply.notFound(), "--on-error=stop", "shell"))
                .isEqualTo(1);
        assertThat(out()).isEqualTo("NOT_FOUND\n");
    }
}
