package io.ringkv.faults;

import io.ringkv.process.Wire;
import io.ringkv.protocol.ErrorClass;
import io.ringkv.protocol.Reply;
import io.ringkv.protocol.Status;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Raises a counter by reading it and writing one more if it is still what was read. Ends between increments. */
final class Incrementer {
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private static final long PAUSE_NANOS = 2_000_000L;

    private final int port;
    private final String key;
    private final boolean identified;
    private Wire wire;
    private String session;
    private long number;
    private long applied;
    private long repeated;
    private long unknown;

    Incrementer(int port, String key, boolean identified) {
        this.port = port;
        this.key = key;
        this.identified = identified;
    }

    long applied() {
        return applied;
    }

    long repeated() {
        return repeated;
    }

    long unknown() {
        return unknown;
    }

    static long number(Reply reply) {
        return reply.status() == Status.VALUE
                ? Long.parseLong(new String(reply.block(), StandardCharsets.UTF_8))
                : 0;
    }

    Incrementer runWhile(BooleanSupplier goesOn) throws IOException {
        while (session == null) {
            Reply hello = askOnce("HELLO 1");
            session = hello == null ? null : hello.field("session");
        }
        while (goesOn.getAsBoolean()) {
            Reply read = askOnce("GET " + key);
            if (read != null && !read.isError()) {
                increment(read);
            }
        }
        hangUp();
        return this;
    }

    private void increment(Reply read) throws IOException {
        String version = read.field("v");
        String id = identified ? " --request-id=" + session + "-" + ++number : "";
        String line = "PUT --if=" + (read.status() == Status.VALUE ? version : "absent") + id + " "
                + key + " " + (number(read) + 1);
        Reply reply = askOnce(line);
        // After a try of unknown outcome, that another was refused says nothing about the first.
        while (identified && (reply == null || reply.isError())) {
            repeated++;
            LockSupport.parkNanos(PAUSE_NANOS);
            reply = askOnce(line);
        }
        if (notKnown(reply)) {
            unknown++;
        } else if (reply.isOk()) {
            applied++;
        }
    }

    private static boolean notKnown(Reply reply) {
        return reply == null || reply.errorClass() == ErrorClass.UNKNOWN;
    }

    private Reply askOnce(String line) throws IOException {
        try {
            if (wire == null) {
                wire = Wire.open("127.0.0.1", port, PATIENCE);
            }
            return wire.ask(line);
        } catch (IOException e) {
            hangUp();
            return null;
        }
    }

    private void hangUp() throws IOException {
        if (wire != null) {
            wire.close();
            wire = null;
        }
    }
}
