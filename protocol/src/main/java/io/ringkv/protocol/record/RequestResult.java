package io.ringkv.protocol.record;

import java.util.Arrays;

/** What a request with an id came to, as it is remembered for its repetitions (rule I3). */
public enum RequestResult {
    /** A value was written. */
    WRITTEN(0),
    /** A value was deleted. */
    DELETED(1),
    /** There was nothing to delete. */
    NOTHING_TO_DELETE(2),
    /** The condition did not hold. */
    CONFLICT(3);

    private final int code;

    RequestResult(int code) {
        this.code = code;
    }

    /** Part of the format on the wire and on disk: never renumber. */
    public int code() {
        return code;
    }

    /** Whether {@link #of} has a result for it. */
    public static boolean isKnown(int code) {
        return Arrays.stream(values()).anyMatch(result -> result.code == code);
    }

    /** Throws IllegalArgumentException for a code that is none. */
    public static RequestResult of(int code) {
        for (RequestResult result : values()) {
            if (result.code == code) {
                return result;
            }
        }
        throw new IllegalArgumentException("not the result of a request: " + code);
    }
}
