package io.ringkv.simulation.history;

/** How much of what is possible is tried. */
enum Effort {
    /** After each return a few, and help by what is unknown only where there is no other. What is left explains. */
    A_FEW(Counting.EACH, 100, 2_000, 1),
    /** After each return the few that used least of the unknown. */
    A_FEW_HELPED(Counting.EACH, 8, 20, 1),
    /** The same with more of them. */
    MORE_HELPED(Counting.EACH, 40, 200, 1),
    /** All, and what is unknown can happen again and again. What has no explanation even so has none. */
    TOO_MUCH(Counting.NONE, Integer.MAX_VALUE, Integer.MAX_VALUE, 1),
    /** All, and what is unknown is bounded by weight. As with TOO_MUCH, and what misses nothing in the end explains. */
    BY_WEIGHT(Counting.WEIGHED, Integer.MAX_VALUE, Integer.MAX_VALUE, 1),
    /** The lightest ways to each point. What is left explains. */
    LIGHTEST(Counting.EACH, Integer.MAX_VALUE, Integer.MAX_VALUE, 2),
    /** Every way that no other is as good as. */
    ALL(Counting.EACH, Integer.MAX_VALUE, Integer.MAX_VALUE, Integer.MAX_VALUE);

    final Counting counting;
    final int heldMax;
    final int stepsMax;
    final int waysMax;

    /**
     * @param heldMax how many configurations are held after a return
     * @param stepsMax how many are looked at for a return, unless that finds none
     * @param waysMax how many ways to one point are told apart
     */
    Effort(Counting counting, int heldMax, int stepsMax, int waysMax) {
        this.counting = counting;
        this.heldMax = heldMax;
        this.stepsMax = stepsMax;
        this.waysMax = waysMax;
    }
}
