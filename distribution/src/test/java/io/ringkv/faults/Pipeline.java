package io.ringkv.faults;

import io.ringkv.process.Wire;
import io.ringkv.protocol.Reply;
import io.ringkv.protocol.record.Version;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/**
 * The process that writes in a pipeline until there is no more input, and then reads what it wrote. Each answer must be
 * the one of its request: the versions of a key rise, and its last value is the one that was written last.
 */
final class Pipeline {
    /** How many writes were acknowledged; how many keys were read in the end. */
    static final String ACKNOWLEDGED = "acknowledged";

    static final String READ = "read";
    static final int KEYS = 64;

    private static final int OPEN_MAX = 256;
    private static final int TELLS_EVERY = 500;
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Wire wire;
    private final Version[] versions = new Version[KEYS];
    private long sent;
    private long acknowledged;

    private Pipeline(Wire wire) {
        this.wire = wire;
        java.util.Arrays.fill(versions, Version.NONE);
    }

    /** @param arguments host, port */
    public static void main(String[] arguments) throws IOException {
        EndOfInput end = new EndOfInput();
        try (Wire wire = Wire.open(arguments[0], Integer.parseInt(arguments[1]), PATIENCE)) {
            Pipeline pipeline = new Pipeline(wire);
            while (!end.reached()) {
                pipeline.fill();
                pipeline.takeOne();
            }
            while (pipeline.acknowledged < pipeline.sent) {
                pipeline.takeOne();
            }
            pipeline.readAll();
        }
    }

    private void fill() throws IOException {
        StringBuilder lines = new StringBuilder();
        while (sent - acknowledged < OPEN_MAX) {
            lines.append("PUT pipe:")
                    .append(sent % KEYS)
                    .append(" value-")
                    .append(sent)
                    .append('\n');
            sent++;
        }
        wire.send(lines.toString());
    }

    private void takeOne() throws IOException {
        Reply reply = wire.reply();
        Version version = Version.parse(String.valueOf(reply.field("v")));
        int key = (int) (acknowledged % KEYS);
        if (!reply.isOk() || version.compareTo(versions[key]) <= 0) {
            throw new IOException(
                    "write " + acknowledged + " of " + versions[key] + " before: " + reply.line());
        }
        versions[key] = version;
        acknowledged++;
        if (acknowledged % TELLS_EVERY == 0) {
            System.out.println(ACKNOWLEDGED + " " + acknowledged);
        }
    }

    private void readAll() throws IOException {
        for (int key = 0; key < KEYS; key++) {
            // Of the keys in turn the last KEYS writes.
            long last = acknowledged - 1 - Math.floorMod(acknowledged - 1 - key, KEYS);
            Reply reply = wire.ask("GET pipe:" + key);
            byte[] value = reply.block();
            if (value == null
                    || !new String(value, StandardCharsets.UTF_8).equals("value-" + last)) {
                throw new IOException("not value-" + last + ": " + reply.line() + reply.text());
            }
        }
        System.out.println(READ + " " + KEYS);
    }
}
