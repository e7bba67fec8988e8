package io.ringkv.client.shell;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringkv.client.Health;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;

class HealthPromptTest {
    private static String shown(@Nullable Health health, boolean coloured) {
        try (HealthPrompt prompt = new HealthPrompt(() -> health)) {
            prompt.awaitAnswer();
            return prompt.text(coloured);
        }
    }

    @Test
    void aHealthyClusterIsTheShortPrompt() {
        assertThat(shown(Health.HEALTHY, false)).isEqualTo("kv> ");
        assertThat(shown(Health.HEALTHY, true)).isEqualTo("\u001b[32mkv\u001b[0m> ");
    }

    @Test
    void whatIsWrongIsNamedWithAndWithoutColours() {
        assertThat(shown(Health.DEGRADED, false)).isEqualTo("kv (degraded)> ");
        assertThat(shown(Health.UNAVAILABLE, true))
                .isEqualTo("\u001b[31mkv (unavailable)\u001b[0m> ");
        assertThat(shown(null, false)).isEqualTo("kv (unreachable)> ");
    }

    @Test
    void nobodyWaitsForAnAnswer() {
        CountDownLatch never = new CountDownLatch(1);
        try (HealthPrompt prompt = new HealthPrompt(() -> {
            while (never.getCount() > 0 && !Thread.currentThread().isInterrupted()) {
                LockSupport.parkNanos(1_000_000L);
            }
            return null;
        })) {
            assertThat(prompt.text(true)).isEqualTo("kv> ");
        }
    }

    @Test
    void aRefreshAsksAgain() {
        BlockingQueue<Health> answers = new ArrayBlockingQueue<>(2);
        answers.add(Health.DEGRADED);
        answers.add(Health.HEALTHY);
        try (HealthPrompt prompt = new HealthPrompt(answers::poll)) {
            prompt.awaitAnswer();
            assertThat(prompt.text(false)).isEqualTo("kv (degraded)> ");
            prompt.refresh();
            prompt.awaitAnswer();
            assertThat(prompt.text(false)).isEqualTo("kv> ");
        }
    }
}
