package io.ringkv.node.server;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class HeapCheckTest {
    private static final int MIB = 1 << 20;

    @Test
    void theDefaultHeapHoldsValuesUpTo32MiB() {
        assertThat(HeapCheck.problem(MIB, 256L * MIB)).isNull();
        assertThat(HeapCheck.problem(32 * MIB, 256L * MIB)).isNull();
        // A collector that keeps a part of the heap empty.
        assertThat(HeapCheck.problem(32 * MIB, 248L * MIB)).isNull();
    }

    @Test
    void largerValuesNeedALargerHeapThatIsNamed() {
        assertThat(HeapCheck.problem(64 * MIB, 256L * MIB))
                .contains("--max-value-bytes=67108864", "448 MiB", "KV_JAVA_OPTS=-Xmx448m");
        assertThat(HeapCheck.problem(64 * MIB, 448L * MIB)).isNull();
    }
}
