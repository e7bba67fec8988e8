package io.ringkv.node.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringkv.node.port.SyncLatency;

import org.junit.jupiter.api.Test;

class SyncMeterTest {
    private final SyncMeter meter = new SyncMeter();

    @Test
    void nothingIsKnownBeforeTheFirstSync() {
        assertThat(meter.latency()).isEqualTo(SyncLatency.NONE);
    }

    @Test
    void oneSyncIsAllOfThem() {
        meter.took(7_000_999);
        assertThat(meter.latency()).isEqualTo(new SyncLatency(1, 7_000, 7_000, 7_000));
    }

    @Test
    void percentilesAreByNearestRankWhateverTheOrder() {
        for (int i = 200; i > 0; i--) {
            meter.took(i * 1_000_000L);
        }
        assertThat(meter.latency()).isEqualTo(new SyncLatency(200, 100_000, 198_000, 200_000));
    }

    @Test
    void whatIsLongAgoIsForgotten() {
        meter.took(9_000_000_000L);
        for (int i = 0; i < SyncMeter.RECENT; i++) {
            meter.took(2_000_000);
        }
        assertThat(meter.latency())
                .isEqualTo(new SyncLatency(SyncMeter.RECENT + 1, 2_000, 2_000, 2_000));
    }
}
