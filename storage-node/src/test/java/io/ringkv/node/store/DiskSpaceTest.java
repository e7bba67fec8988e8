package io.ringkv.node.store;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;

class DiskSpaceTest {

    @TempDir
    Path directory;

    @Test
    void the_used_fraction_lies_between_an_empty_and_a_full_disk() {
        DiskSpace disk = new DiskSpace(directory);
        assertThat(disk.usedFraction()).isBetween(0.0, 1.0);
        assertThat(disk.usableBytes()).isNotNegative();
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
        assertThat(disk.keepBallast(disk.usableBytes() - 1)).isFalse();
        assertThat(disk.ballastBytes()).isZero();
    }
}
