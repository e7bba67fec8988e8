package io.ringkv.client.command;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SizesTest {
    @Test
    void aSizeIsDigitsWithTheirUnit() {
        assertThat(Sizes.bytes("50MB")).isEqualTo(50_000_000);
        assertThat(Sizes.bytes("64KiB")).isEqualTo(65_536);
        assertThat(Sizes.bytes("7b")).isEqualTo(7);
        assertThat(Sizes.bytes("1gb")).isEqualTo(1_000_000_000);
        assertThat(Sizes.bytes("999999999GiB")).isEqualTo(999_999_999L << 30);
        assertThat(Sizes.bytes("0")).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "50", "MB", "-1MB", "1.5MB", "1000000000B", "5TB", "5 MB", "5MB/s"})
    void allElseIsNone(String text) {
        assertThat(Sizes.bytes(text)).isEqualTo(-1);
    }

    @Test
    void peopleReadAsManyDigitsAsAnEstimateHas() {
        assertThat(Sizes.text(0)).isEqualTo("0 B");
        assertThat(Sizes.text(999)).isEqualTo("999 B");
        assertThat(Sizes.text(1_000)).isEqualTo("1.0 KB");
        assertThat(Sizes.text(9_960)).isEqualTo("10 KB");
        assertThat(Sizes.text(999_400)).isEqualTo("999 KB");
        assertThat(Sizes.text(999_600)).isEqualTo("1.0 MB");
        assertThat(Sizes.text(12_345_678_901L)).isEqualTo("12 GB");
    }
}
