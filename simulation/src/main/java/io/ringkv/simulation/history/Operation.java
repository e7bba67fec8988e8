package io.ringkv.simulation.history;

import org.jspecify.annotations.Nullable;

/**
 * One operation of one client, as a history records it.
 *
 * @param input the value written; null for get and delete
 * @param expect what a compare-and-set expects, null for absent
 * @param output what a get saw, null for absent
 * @param returned when the answer came; {@link Long#MAX_VALUE} when the outcome is unknown
 */
public record Operation(
        int client,
        Kind kind,
        String key,
        @Nullable String input,
        @Nullable String expect,
        @Nullable String output,
        Status status,
        long called,
        long returned) {

    /** What was asked. */
    public enum Kind {
        PUT,
        GET,
        DELETE,
        CAS
    }

    /** What is known of it. */
    public enum Status {
        /** It took effect between call and return; a CAS found what it expected. */
        OK,
        /** It took no effect because the condition did not hold, which is an observation. */
        CONFLICT,
        /** It took no effect and observed nothing. */
        FAIL,
        /** It may take effect at any time after the call, or never. */
        UNKNOWN
    }

    public boolean overlaps(Operation other) {
        return called < other.returned && other.called < returned;
    }
}
