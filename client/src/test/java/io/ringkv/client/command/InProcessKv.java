package io.ringkv.client.command;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.ringkv.client.ScriptedServer;
import io.ringkv.protocol.Reply;
import io.ringkv.protocol.Request;

import org.jspecify.annotations.Nullable;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.util.Map;
import java.util.function.Function;

/** The command as scripts see it, run in this process: stdin, stdout, stderr, exit code. */
abstract class InProcessKv {
    final ByteArrayOutputStream out = new ByteArrayOutputStream();
    final ByteArrayOutputStream err = new ByteArrayOutputStream();
    byte[] input = {};
    String server = "127.0.0.1:1";

    final int kv(String... args) {
        Streams streams = new Streams(
                new ByteArrayInputStream(input),
                new PrintStream(out, false, UTF_8),
                new PrintStream(err, false, UTF_8),
                false,
                Map.of("KV_SERVER", server));
        return Kv.run(streams, args);
    }

    final int kvAgainst(Function<Request, @Nullable Reply> answers, String... args)
            throws IOException {
        try (ScriptedServer node = ScriptedServer.node(answers)) {
            server = node.address().toString();
            return kv(args);
        }
    }

    final int kvAgainstCoordinator(Reply reply, String... args) throws IOException {
        try (ScriptedServer coordinator = ScriptedServer.coordinator(request -> reply)) {
            server = coordinator.address().toString();
            return kv(args);
        }
    }

    final String out() {
        return out.toString(UTF_8);
    }

    final String err() {
        return err.toString(UTF_8);
    }
}
