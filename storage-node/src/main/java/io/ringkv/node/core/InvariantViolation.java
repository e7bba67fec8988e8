package io.ringkv.node.core;

/** A state that cannot be: a bug or a broken disk. The process stops; going on could lose or invent data. */
public final class InvariantViolation extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public InvariantViolation(String message) {
        super(message);
    }

    /** Throws when the invariant does not hold. */
    public static void require(boolean holds, String invariant) {
        if (!holds) {
            throw new InvariantViolation(invariant);
        }
    }
}
