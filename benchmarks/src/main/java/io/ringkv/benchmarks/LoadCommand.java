package io.ringkv.benchmarks;

import io.ringkv.protocol.view.View;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Drives one system for a while and prints one line: {@code ringkv|redis put|put-batch|get host:port pipeline
 * seconds pid,pid,...}. The comparison of two systems runs this in turn.
 */
public final class LoadCommand {
    private static final int CONNECTIONS = 50;
    private static final int KEYS = 100_000;

    private LoadCommand() {}

    public static void main(String[] args) throws IOException {
        if (args.length != 6) {
            System.err.println(
                    "usage: ringkv|redis put|put-batch|get host:port pipeline seconds pid,pid,...");
            System.exit(2);
        }
        int colon = args[2].lastIndexOf(':');
        InetSocketAddress server = new InetSocketAddress(
                args[2].substring(0, colon), Integer.parseInt(args[2].substring(colon + 1)));
        List<Long> pids =
                Arrays.stream(args[5].split(",", -1)).map(Long::parseLong).toList();
        try (LoadGenerator generator = new LoadGenerator()) {
            if (args[0].equals("ringkv")) {
                connectRingKv(generator, server, !args[1].equals("get"));
            } else {
                connectRedis(generator, server, args[1]);
            }
            int pipeline = Integer.parseInt(args[3]);
            double seconds = Double.parseDouble(args[4]);
            generator.run(pipeline, seconds / 2);
            double before = CpuTime.seconds(pids);
            LoadGenerator.Result result = generator.run(pipeline, seconds);
            double cpu = CpuTime.seconds(pids) - before;
            System.out.printf(
                    Locale.ROOT,
                    "%s %s pipeline=%d ops/s=%.0f p50=%.2fms p99=%.2fms cpu=%.2fs/M%n",
                    args[0],
                    args[1],
                    pipeline,
                    result.perSecond(),
                    result.p50Ms(),
                    result.p99Ms(),
                    cpu * 1e6 / result.operations());
        }
    }

    private static List<byte[]> keys() {
        List<byte[]> keys = new ArrayList<>(KEYS);
        for (int i = 0; i < KEYS; i++) {
            keys.add(Workload.ascii(String.format(Locale.ROOT, "key:%010d", i)));
        }
        return keys;
    }

    /** Connections are shared out over the nodes; each carries keys that its node is primary of. */
    private static void connectRingKv(
            LoadGenerator generator, InetSocketAddress server, boolean puts) throws IOException {
        View view = Placements.view(server);
        Map<String, List<byte[]>> byPrimary = Placements.byPrimary(view, keys());
        List<String> addresses = List.copyOf(byPrimary.keySet());
        for (int i = 0; i < CONNECTIONS; i++) {
            String address = addresses.get(i % addresses.size());
            int colon = address.lastIndexOf(':');
            List<byte[]> keys = byPrimary.getOrDefault(address, List.of());
            generator.connect(
                    new InetSocketAddress(
                            address.substring(0, colon),
                            Integer.parseInt(address.substring(colon + 1))),
                    new RingKvWorkload(puts, keys, i));
        }
    }

    private static void connectRedis(LoadGenerator generator, InetSocketAddress server, String what)
            throws IOException {
        RedisWorkload.Kind kind = switch (what) {
            case "put" -> RedisWorkload.Kind.SET_AND_WAIT_EACH;
            case "put-batch" -> RedisWorkload.Kind.SETS_THEN_ONE_WAIT;
            default -> RedisWorkload.Kind.GET;
        };
        List<byte[]> keys = keys();
        for (int i = 0; i < CONNECTIONS; i++) {
            generator.connect(server, new RedisWorkload(kind, keys, i));
        }
    }
}
