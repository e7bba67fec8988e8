package io.ringkv.simulation;

import io.ringkv.node.core.Rule;

import java.util.List;
import java.util.SplittableRandom;

/**
 * What a seed draws when a rule is left out. Most damages show where any faults meet three times as often as elsewhere.
 * Some need what seldom comes together by itself: for these a hunt draws from less, and when it happens, to whom and in
 * which order stays chance.
 *
 * @param drawn what the seed drew by itself
 */
record Hunt(SimSettings drawn, SplittableRandom random) {

    SimSettings without(Rule rule) {
        return switch (rule) {
            case E2, T1, T2, W0, W2, W3, Q1, Q1_OWN, I1, DOUBT ->
                drawn.faults(drawn.faults().oftener());
            // Who forgot the next term has to meet the old primary before that hears of the term,
            // which it does from anybody who has not forgotten.
            case E3 -> amongThree(Fault.SPLIT);
            // The old primary asks a replica that knows of the next term, and a moment later knows
            // of it, too.
            case E4, Q1_LEFT -> amongThree(Fault.APART);
            // The same, and it is asked for what its old state denies; with a request id that would
            // be a write.
            case I4 -> amongThree(Fault.APART).workload(mostConditionsFail());
            // The next write of a key replaces what was left of it, but not the row of a request
            // id, while that lasts.
            case T8 ->
                amongThree(Fault.CUT, Fault.APART)
                        .workload(drawn.workload().ids(100))
                        .cluster(drawn.cluster().sized(3, 3).sessions(ClusterSettings.SELDOM));
        };
    }

    /** With more machines most lists are without the one, the other, or the third. */
    private SimSettings amongThree(Fault... kinds) {
        return drawn.sized(3, 3).faults(drawn.faults().often(random.split(), List.of(kinds)));
    }

    private WorkloadSettings mostConditionsFail() {
        return drawn.workload()
                .mix(10 + random.nextInt(20), 10 + random.nextInt(10), 40 + random.nextInt(10))
                .ids(random.nextInt(30));
    }
}
