package io.ringkv.simulation.history;

/**
 * What one operation asks of the register that its key is. Reads observe a value, writes leave one, a compare-and-set
 * that held does both, and one that did not hold observes that the value is another one.
 *
 * @param observes the number of the value that is asked for; of a DIFFERS, the one that must not be there
 * @param writes the number of the value that is left
 * @param called its place in the timeline of the key
 * @param returned likewise; {@link #NEVER} when the outcome is unknown, and then it need not happen
 */
record Act(Operation operation, Kind kind, int observes, int writes, int called, int returned) {

    enum Kind {
        READ,
        WRITE,
        SWAP,
        DIFFERS
    }

    static final int NEVER = Integer.MAX_VALUE;
    static final int NONE = -1;

    boolean known() {
        return returned != NEVER;
    }

    /** Whether it needs the value that it observes to be there. */
    boolean wants() {
        return kind == Kind.READ || kind == Kind.SWAP;
    }

    boolean leaves() {
        return kind == Kind.WRITE || kind == Kind.SWAP;
    }

    /** Whether it can happen while the register holds a value. */
    boolean fits(int value) {
        return kind == Kind.WRITE || wants() == (observes == value);
    }

    Act renamed(int newObserves, int newWrites) {
        return new Act(operation, kind, newObserves, newWrites, called, returned);
    }
}
