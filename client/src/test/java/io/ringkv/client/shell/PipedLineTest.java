package io.ringkv.client.shell;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PipedLineTest {
    @Test
    void aBarDividesWhereTheLineCarriesNoValue() {
        assertThat(PipedLine.of("get k | jq . | head -1"))
                .isEqualTo(new PipedLine("get k", "jq . | head -1"));
        assertThat(PipedLine.of("nodes | wc -l")).isEqualTo(new PipedLine("nodes", "wc -l"));
        assertThat(PipedLine.of("get a|b")).isEqualTo(new PipedLine("get a|b", null));
        assertThat(PipedLine.of("get k")).isEqualTo(new PipedLine("get k", null));
    }

    @Test
    void inQuotesABarIsData() {
        assertThat(PipedLine.of("get \"a | b\"").program()).isNull();
        assertThat(PipedLine.of("get \"a | b\" | wc -c"))
                .isEqualTo(new PipedLine("get \"a | b\"", "wc -c"));
    }

    @Test
    void aValueMayHoldBars() {
        assertThat(PipedLine.of("PUT k a | b").program()).isNull();
        assertThat(PipedLine.of("@1 put k a | b").program()).isNull();
    }
}
