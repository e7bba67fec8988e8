package io.ringkv.node.core;

import io.ringkv.protocol.Reply;
import io.ringkv.protocol.record.Row;
import io.ringkv.protocol.record.Version;

import org.jspecify.annotations.Nullable;

import java.util.Locale;

/** The condition of a write, {@code --if=VERSION|absent|present}, against the newest row of its key. */
final class Condition {
    private Condition() {}

    static boolean holds(@Nullable String condition, @Nullable Row newest) {
        if (condition == null) {
            return true;
        }
        Version present = newest == null || newest.isTombstone() ? null : newest.version();
        return switch (condition.toLowerCase(Locale.ROOT)) {
            case "absent" -> present == null;
            case "present" -> present != null;
            default -> present != null && present.equals(Version.parse(condition));
        };
    }

    /** What a write is told whose condition does not hold: the version that is there, if any. */
    static Reply conflict(@Nullable Row newest) {
        return newest == null || newest.isTombstone()
                ? Reply.conflict()
                : Reply.conflict().with("v", newest.version().toString());
    }
}
