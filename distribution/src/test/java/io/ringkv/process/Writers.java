package io.ringkv.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import io.ringkv.protocol.Reply;
import io.ringkv.protocol.Status;
import io.ringkv.protocol.record.Version;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/** Threads that write keys of their own, each through a random node, and remember what was acknowledged. */
public final class Writers implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(3);
    private static final Duration ENOUGH = Duration.ofSeconds(40);
    private static final long PAUSE_NANOS = 500_000L;

    /** The highest acknowledged write of a key, and what was tried after it with an outcome that nobody knows. */
    private static final class Known {
        private Version version = Version.NONE;
        private String value = "";
        private final List<String> unknown = new ArrayList<>();
    }

    private final class Writer implements Runnable {
        private final int number;
        private final Random random;
        private final Map<String, Known> known = new HashMap<>();
        private final Map<RealServer, Wire> wires = new HashMap<>();

        Writer(int number) {
            this.number = number;
            this.random = new Random(number);
        }

        @Override
        public void run() {
            for (int i = 0; !stopped; i++) {
                write("w" + number + ":" + i % keysEach, "value " + i + " of " + number);
                LockSupport.parkNanos(PAUSE_NANOS);
            }
            wires.values().forEach(Writers::closeQuietly);
        }

        private void write(String key, String value) {
            Known before = known.computeIfAbsent(key, absent -> {
                keysBegun.incrementAndGet();
                return new Known();
            });
            RealServer node = nodes.get(random.nextInt(nodes.size()));
            try {
                Reply reply = wire(node).ask("PUT " + key + " " + value);
                if (reply.isOk()) {
                    Version version = Version.parse(String.valueOf(reply.field("v")));
                    assertThat(version).as("%s", reply).isNotNull();
                    if (version.compareTo(before.version) <= 0) {
                        backwards.add(key + ": " + version + " after " + before.version);
                    }
                    before.version = version;
                    before.value = value;
                    before.unknown.clear();
                    acknowledged.incrementAndGet();
                    return;
                }
                lastRefusal = key + " through " + node.name() + ": " + reply.line();
                if ("UNKNOWN".equals(String.valueOf(reply.errorClass()))) {
                    before.unknown.add(value);
                }
            } catch (IOException e) {
                lastRefusal = key + " through " + node.name() + ": " + e;
                before.unknown.add(value);
                closeQuietly(wires.remove(node));
            }
        }

        private Wire wire(RealServer node) throws IOException {
            Wire wire = wires.get(node);
            if (wire == null) {
                wire = node.wire(PATIENCE);
                wires.put(node, wire);
            }
            return wire;
        }
    }

    private final List<RealServer> nodes;
    private final int keysEach;
    private final AtomicInteger acknowledged = new AtomicInteger();
    private final AtomicInteger keysBegun = new AtomicInteger();
    private final List<String> backwards =
            java.util.Collections.synchronizedList(new ArrayList<>());
    private final List<Writer> writers = new ArrayList<>();
    private final List<Thread> threads = new ArrayList<>();
    private volatile boolean stopped;
    private volatile String lastRefusal = "none was refused";

    public Writers(List<RealServer> nodes, int writerCount, int keyCount) {
        this.nodes = nodes;
        this.keysEach = keyCount / writerCount;
        for (int i = 0; i < writerCount; i++) {
            Writer writer = new Writer(i);
            writers.add(writer);
            Thread thread = new Thread(writer, "writer-" + i);
            thread.setDaemon(true);
            threads.add(thread);
            thread.start();
        }
    }

    int acknowledged() {
        return acknowledged.get();
    }

    /** That many more writes, and each writer has been through its keys: the slowest may be far behind. */
    public void awaitMore(int count) {
        int before = acknowledged();
        int keys = keysEach * writers.size();
        if (!Await.holdsWithin(
                ENOUGH, () -> acknowledged() >= before + count && keysBegun.get() == keys)) {
            fail("%d of %d acknowledged within %d s; last refused: %s"
                    .formatted(acknowledged() - before, count, ENOUGH.toSeconds(), lastRefusal));
        }
    }

    /** Reads every key through one node after the other; the number of keys. */
    public int check() throws IOException {
        assertThat(backwards).isEmpty();
        int keys = 0;
        for (Writer writer : writers) {
            for (Map.Entry<String, Known> entry : writer.known.entrySet()) {
                try (Wire wire = nodes.get(keys % nodes.size()).wire()) {
                    checkOne(entry.getKey(), entry.getValue(), wire.ask("GET " + entry.getKey()));
                }
                keys++;
            }
        }
        return keys;
    }

    private static void checkOne(String key, Known known, Reply reply) {
        if (known.version.isNone() && reply.status() == Status.NOT_FOUND) {
            return;
        }
        String said = key + " acknowledged " + known.version + " = " + known.value + ", read "
                + reply.line() + " " + reply.text();
        assertThat(reply.status()).as(said).isEqualTo(Status.VALUE);
        Version version = Version.parse(String.valueOf(reply.field("v")));
        String value = new String(reply.block(), StandardCharsets.UTF_8);
        if (version.equals(known.version)) {
            assertThat(value).as(said).isEqualTo(known.value);
        } else {
            assertThat(version).as(said).isGreaterThan(known.version);
            assertThat(known.unknown).as(said).contains(value);
        }
    }

    private static void closeQuietly(Wire wire) {
        try {
            if (wire != null) {
                wire.close();
            }
        } catch (IOException e) {
            // It is given up anyway.
        }
    }

    @Override
    public void close() {
        stopped = true;
        for (Thread thread : threads) {
            try {
                thread.join(10_000);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            assertThat(thread.isAlive()).isFalse();
        }
    }
}
