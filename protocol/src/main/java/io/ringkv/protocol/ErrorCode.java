package io.ringkv.protocol;

import org.jspecify.annotations.Nullable;

/**
 * Every error that a server of this build answers, each with its class: the closed table behind
 * {@code ERR class CODE}. A code says what happened; whether anything may have been applied is the class's to say.
 */
public enum ErrorCode {
    /** The line does not follow the grammar, or the verb's own syntax. */
    SYNTAX(ErrorClass.FATAL),
    /** Something is above a limit; {@code max=} names it. */
    TOO_LARGE(ErrorClass.FATAL),
    /** A key that cannot be: the empty one. */
    BAD_KEY(ErrorClass.FATAL),
    /** No such verb in any version known here. */
    UNKNOWN_COMMAND(ErrorClass.FATAL),
    /** A verb or option of the protocol that this build does not have yet, or a foreign protocol. */
    UNSUPPORTED(ErrorClass.FATAL),
    /** An argument is well formed and makes no sense, such as a port of 0. */
    BAD_ARGUMENT(ErrorClass.FATAL),
    /** A verb sent to a role that does not answer it, or before the connection said HELLO. */
    WRONG_ROLE(ErrorClass.FATAL),
    /** The peer belongs to another cluster. */
    WRONG_CLUSTER(ErrorClass.FATAL),
    /** No member of that id. */
    NOT_FOUND_NODE(ErrorClass.FATAL),
    /** The sender's epoch, term or incarnation has been overtaken; {@code epoch=} names the newer one. */
    STALE_EPOCH(ErrorClass.RETRY),
    /** Too few replicas can be reached; {@code slot= up= need=}. */
    UNAVAILABLE(ErrorClass.RETRY),
    /** The process is not ready to serve, or no longer. */
    STARTING(ErrorClass.RETRY),
    /** No room for a write; deletes still work. */
    DISK_FULL(ErrorClass.RETRY),
    /** The store failed before anything was applied. */
    STORE_ERROR(ErrorClass.RETRY),
    /** Another node is the slot's primary; {@code node= addr= epoch=}. */
    NOT_PRIMARY(ErrorClass.REDIRECT),
    /** Another coordinator leads; {@code addr=} when it is known. */
    NOT_LEADER(ErrorClass.REDIRECT),
    /** Too much is in progress; {@code retry-after=}. */
    OVERLOADED(ErrorClass.BUSY),
    /** Too few acknowledgements in time; {@code acks= need=}. */
    TIMEOUT(ErrorClass.UNKNOWN),
    /** The primary's term ended while the write was under way. */
    TERM_ENDED(ErrorClass.UNKNOWN),
    /** The connection broke after the request had left. */
    CONNECTION_LOST(ErrorClass.UNKNOWN),
    /** A request id of a session whose results are no longer kept: never applied again, its fate is not known. */
    TOO_OLD(ErrorClass.UNKNOWN),
    /** The verb needs a role, a secret or a right that this connection does not have. */
    NOT_AUTHORIZED(ErrorClass.AUTH);

    private final ErrorClass errorClass;

    ErrorCode(ErrorClass errorClass) {
        this.errorClass = errorClass;
    }

    public ErrorClass errorClass() {
        return errorClass;
    }

    /** The code of this name, or null for one that only a newer server knows. */
    public static @Nullable ErrorCode named(String name) {
        for (ErrorCode code : values()) {
            if (code.name().equals(name)) {
                return code;
            }
        }
        return null;
    }
}
