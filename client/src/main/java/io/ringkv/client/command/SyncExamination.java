package io.ringkv.client.command;

import io.ringkv.protocol.Item;
import io.ringkv.protocol.Reply;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.util.HashMap;
import java.util.Map;

/** Whether a node's disk is quick enough for what is asked of it, from what the node counts. */
final class SyncExamination {
    /** A disk that is in order takes a few ms; far above it, writes and changes of the view wait for it. */
    private static final long P99_MICROS_MAX = 50_000;

    /** Of fewer, the slowest hundredth is one slow start. */
    private static final long COUNT_MIN = 100;

    private SyncExamination() {}

    /** Null for a node that has synced nothing, as one with its store in memory may, or that does not count it. */
    static @Nullable Finding of(String about, Reply stats) {
        Map<String, Long> counters = new HashMap<>();
        for (Item item : stats.items()) {
            if (Report.cell(item.word(1)) instanceof Long number) {
                counters.put(item.word(0), number);
            }
        }
        long p99 = counters.getOrDefault("fsync-p99-us", 0L);
        long count = counters.getOrDefault("fsyncs", 0L);
        if (count == 0) {
            return null;
        }
        String text = "a sync of its disk takes " + millis(counters.get("fsync-p50-us"))
                + " (p50), " + millis(p99) + " (p99)";
        if (count < COUNT_MIN) {
            return Finding.fine(
                    about, text + "; of " + count + " syncs, too few to judge: " + COUNT_MIN);
        }
        text += "; up to " + millis(P99_MICROS_MAX) + " (p99) is fine";
        return p99 <= P99_MICROS_MAX
                ? Finding.fine(about, text)
                : Finding.wrong(
                        about,
                        text,
                        "give --data-dir a disk of its own, or a quicker one, and see what else writes to"
                                + " it: iostat -x 1");
    }

    private static String millis(@Nullable Long micros) {
        return BigDecimal.valueOf(micros == null ? 0 : micros, 3) + " ms";
    }
}
