package io.ringkv.simulation.history;

/** How it is seen to that no more of the unknown is used than there is. */
enum Counting {
    /** Not at all: what was called can happen again and again. */
    NONE,
    /** All classes together, by {@link Weights}: what is used may be too much of one class. */
    WEIGHED,
    /** One class by one: as it is. */
    EACH;

    /** Whether whatever can follow the other can follow the one too. */
    boolean asGoodAs(Spent one, Spent other) {
        return switch (this) {
            case NONE -> true;
            case WEIGHED -> one.weight() <= other.weight();
            case EACH -> one.nowhereMoreThan(other);
        };
    }
}
