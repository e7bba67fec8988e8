package io.ringkv.simulation.history;

import io.ringkv.simulation.history.Operation.Kind;
import io.ringkv.simulation.history.Operation.Status;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** The definition, word for word: tries every order of every choice of the unknown. For a handful of operations. */
final class BruteForce {
    private BruteForce() {}

    /** Of the operations of one key. */
    static boolean linearizable(List<Operation> operations) {
        return ordered(new ArrayList<>(operations), null);
    }

    private static boolean ordered(List<Operation> left, String value) {
        if (left.stream().allMatch(one -> one.status() == Status.UNKNOWN || silent(one))) {
            return true;
        }
        for (Operation next : List.copyOf(left)) {
            boolean first = left.stream().noneMatch(other -> before(other, next));
            if (first && !silent(next) && holds(next, value)) {
                left.remove(next);
                boolean explained = ordered(left, after(next, value));
                left.add(next);
                if (explained) {
                    return true;
                }
            }
        }
        return false;
    }

    private static boolean before(Operation one, Operation other) {
        boolean returned = one.status() != Status.UNKNOWN && !silent(one);
        return returned && one.returned() < other.called();
    }

    private static boolean silent(Operation one) {
        return one.status() == Status.FAIL
                || one.kind() == Kind.GET && one.status() == Status.UNKNOWN;
    }

    private static boolean holds(Operation one, String value) {
        return switch (one.kind()) {
            case PUT, DELETE -> true;
            case GET -> Objects.equals(one.output(), value);
            case CAS ->
                one.status() == Status.CONFLICT
                        ? !Objects.equals(one.expect(), value)
                                && (one.output() == null || one.output().equals(value))
                        : Objects.equals(one.expect(), value);
        };
    }

    private static String after(Operation one, String value) {
        boolean writes = one.kind() != Kind.GET && one.status() != Status.CONFLICT;
        return writes ? one.input() : value;
    }
}
