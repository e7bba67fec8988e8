package io.ringkv.transport;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringkv.protocol.Reply;
import io.ringkv.protocol.Verb;

import org.junit.jupiter.api.Test;

class LatenciesTest {
    private static final long SECOND = 1_000_000_000L;

    private final Latencies latencies = new Latencies();

    private void add(double atSeconds, int count, long micros) {
        for (int i = 0; i < count; i++) {
            latencies.add((long) (atSeconds * SECOND), micros * 1_000);
        }
    }

    private Reply at(double seconds) {
        return latencies.reply((long) (seconds * SECOND));
    }

    @Test
    void the_spread_is_that_of_the_requests() {
        add(1, 98, 200);
        add(2, 2, 50_000);
        Reply told = at(3);
        assertThat(told.longField("requests", -1)).isEqualTo(100);
        assertThat(told.longField("p50-us", -1)).isBetween(195L, 205L);
        assertThat(told.longField("p99-us", -1)).isBetween(49_000L, 51_000L);
        assertThat(told.longField("max-us", -1)).isBetween(49_000L, 51_000L);
    }

    @Test
    void what_was_long_ago_counts_and_shows_no_more() {
        add(1, 10, 50_000);
        add(15, 10, 100);
        assertThat(at(16).longField("window", -1)).isEqualTo(20);
        assertThat(at(27).longField("window", -1)).isEqualTo(10);
        assertThat(at(27).longField("max-us", -1)).isLessThan(200);
        assertThat(at(60).longField("window", -1)).isZero();
        assertThat(at(60).longField("requests", -1)).isEqualTo(20);
    }

    @Test
    void only_requests_of_keys_count() {
        assertThat(Latencies.isCounted(Verb.GET)).isTrue();
        assertThat(Latencies.isCounted(Verb.REPLICATE)).isFalse();
        assertThat(Latencies.isCounted(Verb.STATS)).isFalse();
    }
}
