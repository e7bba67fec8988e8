package io.ringkv.node.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ringkv.node.port.StoreException;
import io.ringkv.node.port.StoreException.Kind;

import org.junit.jupiter.api.Test;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

class FirstFailureTest {
    private final FirstFailure failure = new FirstFailure();

    private static StoreException cause() {
        return new StoreException(Kind.IO, "cannot sync: Input/output error");
    }

    private static StoreException consequence() {
        return new StoreException(Kind.IO, "cannot write: Writer has previous error.");
    }

    /** Each in a thread of its own: the common pool may have a single one. */
    private CompletableFuture<StoreException> meetsTheConsequence() {
        return CompletableFuture.supplyAsync(
                () -> failure.of(consequence()), task -> new Thread(task).start());
    }

    private static void assertWaits(CompletableFuture<StoreException> told) {
        assertThatThrownBy(() -> told.get(100, TimeUnit.MILLISECONDS))
                .isInstanceOf(TimeoutException.class);
    }

    @Test
    void who_meets_the_consequence_first_waits_for_the_cause_and_tells_it()
            throws InterruptedException, ExecutionException {
        failure.enter();
        failure.enter();
        CompletableFuture<StoreException> told = meetsTheConsequence();
        assertWaits(told);
        StoreException cause = cause();
        assertThat(failure.of(cause)).isSameAs(cause);
        assertThat(told.get()).hasMessageContaining("Input/output error").hasCause(cause);
        assertThatThrownBy(failure::enter)
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("Input/output error")
                .hasCause(cause);
    }

    @Test
    void a_call_that_ends_well_brings_no_cause_and_is_waited_for_no_longer()
            throws InterruptedException, ExecutionException {
        failure.enter();
        failure.enter();
        CompletableFuture<StoreException> told = meetsTheConsequence();
        assertWaits(told);
        failure.leave();
        assertThat(told.get()).hasMessageContaining("previous error");
    }

    @Test
    void two_that_meet_the_consequence_do_not_wait_for_each_other()
            throws InterruptedException, ExecutionException {
        failure.enter();
        failure.enter();
        CompletableFuture<StoreException> one = meetsTheConsequence();
        CompletableFuture<StoreException> other = meetsTheConsequence();
        assertThat(one.get()).hasMessageContaining("previous error");
        assertThat(other.get()).hasMessageContaining("previous error");
    }

    @Test
    void the_first_cause_stays_the_first() {
        failure.enter();
        failure.enter();
        StoreException cause = cause();
        failure.of(cause);
        assertThat(failure.of(new StoreException(Kind.FULL, "another"))).hasCause(cause);
    }
}
