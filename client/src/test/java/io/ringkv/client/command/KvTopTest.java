package io.ringkv.client.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringkv.client.ScriptedServer;
import io.ringkv.protocol.Item;
import io.ringkv.protocol.Reply;
import io.ringkv.protocol.Request;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.util.concurrent.atomic.AtomicInteger;

/** {@code kv top} at a server whose counts grow by a thousand between two looks. Its one node is n1. */
class KvTopTest extends InProcessKv {
    private final AtomicInteger looks = new AtomicInteger();

    private @Nullable Reply answer(Request request) {
        return switch (request.verb()) {
            case STATUS -> Reply.ok().with("health", "HEALTHY").with("epoch", "3");
            case REBALANCE -> {
                int left = 100 - 20 * looks.get();
                yield Reply.ok().with("copies", Integer.toString(left)).with("moves", "running");
            }
            case STATS -> {
                int look = looks.getAndIncrement();
                yield Reply.ok()
                        .withItem(Item.of("writes", Integer.toString(5_000 + 1_000 * look)))
                        .withItem(Item.of("keys-primary", "7"));
            }
            default -> null;
        };
    }

    private int top(String... words) throws IOException {
        try (ScriptedServer scripted = ScriptedServer.coordinator(this::answer)) {
            server = scripted.address().toString();
            return kv(words);
        }
    }

    @Test
    void whatIsCountedBecomesARate() throws IOException {
        assertThat(top("top", "--interval=500ms", "--output=json")).isZero();
        assertThat(out()).containsPattern("\"writes/s\":[12][0-9]{3},");
        assertThat(out()).contains("\"keys\":7").contains("\"copies-to-move\":60");
    }

    @Test
    void whatMovesIsShownWithTheTimeThatItTakes() throws IOException {
        assertThat(top("top", "--interval=500ms")).isZero();
        assertThat(out()).contains("60 copies of slots to move").containsPattern("about [0-9]+ s");
    }

    @Test
    void manyLooksAreAsManyReports() throws IOException {
        assertThat(top("top", "--interval=50ms", "--count=3", "--output=raw")).isZero();
        assertThat(out().lines()).hasSize(3).allMatch(line -> line.startsWith("n1\t"));
        assertThat(top("top", "--interval=soon")).isEqualTo(ExitCode.USAGE);
        assertThat(top("top", "--count=-1")).isEqualTo(ExitCode.USAGE);
    }
}
