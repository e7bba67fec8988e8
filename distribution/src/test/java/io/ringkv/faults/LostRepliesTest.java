package io.ringkv.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringkv.process.Wire;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Counters raised by compare-and-set through connections that swallow replies. */
class LostRepliesTest extends UnderFault {
    private static final int COUNTERS = 4;
    private static final int CUT_PERCENT = 20;

    @Test
    @Tag("faults-short")
    void withRequestIdsEveryIncrementIsAppliedOnce() throws Exception {
        run("replies cut, increments repeated with request ids", () -> {
            List<Incrementer> done = count(/* identified */ true);
            long applied = done.stream().mapToLong(Incrementer::applied).sum();
            long repeated = done.stream().mapToLong(Incrementer::repeated).sum();
            System.out.println("with request ids: " + applied + " increments acknowledged, "
                    + repeated + " repetitions, counted " + counted());
            assertThat(repeated).isPositive();
            assertThat(counted()).isEqualTo(applied);
            assertThat(done).allMatch(one -> one.unknown() == 0);
        });
    }

    @Test
    void withoutThemALostReplyLeavesTheOutcomeUnknown() throws Exception {
        run("replies cut, increments without request ids", () -> {
            List<Incrementer> done = count(/* identified */ false);
            long applied = done.stream().mapToLong(Incrementer::applied).sum();
            long unknown = done.stream().mapToLong(Incrementer::unknown).sum();
            System.out.println("without request ids: " + applied + " increments acknowledged, "
                    + unknown + " of unknown outcome, counted " + counted());
            assertThat(unknown).isPositive();
            assertThat(counted()).isBetween(applied, applied + unknown);
        });
    }

    private List<Incrementer> count(boolean identified) throws Exception {
        ExecutorService threads = Executors.newCachedThreadPool();
        try (CuttingProxy proxy = new CuttingProxy(node(0), CUT_PERCENT)) {
            List<Callable<Incrementer>> work = new ArrayList<>();
            for (int i = 0; i < 2 * COUNTERS; i++) {
                Incrementer one =
                        new Incrementer(proxy.port(), "counter" + i % COUNTERS, identified);
                work.add(() -> one.runWhile(this::goesOn));
            }
            List<Incrementer> done = new ArrayList<>();
            for (Future<Incrementer> each : threads.invokeAll(work)) {
                done.add(each.get());
            }
            assertThat(proxy.cuts()).isPositive();
            return done;
        } finally {
            threads.shutdownNow();
        }
    }

    private long counted() throws Exception {
        long sum = 0;
        try (Wire wire = node(1).wire()) {
            for (int i = 0; i < COUNTERS; i++) {
                sum += Incrementer.number(wire.ask("GET counter" + i));
            }
        }
        return sum;
    }
}
