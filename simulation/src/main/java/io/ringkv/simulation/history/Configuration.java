package io.ringkv.simulation.history;

/** A point of a search, and what of the unknown it took to come there. */
record Configuration(Point point, Spent spent) {

    int value() {
        return point.value();
    }

    boolean done(int slot) {
        return point.done(slot);
    }

    boolean covered(int slot) {
        return point.covered(slot);
    }

    Configuration at(Point other) {
        return new Configuration(other, spent);
    }

    Configuration without(int slot) {
        return at(point.without(slot));
    }

    Configuration having(Spent more) {
        return new Configuration(point, more);
    }
}
