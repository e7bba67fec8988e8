package io.ringkv.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringkv.node.core.Rules;
import io.ringkv.protocol.Reply;
import io.ringkv.protocol.Request;
import io.ringkv.protocol.Verb;

import org.junit.jupiter.api.AfterEach;

import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * A promise, step by step, on the cores that the server runs: three nodes, a key, and the nodes of its list, the
 * primary first.
 */
abstract class Scenario {
    static final String KEY = "user:alice";

    final Script script = new Script(Rules.ALL);

    final List<SimHost> list = script.listOf(KEY);

    @AfterEach
    void nothingIsBroken() {
        assertThat(script.broken()).isEmpty();
    }

    Request.Builder put(String value) {
        return Request.builder(Verb.PUT)
                .argument(KEY)
                .value(value.getBytes(StandardCharsets.UTF_8));
    }

    Reply ask(Request.Builder request) {
        return script.ask(list.get(0), request.build());
    }

    String value() {
        Reply reply = script.get(list.get(1), KEY);
        byte[] block = reply.block();
        return block == null ? reply.status().name() : new String(block, StandardCharsets.UTF_8);
    }
}
