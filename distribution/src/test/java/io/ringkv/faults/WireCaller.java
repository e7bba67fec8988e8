package io.ringkv.faults;

import io.ringkv.process.RealServer;
import io.ringkv.process.Wire;
import io.ringkv.protocol.ErrorClass;
import io.ringkv.protocol.Reply;
import io.ringkv.protocol.record.Version;
import io.ringkv.simulation.history.Operation.Status;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Random;

/** A raw socket to any of the nodes, to another after each error. Nothing is ever sent a second time. */
final class WireCaller implements Caller {
    private static final Duration PATIENCE = Duration.ofSeconds(3);
    private static final int MOVES_AFTER = 200;

    private final List<RealServer> nodes;
    private final Random random;
    private Wire wire;
    private int asked;

    WireCaller(List<RealServer> nodes, long seed) {
        this.nodes = nodes;
        random = new Random(seed);
    }

    @Override
    public Answer get(String key) {
        return ask("GET " + key, null);
    }

    @Override
    public Answer put(String key, String value) {
        return ask("PUT " + key + " " + value, value);
    }

    @Override
    public Answer delete(String key) {
        return ask("DELETE " + key, null);
    }

    @Override
    public Answer compareAndSet(String key, Version expected, String value) {
        String condition = expected.isNone() ? "absent" : expected.toString();
        return ask("PUT --if=" + condition + " " + key + " " + value, value);
    }

    private Answer ask(String line, String written) {
        if (++asked % MOVES_AFTER == 0) {
            close();
        }
        try {
            if (wire == null) {
                RealServer node = nodes.get(random.nextInt(nodes.size()));
                wire = Wire.open(node.host(), node.port(), PATIENCE);
            }
        } catch (IOException e) {
            return Answer.of(Status.FAIL);
        }
        try {
            return answer(wire.ask(line), written);
        } catch (IOException e) {
            close();
            return Answer.of(Status.UNKNOWN);
        }
    }

    private Answer answer(Reply reply, String written) {
        Version version = Version.parse(String.valueOf(reply.field("v")));
        return switch (reply.status()) {
            case VALUE ->
                new Answer(Status.OK, new String(reply.block(), StandardCharsets.UTF_8), version);
            case NOT_FOUND -> Answer.of(Status.OK);
            case OK ->
                written == null ? Answer.of(Status.OK) : new Answer(Status.OK, written, version);
            case CONFLICT -> Answer.of(Status.CONFLICT);
            default -> refused(reply);
        };
    }

    private Answer refused(Reply reply) {
        close();
        return Answer.of(reply.errorClass() == ErrorClass.UNKNOWN ? Status.UNKNOWN : Status.FAIL);
    }

    @Override
    public void close() {
        if (wire != null) {
            try {
                wire.close();
            } catch (IOException e) {
                // It is given up anyway.
            }
            wire = null;
        }
    }
}
