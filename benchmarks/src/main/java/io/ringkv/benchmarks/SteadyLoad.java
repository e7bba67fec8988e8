package io.ringkv.benchmarks;

import io.ringkv.client.RingKvClient;
import io.ringkv.client.core.HostAndPort;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * Puts at an even pace, whether the cluster keeps up or not, and prints one line a second: {@code host:port rate seconds
 * keys}. A latency counts from when the put was due, so waiting in line is part of it. With a rate of 0 it puts each key
 * once, as fast as it goes, and with a negative one as fast as it goes until the time is over.
 */
public final class SteadyLoad {
    private static final int OPEN_MAX = 20_000;
    private static final int OPEN_AT_ONCE = 400;
    private static final int VALUE_BYTES = 100;
    private static final long SECOND = 1_000_000_000L;

    private final RingKvClient client;
    private final int keys;
    private final byte[] value = new byte[VALUE_BYTES];
    private final Semaphore open;
    private final AtomicLong failed = new AtomicLong();
    private final long[] nanos = new long[1 << 20];
    private int counted;
    private long sent;

    private SteadyLoad(RingKvClient client, int keys, int openMax) {
        this.client = client;
        this.keys = keys;
        this.open = new Semaphore(openMax);
        Arrays.fill(value, (byte) 'v');
    }

    public static void main(String[] args) throws InterruptedException {
        if (args.length != 4) {
            System.err.println("usage: host:port rate seconds keys");
            System.exit(2);
        }
        int colon = args[0].lastIndexOf(':');
        HostAndPort server = new HostAndPort(
                args[0].substring(0, colon), Integer.parseInt(args[0].substring(colon + 1)));
        int rate = Integer.parseInt(args[1]);
        int seconds = Integer.parseInt(args[2]);
        int keys = Integer.parseInt(args[3]);
        try (RingKvClient client = RingKvClient.connect("steady-load", List.of(server))) {
            SteadyLoad load = new SteadyLoad(client, keys, rate > 0 ? OPEN_MAX : OPEN_AT_ONCE);
            if (rate == 0) {
                load.fill();
            } else {
                load.run(rate, seconds);
            }
        }
    }

    private void fill() throws InterruptedException {
        long began = System.nanoTime();
        while (sent < keys) {
            put(System.nanoTime());
        }
        settle(OPEN_AT_ONCE);
        double seconds = (System.nanoTime() - began) / (double) SECOND;
        System.out.printf(
                Locale.ROOT,
                "filled keys=%d seconds=%.1f failed=%d%n",
                keys,
                seconds,
                failed.get());
    }

    private void run(int rate, int seconds) throws InterruptedException {
        long began = System.nanoTime();
        for (int second = 0; second < seconds; second++) {
            long until = began + (second + 1) * SECOND;
            for (long due = due(began, rate); due < until; due = due(began, rate)) {
                while (System.nanoTime() < due) {
                    LockSupport.parkNanos(Math.min(500_000L, due - System.nanoTime()));
                }
                put(rate > 0 ? due : System.nanoTime());
            }
            report(second);
        }
        settle(rate > 0 ? OPEN_MAX : OPEN_AT_ONCE);
    }

    /** When the next put is to begin, on the clock of {@link System#nanoTime}. */
    private long due(long began, int rate) {
        return rate > 0 ? began + (long) (sent * (double) SECOND / rate) : System.nanoTime();
    }

    private void put(long due) throws InterruptedException {
        byte[] key = Workload.ascii(String.format(Locale.ROOT, "key:%010d", sent * 7919 % keys));
        sent++;
        open.acquire();
        var unused = client.put(key, value).whenComplete((written, failure) -> {
            open.release();
            if (failure == null) {
                count(System.nanoTime() - due);
            } else if (failed.getAndIncrement() == 0) {
                System.err.println(failure);
            }
        });
    }

    private synchronized void count(long took) {
        if (counted < nanos.length) {
            nanos[counted++] = took;
        }
    }

    private synchronized void report(int second) {
        long[] sorted = Arrays.copyOf(nanos, counted);
        Arrays.sort(sorted);
        counted = 0;
        System.out.printf(
                Locale.ROOT,
                "second=%d at=%d done=%d p50=%.2fms p99=%.2fms max=%.1fms failed=%d%n",
                second,
                System.currentTimeMillis() / 1000,
                sorted.length,
                millis(sorted, 0.5),
                millis(sorted, 0.99),
                millis(sorted, 1),
                failed.get());
    }

    private static double millis(long[] sorted, double quantile) {
        return sorted.length == 0
                ? 0
                : sorted[(int) Math.min(sorted.length - 1L, (long) (quantile * sorted.length))]
                        / 1e6;
    }

    private void settle(int all) throws InterruptedException {
        open.acquire(all);
    }
}
