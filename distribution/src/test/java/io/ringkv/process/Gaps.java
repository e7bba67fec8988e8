package io.ringkv.process;

import io.ringkv.protocol.Reply;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/** One writer for each key, always writing, and the longest time that one of them went without an acknowledgement. */
final class Gaps implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofMillis(400);
    private static final long PAUSE_NANOS = 1_000_000L;

    private final List<Thread> threads = new ArrayList<>();
    private final List<AtomicLong> acks = new ArrayList<>();
    private final AtomicLong longestNanos = new AtomicLong();
    private final AtomicBoolean stopped = new AtomicBoolean();

    Gaps(List<String> keys, List<RealServer> through) {
        for (int i = 0; i < keys.size(); i++) {
            String key = keys.get(i);
            RealServer node = through.get(i % through.size());
            AtomicLong count = new AtomicLong();
            acks.add(count);
            Thread thread = new Thread(() -> write(key, node, count), "gap-" + key);
            thread.setDaemon(true);
            threads.add(thread);
            thread.start();
        }
    }

    private void write(String key, RealServer node, AtomicLong count) {
        long last = System.nanoTime();
        while (!stopped.get()) {
            try (Wire wire = node.wire(PATIENCE)) {
                while (!stopped.get()) {
                    Reply reply = wire.ask("PUT --timeout=300ms " + key + " " + count);
                    if (reply.isOk()) {
                        long now = System.nanoTime();
                        long gap = now - last;
                        longestNanos.accumulateAndGet(gap, Math::max);
                        last = now;
                        count.incrementAndGet();
                    }
                    LockSupport.parkNanos(PAUSE_NANOS);
                }
            } catch (IOException e) {
                LockSupport.parkNanos(PAUSE_NANOS);
            }
        }
    }

    /** Until every key has so many more. */
    void awaitMore(int count) {
        List<Long> before = acks.stream().map(AtomicLong::get).toList();
        Await.until(count + " more writes of each key", Duration.ofSeconds(30), () -> {
            for (int i = 0; i < acks.size(); i++) {
                if (acks.get(i).get() < before.get(i) + count) {
                    return false;
                }
            }
            return true;
        });
    }

    void forget() {
        longestNanos.set(0);
    }

    Duration longest() {
        return Duration.ofNanos(longestNanos.get());
    }

    @Override
    public void close() {
        stopped.set(true);
        for (Thread thread : threads) {
            try {
                thread.join(5_000);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
