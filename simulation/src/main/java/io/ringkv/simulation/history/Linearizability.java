package io.ringkv.simulation.history;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;

/**
 * Judges whether each key behaved like one variable: a search for an order of its operations that respects real time
 * and explains every answer (Wing and Gong 1993, with the cache of Lowe 2016). An operation with an unknown outcome
 * may stand anywhere after its call, or nowhere.
 */
public final class Linearizability {
    /** A key whose operations no order explains. */
    public record Violation(String key, List<Operation> operations) {
        @Override
        public String toString() {
            StringBuilder text = new StringBuilder("key " + key + " is not linearizable:\n");
            operations.forEach(operation -> text.append("  ").append(operation).append('\n'));
            return text.toString();
        }
    }

    /** A point of the search: what has taken effect, and the value after it. */
    private record Configuration(BitSet taken, @Nullable String value) {}

    private static final int CONFIGURATIONS_MAX = 2_000_000;

    private Linearizability() {}

    /** The keys that are not linearizable; throws IllegalStateException when the search is too large to finish. */
    public static List<Violation> check(List<Operation> history) {
        Map<String, List<Operation>> byKey = new TreeMap<>();
        for (Operation operation : history) {
            boolean says = operation.status() != Operation.Status.FAIL
                    && !(operation.kind() == Operation.Kind.GET
                            && operation.status() != Operation.Status.OK);
            if (says) {
                byKey.computeIfAbsent(operation.key(), key -> new ArrayList<>()).add(operation);
            }
        }
        List<Violation> violations = new ArrayList<>();
        byKey.forEach((key, operations) -> {
            operations.sort(Comparator.comparingLong(Operation::called));
            if (!explained(operations)) {
                violations.add(new Violation(key, operations));
            }
        });
        return violations;
    }

    private static boolean explained(List<Operation> operations) {
        Set<Configuration> seen = new HashSet<>();
        List<Configuration> open = new ArrayList<>();
        open.add(new Configuration(new BitSet(), null));
        while (!open.isEmpty()) {
            Configuration here = open.remove(open.size() - 1);
            if (allAnswered(operations, here.taken)) {
                return true;
            }
            long horizon = earliestReturn(operations, here.taken);
            for (int i = operations.size() - 1; i >= 0; i--) {
                Operation operation = operations.get(i);
                if (!here.taken.get(i)
                        && operation.called() <= horizon
                        && fits(operation, here.value)) {
                    BitSet taken = (BitSet) here.taken.clone();
                    taken.set(i);
                    Configuration next = new Configuration(taken, after(operation, here.value));
                    if (seen.add(next)) {
                        open.add(next);
                    }
                }
            }
            if (seen.size() > CONFIGURATIONS_MAX) {
                throw new IllegalStateException("the history of a key is too large to judge");
            }
        }
        return false;
    }

    private static boolean allAnswered(List<Operation> operations, BitSet taken) {
        for (int i = taken.nextClearBit(0); i < operations.size(); i = taken.nextClearBit(i + 1)) {
            if (operations.get(i).status() != Operation.Status.UNKNOWN) {
                return false;
            }
        }
        return true;
    }

    /** Nothing that was called after this can come next. */
    private static long earliestReturn(List<Operation> operations, BitSet taken) {
        long earliest = Long.MAX_VALUE;
        for (int i = taken.nextClearBit(0); i < operations.size(); i = taken.nextClearBit(i + 1)) {
            Operation operation = operations.get(i);
            if (operation.called() > earliest) {
                break;
            }
            earliest = Math.min(earliest, operation.returned());
        }
        return earliest;
    }

    private static boolean fits(Operation operation, @Nullable String value) {
        return switch (operation.kind()) {
            case GET -> Objects.equals(operation.output(), value);
            case CAS ->
                operation.status() == Operation.Status.CONFLICT
                        ? !Objects.equals(operation.expect(), value)
                        : Objects.equals(operation.expect(), value);
            case PUT, DELETE -> true;
        };
    }

    private static @Nullable String after(Operation operation, @Nullable String value) {
        if (operation.status() == Operation.Status.CONFLICT) {
            return value;
        }
        return switch (operation.kind()) {
            case GET -> value;
            case DELETE -> null;
            case PUT, CAS -> operation.input();
        };
    }
}
