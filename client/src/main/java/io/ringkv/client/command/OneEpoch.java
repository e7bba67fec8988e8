package io.ringkv.client.command;

import io.ringkv.client.KvException;
import io.ringkv.protocol.ErrorCode;

import org.jspecify.annotations.Nullable;

import java.util.function.BiPredicate;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

/** Decisions that coordinators take for the epoch alone in which was read what a person agreed to. */
final class OneEpoch {
    /** Each is refused only if something changed between two questions. */
    private static final int TRIES = 20;

    private OneEpoch() {}

    /**
     * Reads, has it agreed to, and decides. Where anything else changes meanwhile, such as slots that move, it is read
     * again, and agreed to again only if it is not the same.
     */
    static <S, R> R decide(
            Supplier<S> read, BiPredicate<S, S> same, Consumer<S> agree, Function<S, R> decision) {
        @Nullable S agreed = null;
        for (int tries = 1; ; tries++) {
            S seen = read.get();
            if (agreed == null || !same.test(seen, agreed)) {
                agree.accept(seen);
                agreed = seen;
            }
            try {
                return decision.apply(seen);
            } catch (KvException e) {
                if (tries == TRIES || !e.code().equals(ErrorCode.BAD_ARGUMENT.name())) {
                    throw e;
                }
            }
        }
    }
}
