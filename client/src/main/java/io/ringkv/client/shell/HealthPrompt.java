package io.ringkv.client.shell;

import io.ringkv.client.Health;

import org.jspecify.annotations.Nullable;

import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;

/**
 * A prompt that shows how the cluster was a moment ago. Asking goes on aside: the prompt shows the last answer, and
 * nobody waits for the next.
 */
public final class HealthPrompt implements AutoCloseable {
    /** An answer, or that there was none. */
    private record Heard(@Nullable Health health) {}

    /** So long nobody minds. */
    private static final long RENEW_MILLIS = 1_500;

    private static final long FRESH_NANOS = TimeUnit.SECONDS.toNanos(2);

    private final Supplier<@Nullable Health> question;
    private final ExecutorService aside;
    private final AtomicBoolean asking = new AtomicBoolean();
    private volatile @Nullable Heard heard;
    private volatile long heardAt;

    /** @param question asked on another thread; null when nobody answers */
    public HealthPrompt(Supplier<@Nullable Health> question) {
        this.question = question;
        this.aside = Executors.newSingleThreadExecutor(task -> {
            Thread thread = new Thread(task, "health");
            thread.setDaemon(true);
            return thread;
        });
        refresh();
    }

    /** Asks again, unless that is under way. */
    public void refresh() {
        if (asking.compareAndSet(false, true)) {
            aside.execute(this::ask);
        }
    }

    private void ask() {
        try {
            heard = new Heard(question.get());
            heardAt = System.nanoTime();
        } finally {
            asking.set(false);
        }
    }

    /** Asks again, whatever is under way, and waits a moment for the answer. */
    public void renew() {
        try {
            CompletableFuture.runAsync(this::ask, aside).get(RENEW_MILLIS, TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException e) {
            // The next prompt has it.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** For who wants to see the answer that is under way. */
    void awaitAnswer() {
        CompletableFuture.runAsync(() -> {}, aside).join();
    }

    public String text(boolean coloured) {
        Heard last = heard;
        if (last != null && System.nanoTime() - heardAt > FRESH_NANOS) {
            refresh();
        }
        if (last == null) {
            return "kv> ";
        }
        Health health = last.health();
        String word = health == null ? "unreachable" : health.name().toLowerCase(Locale.ROOT);
        String name = health == Health.HEALTHY ? "kv" : "kv (" + word + ")";
        return coloured ? "\u001b[" + colour(health) + "m" + name + "\u001b[0m> " : name + "> ";
    }

    private static int colour(@Nullable Health health) {
        if (health == Health.HEALTHY) {
            return 32;
        }
        return health == Health.DEGRADED ? 33 : 31;
    }

    @Override
    public void close() {
        aside.shutdownNow();
    }
}
