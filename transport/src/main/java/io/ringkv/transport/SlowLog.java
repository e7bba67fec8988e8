package io.ringkv.transport;

import io.ringkv.protocol.Item;
import io.ringkv.protocol.Reply;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * The last requests of one process that took longer than a threshold. It is in memory alone and bounded, so it may
 * always be on. For the loop's own thread.
 */
final class SlowLog {
    static final Duration SLOW_AFTER = Duration.ofMillis(100);
    static final int REQUESTS_MAX = 128;

    private final @Nullable SlowRequest[] last = new @Nullable SlowRequest[REQUESTS_MAX];
    private final long slowAfterNanos;
    private long count;

    /** @param slowAfter zero keeps every request */
    SlowLog(Duration slowAfter) {
        slowAfterNanos = slowAfter.toNanos();
    }

    boolean isSlow(long tookNanos) {
        return tookNanos >= slowAfterNanos;
    }

    void add(SlowRequest request) {
        last[(int) (count % REQUESTS_MAX)] = request;
        count++;
    }

    /** {@code SLOWLOG}: the newest first, so many at most. */
    Reply reply(long countMax) {
        List<Item> items = new ArrayList<>();
        long oldest = Math.max(0, count - Math.min(countMax, REQUESTS_MAX));
        for (long i = count - 1; i >= oldest; i--) {
            SlowRequest request = last[(int) (i % REQUESTS_MAX)];
            if (request != null) {
                items.add(request.item());
            }
        }
        return Reply.ok().withItems(items).with("slow-after-ms", slowAfterNanos / 1_000_000);
    }
}
