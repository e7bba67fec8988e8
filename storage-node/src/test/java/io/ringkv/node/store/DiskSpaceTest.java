package io.ringkv.node.store;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;

class DiskSpaceTest {

    @TempDir
    Path directory;

    private static final long MB = 1 << 20;

    @Test
    void how_full_it_is_lies_between_an_empty_and_a_full_disk() {
        DiskSpace.Fill fill = new DiskSpace(directory).fill();
        assertThat(fill.fraction()).isBetween(0.0, 1.0);
        assertThat(fill.usable()).isNotNegative();
        assertThat(new DiskSpace.Fill(0, 0, 0).fraction()).isEqualTo(1);
    }

    private static boolean isFull(long megabytes, long left, boolean before) {
        return new DiskSpace.Fill((megabytes - left) * MB, left * MB, 0).isFull(before);
    }

    @Test
    void a_large_disk_is_full_at_its_last_twentieth_and_no_more_a_little_below() {
        assertThat(isFull(10_000, 501, false)).isFalse();
        assertThat(isFull(10_000, 499, false)).isTrue();
        assertThat(isFull(10_000, 550, true)).isTrue();
        assertThat(isFull(10_000, 601, true)).isFalse();
    }

    @Test
    void a_smaller_one_is_full_with_less_left_than_is_on_its_way_to_it() {
        assertThat(isFull(1_000, 193, false)).isFalse();
        assertThat(isFull(1_000, 191, false)).isTrue();
        assertThat(isFull(1_000, 215, true)).isTrue();
        assertThat(isFull(1_000, 217, true)).isFalse();
    }

    @Test
    void the_ballast_is_free_as_well() {
        assertThat(new DiskSpace.Fill(830 * MB, 170 * MB, 32 * MB).isFull(false))
                .isFalse();
        assertThat(new DiskSpace.Fill(850 * MB, 150 * MB, 32 * MB).isFull(false))
                .isTrue();
    }

    @Test
    void a_very_small_one_is_full_at_half() {
        assertThat(isFull(100, 100, false)).isFalse();
        assertThat(isFull(100, 51, false)).isFalse();
        assertThat(isFull(100, 49, false)).isTrue();
    }

    @Test
    void the_ballast_takes_its_room_and_gives_it_back() {
        DiskSpace disk = new DiskSpace(directory);
        assertThat(disk.ballastBytes()).isZero();
        assertThat(disk.keepBallast(3_000_000)).isTrue();
        assertThat(disk.keepBallast(3_000_000)).as("it is there").isTrue();
        assertThat(disk.ballastBytes()).isEqualTo(3_000_000);
        assertThat(disk.releaseBallast()).isTrue();
        assertThat(disk.releaseBallast()).isFalse();
        assertThat(disk.ballastBytes()).isZero();
    }

    @Test
    void no_ballast_is_made_on_a_disk_that_it_would_fill() {
        DiskSpace disk = new DiskSpace(directory);
        assertThat(disk.keepBallast(disk.fill().usable() - 1)).isFalse();
        assertThat(disk.ballastBytes()).isZero();
    }
}
