package io.ringkv.simulation.history;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringkv.simulation.history.Operation.Kind;
import io.ringkv.simulation.history.Operation.Status;

import org.junit.jupiter.api.Test;

import java.util.List;

/** A checker that has never failed proves nothing: histories that are right, and histories that are not. */
class LinearizabilityTest {
    private static final long NEVER = Long.MAX_VALUE;

    private static Operation put(String value, long called, long returned) {
        return new Operation(1, Kind.PUT, "k", value, null, null, Status.OK, called, returned);
    }

    private static Operation lost(String value, long called) {
        return new Operation(1, Kind.PUT, "k", value, null, null, Status.UNKNOWN, called, NEVER);
    }

    private static Operation get(String value, long called, long returned) {
        return new Operation(2, Kind.GET, "k", null, null, value, Status.OK, called, returned);
    }

    private static Operation delete(long called, long returned) {
        return new Operation(3, Kind.DELETE, "k", null, null, null, Status.OK, called, returned);
    }

    private static Operation cas(
            String expect, String value, Status status, long called, long returned) {
        return new Operation(4, Kind.CAS, "k", value, expect, null, status, called, returned);
    }

    private static void right(Operation... history) {
        assertThat(Linearizability.check(List.of(history))).isEmpty();
    }

    private static void wrong(Operation... history) {
        assertThat(Linearizability.check(List.of(history))).hasSize(1);
    }

    @Test
    void a_read_after_a_write_sees_it() {
        right(put("a", 1, 2), get("a", 3, 4));
        wrong(put("a", 1, 2), get(null, 3, 4));
    }

    @Test
    void a_read_during_a_write_may_see_either() {
        right(put("a", 1, 5), get(null, 2, 3));
        right(put("a", 1, 5), get("a", 2, 3));
    }

    @Test
    void once_seen_a_value_does_not_disappear() {
        wrong(put("a", 1, 9), get("a", 2, 3), get(null, 4, 5));
    }

    @Test
    void an_older_value_does_not_come_back() {
        wrong(put("a", 1, 2), put("b", 3, 4), get("a", 5, 6));
    }

    @Test
    void a_write_of_unknown_outcome_may_happen_late_or_never() {
        right(lost("a", 1), get(null, 2, 3));
        right(lost("a", 1), get(null, 2, 3), get("a", 4, 5));
        wrong(lost("a", 1), get("a", 2, 3), get(null, 4, 5));
        wrong(get("a", 1, 2), lost("a", 3));
    }

    @Test
    void a_delete_stays() {
        right(put("a", 1, 2), delete(3, 4), get(null, 5, 6));
        wrong(put("a", 1, 2), delete(3, 4), get("a", 5, 6));
    }

    @Test
    void two_compare_and_sets_from_one_state_do_not_both_succeed() {
        right(cas(null, "a", Status.OK, 1, 4), cas(null, "b", Status.CONFLICT, 2, 5));
        wrong(cas(null, "a", Status.OK, 1, 4), cas(null, "b", Status.OK, 2, 5));
    }

    @Test
    void a_conflict_says_that_the_expected_value_was_not_there() {
        wrong(put("a", 1, 2), cas("a", "b", Status.CONFLICT, 3, 4));
    }

    @Test
    void keys_are_judged_apart() {
        Operation other = new Operation(1, Kind.PUT, "other", "x", null, null, Status.OK, 3, 4);
        right(put("a", 1, 2), other, get("a", 5, 6));
    }

    @Test
    void a_refused_write_never_shows() {
        Operation refused = new Operation(1, Kind.PUT, "k", "a", null, null, Status.FAIL, 1, 2);
        right(refused, get(null, 3, 4));
        wrong(refused, get("a", 3, 4));
    }

    private static String told(List<String> possible, boolean more) {
        return new Linearizability.Violation("k", get("b", 3, 4), possible, more, List.of())
                .toString();
    }

    @Test
    void what_was_possible_is_told_as_far_as_it_can_be() {
        assertThat(told(List.of(), false)).contains("possible then: nothing\n");
        assertThat(told(List.of(), true)).contains("possible then: too much to say\n");
        assertThat(told(List.of("a"), false)).contains("possible then: \"a\"\n");
        assertThat(told(List.of("a"), true)).contains("possible then: \"a\", and others\n");
    }
}
