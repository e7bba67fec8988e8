package io.ringkv.client.core;

import java.util.List;

/**
 * What a client needs to know from its surroundings.
 *
 * @param name shown to the servers
 * @param seeds coordinators or nodes, whichever is known; the view says the rest
 * @param connectTimeoutNanos for one connection, its HELLO included
 * @param openRequestsMax more than this are refused as BUSY
 * @param pipelineMax requests sent and not answered on one connection; the others wait here
 */
public record ClientSettings(
        String name,
        List<HostAndPort> seeds,
        long connectTimeoutNanos,
        int openRequestsMax,
        int pipelineMax) {
    private static final long CONNECT_NANOS_MAX = 2_000_000_000L;
    private static final long CONNECT_NANOS_MIN = 500_000_000L;

    /** For all seeds, one after the other: less than what a command has, so that those behind silent ones get a turn. */
    private static final long ALL_SEEDS_NANOS = 4_000_000_000L;

    public ClientSettings {
        seeds = List.copyOf(seeds);
        if (seeds.isEmpty()) {
            throw new IllegalArgumentException("a client needs the address of at least one server");
        }
    }

    public static ClientSettings of(String name, List<HostAndPort> seeds) {
        long each = ALL_SEEDS_NANOS / Math.max(1, seeds.size());
        long connect = Math.max(CONNECT_NANOS_MIN, Math.min(CONNECT_NANOS_MAX, each));
        return new ClientSettings(name, seeds, connect, 65_536, 512);
    }
}
