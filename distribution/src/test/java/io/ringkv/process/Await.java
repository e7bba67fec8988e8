package io.ringkv.process;

import static org.assertj.core.api.Assertions.fail;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/** Waits for what another process will do, with a deadline. */
public final class Await {
    private static final long PAUSE_NANOS = 20_000_000L;

    /** Something that may not be answerable yet: an exception counts as false. */
    @FunctionalInterface
    public interface Condition {
        boolean holds() throws Exception;
    }

    private Await() {}

    public static void until(String what, Duration atMost, Condition condition) {
        if (!holdsWithin(atMost, condition)) {
            fail("not within " + atMost.toSeconds() + " s: " + what);
        }
    }

    public static boolean holdsWithin(Duration atMost, Condition condition) {
        long deadline = System.nanoTime() + atMost.toNanos();
        while (true) {
            if (holds(condition)) {
                return true;
            }
            if (System.nanoTime() - deadline > 0) {
                return false;
            }
            LockSupport.parkNanos(PAUSE_NANOS);
        }
    }

    private static boolean holds(Condition condition) {
        try {
            return condition.holds();
        } catch (Exception e) {
            return false;
        }
    }
}
