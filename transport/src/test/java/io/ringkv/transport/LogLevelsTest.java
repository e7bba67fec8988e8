package io.ringkv.transport;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringkv.protocol.ErrorCode;
import io.ringkv.protocol.Reply;
import io.ringkv.protocol.Request;
import io.ringkv.protocol.Verb;

import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

import java.time.Duration;

/** What a running process may be told about its logs, and by whom. */
class LogLevelsTest {
    private static final String LOGGER = "io.ringkv.transport.example";

    private final LocalAnswers answers =
            new LocalAnswers(new SlowLog(Duration.ZERO), new Latencies());

    private Reply ask(boolean trusted, String... words) {
        Request.Builder request = Request.builder(Verb.LOG_LEVEL);
        for (String word : words) {
            request.argument(word);
        }
        Reply reply = answers.to(request.build(), trusted);
        assertThat(reply).isNotNull();
        return reply;
    }

    @Test
    void aLevelIsSetAndTheOldOneIsNamed() {
        Reply first = ask(true, LOGGER, "debug");
        assertThat(first.field("new")).isEqualTo("DEBUG");
        assertThat(LoggerFactory.getLogger(LOGGER).isDebugEnabled()).isTrue();
        Reply second = ask(true, LOGGER, "ERROR");
        assertThat(second).hasToString("OK logger=" + LOGGER + " old=DEBUG new=ERROR");
        assertThat(LoggerFactory.getLogger(LOGGER).isWarnEnabled()).isFalse();
    }

    @Test
    void withoutALoggerAllOfOursAreMeant() {
        String before = ask(true, "info").field("old");
        assertThat(ask(true, String.valueOf(before)).field("logger")).isEqualTo("io.ringkv");
    }

    @Test
    void aWrongLevelIsAnErrorThatNamesTheRightOnes() {
        Reply refused = ask(true, LOGGER, "loud");
        assertThat(refused.isError(ErrorCode.BAD_ARGUMENT)).isTrue();
        assertThat(refused.text()).contains("off, error, warn, info, debug, trace");
        assertThat(ask(true, "a logger", "info").isError(ErrorCode.BAD_ARGUMENT))
                .isTrue();
    }

    @Test
    void whoIsNotTrustedChangesNothing() {
        ask(true, LOGGER, "info");
        Reply refused = ask(false, LOGGER, "trace");
        assertThat(refused.isError(ErrorCode.NOT_AUTHORIZED)).isTrue();
        assertThat(LoggerFactory.getLogger(LOGGER).isTraceEnabled()).isFalse();
    }

    @Test
    void theSlowLogTakesACount() {
        Request wrong = Request.builder(Verb.SLOWLOG).argument("many").build();
        Reply refused = answers.to(wrong, false);
        assertThat(refused).isNotNull();
        assertThat(refused.isError(ErrorCode.BAD_ARGUMENT)).isTrue();
        assertThat(answers.to(Request.of(Verb.SLOWLOG), false)).hasToString("OK slow-after-ms=0");
    }
}
