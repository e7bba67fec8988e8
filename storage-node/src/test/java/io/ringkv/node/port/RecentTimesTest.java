package io.ringkv.node.port;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RecentTimesTest {
    private final RecentTimes times = new RecentTimes();

    @Test
    void nothingIsKnownBeforeTheFirstTime() {
        assertThat(times.percentiles()).isEqualTo(Percentiles.NONE);
    }

    @Test
    void oneTimeIsAllOfThem() {
        times.took(7_000_999);
        assertThat(times.percentiles()).isEqualTo(new Percentiles(1, 7_000, 7_000, 7_000));
    }

    @Test
    void percentilesAreByNearestRankWhateverTheOrder() {
        for (int i = 200; i > 0; i--) {
            times.took(i * 1_000_000L);
        }
        assertThat(times.percentiles()).isEqualTo(new Percentiles(200, 100_000, 198_000, 200_000));
    }

    @Test
    void whatIsLongAgoIsForgotten() {
        times.took(9_000_000_000L);
        for (int i = 0; i < RecentTimes.RECENT; i++) {
            times.took(2_000_000);
        }
        assertThat(times.percentiles())
                .isEqualTo(new Percentiles(RecentTimes.RECENT + 1, 2_000, 2_000, 2_000));
    }
}
