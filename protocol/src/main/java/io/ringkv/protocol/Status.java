package io.ringkv.protocol;

/** The word that a status line starts with. */
public enum Status {
    OK,
    /** A value follows as the reply's block. */
    VALUE,
    NOT_FOUND,
    /** The condition of a conditional write did not hold; {@code v=} is what was found. */
    CONFLICT,
    PONG,
    /** Class and code say more. */
    ERR,
    /** A word of a newer server: its reply is complete, its meaning is in {@link Reply#line()}. */
    OTHER;

    static Status named(String word) {
        return switch (word) {
            case "OK" -> OK;
            case "VALUE" -> VALUE;
            case "NOT_FOUND" -> NOT_FOUND;
            case "CONFLICT" -> CONFLICT;
            case "PONG" -> PONG;
            case "ERR" -> ERR;
            default -> OTHER;
        };
    }
}
