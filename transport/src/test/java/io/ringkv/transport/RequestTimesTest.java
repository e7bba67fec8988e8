package io.ringkv.transport;

import static org.assertj.core.api.Assertions.assertThat;

import static java.util.concurrent.TimeUnit.MINUTES;

import io.ringkv.protocol.ErrorCode;
import io.ringkv.protocol.Item;
import io.ringkv.protocol.Option;
import io.ringkv.protocol.Reply;
import io.ringkv.protocol.Request;
import io.ringkv.protocol.Verb;

import org.junit.jupiter.api.Test;

import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.List;

/** Which requests are remembered as slow, and what of them. */
class RequestTimesTest {
    private static final long LONG_AGO = System.nanoTime() - MINUTES.toNanos(5);

    private final SlowLog log = new SlowLog(Duration.ofMinutes(1));
    private final RequestTimes times = new RequestTimes(log, new Latencies(), "10.0.0.7:4711");

    private static Request get(String key) {
        return Request.builder(Verb.GET).argument(key).build();
    }

    private List<String> keys() {
        return log.reply(999).items().stream().map(item -> item.word(1)).toList();
    }

    @Test
    void onlyWhatTookLongIsRememberedTheNewestFirst() {
        times.began(0, LONG_AGO, get("a"));
        times.began(1, System.nanoTime(), get("quick"));
        times.began(2, LONG_AGO, get("b"));
        times.answered(0, Reply.ok());
        times.answered(1, Reply.ok());
        times.answered(2, Reply.ok());
        assertThat(keys()).containsExactly("b", "a");
        assertThat(log.reply(1).items()).hasSize(1);
        assertThat(log.reply(1).field("slow-after-ms")).isEqualTo("60000");
    }

    @Test
    void itIsSaidWhatItWasWhoSentItAndHowItEnded() {
        Request put = Request.builder(Verb.PUT)
                .option(Option.TRACE, "t.1")
                .option(Option.FORWARDED)
                .argument("k\n" + "x".repeat(100))
                .value(new byte[] {'s', 'e', 'c', 'r', 'e', 't'})
                .build();
        times.began(0, LONG_AGO, put);
        times.answered(0, Reply.error(ErrorCode.TIMEOUT, "too few"));
        Item item = log.reply(1).items().get(0);
        assertThat(item.word(0)).isEqualTo("PUT");
        assertThat(item.word(1)).startsWith("k\\x0Axxx").endsWith("...").hasSizeLessThan(60);
        assertThat(item.field("status")).isEqualTo("TIMEOUT");
        assertThat(item.field("from")).isEqualTo("10.0.0.7:4711");
        assertThat(item.field("trace")).isEqualTo("t.1");
        assertThat(item.field("forwarded")).isEqualTo("1");
        assertThat(item.longField("took-us", 0)).isGreaterThanOrEqualTo(300_000_000);
        assertThat(item.longField("at-ms", 0))
                .isBetween(
                        System.currentTimeMillis() - 600_000, System.currentTimeMillis() - 300_000);
        assertThat(item.toString()).doesNotContain("secret");
    }

    @Test
    void answersMayComeInAnyOrderWithOthersBetweenThem() {
        for (int i = 0; i < 300; i += 3) {
            times.began(i, LONG_AGO, get("k" + i));
        }
        for (int i = 299; i >= 0; i--) {
            times.answered(i, Reply.ok());
        }
        times.began(1_000_000, LONG_AGO, get("last"));
        times.answered(1_000_000, Reply.ok());
        assertThat(keys()).hasSize(101).startsWith("last", "k0", "k3").endsWith("k297");
    }

    @Test
    void aClientThatLeftWasAlsoKeptWaiting() {
        times.began(0, LONG_AGO, get("a"));
        times.began(1, System.nanoTime(), get("b"));
        times.left();
        times.left();
        assertThat(keys()).containsExactly("a");
        assertThat(log.reply(1).items().get(0).field("status")).isEqualTo("LEFT");
    }

    @Test
    void aQuickRequestTakesNothingFromTheHeap() {
        com.sun.management.ThreadMXBean threads =
                (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        Request request = get("k");
        Reply reply = Reply.ok();
        times.began(0, System.nanoTime(), request);
        times.answered(0, reply);
        long before = threads.getCurrentThreadAllocatedBytes();
        for (int i = 1; i <= 10_000; i++) {
            times.began(i, System.nanoTime(), request);
            times.answered(i, reply);
        }
        assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(10_000);
        assertThat(keys()).isEmpty();
    }

    @Test
    void soManyAreKeptAndNoMore() {
        for (int i = 0; i < 1000; i++) {
            times.began(i, LONG_AGO, get("k" + i));
            times.answered(i, Reply.ok());
        }
        assertThat(keys()).hasSize(SlowLog.REQUESTS_MAX).startsWith("k999").endsWith("k872");
    }
}
