package io.ringkv.client.command;

import io.ringkv.client.KvException;

import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * Looks at something that the cluster does by itself until it is done, and shows how far it is. Whoever ends the
 * waiting ends nothing else, and is told so.
 */
final class Waiting {
    /** The first looks come sooner: little is moved quickly. */
    private static final long PAUSE_MILLIS_MIN = 100;

    private static final long PAUSE_MILLIS_MAX = 1_000;

    /** After so many looks that are alike there may be something wrong. */
    private static final int ALIKE_MAX = 15;

    /** What is seen at one time. */
    interface Progress {
        /** In words, for one line. */
        String text();

        long remaining();
    }

    private final Kv kv;
    private final String goesOn;
    private final ProgressLine line;

    /** @param goesOn that it does, and what would end it */
    Waiting(Kv kv, String goesOn) {
        this.kv = kv;
        this.goesOn = goesOn;
        this.line = new ProgressLine(kv.streams().err(), kv.setting().screen());
    }

    /** What was seen last, which is done. */
    <T extends Progress> T until(Supplier<T> look, Predicate<T> done) {
        try (Interruption ignored = new Interruption(this::sayThatItGoesOn)) {
            long pause = PAUSE_MILLIS_MIN;
            int alike = 0;
            T seen = look.get();
            while (!done.test(seen)) {
                line.show(seen.text() + (alike < ALIKE_MAX ? "" : "; slow: see kv status"));
                Thread.sleep(pause);
                pause = Math.min(2 * pause, PAUSE_MILLIS_MAX);
                long before = seen.remaining();
                seen = look.get();
                alike = seen.remaining() == before ? alike + 1 : 0;
            }
            return seen;
        } catch (KvException | CommandException e) {
            throw new CommandException(ExitCode.of(e), Problem.text(e) + "; " + goesOn);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CommandException(ExitCode.INTERRUPTED, "interrupted; " + goesOn);
        } finally {
            line.end();
        }
    }

    private void sayThatItGoesOn() {
        line.end();
        kv.say(goesOn);
    }
}
