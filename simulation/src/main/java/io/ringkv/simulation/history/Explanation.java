package io.ringkv.simulation.history;

import io.ringkv.simulation.history.Linearizability.Violation;
import io.ringkv.simulation.history.Operation.Kind;
import io.ringkv.simulation.history.Operation.Status;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;

/**
 * Why a key is not linearizable: the shortest part of its history, by the order of returns, that no order explains, and
 * what its last operation could have observed instead. The search itself stops earlier, because it knows what comes; so
 * it is asked again, about parts of the history, and about the same with another answer.
 */
// Two operations may be equal in all they say, and are two.
@SuppressWarnings("ReferenceEquality")
final class Explanation {
    private static final int TRIED_MAX = 12;

    /** Each value tried costs a search: of a long history only the likeliest are. */
    private static final int SEARCHED_MAX = 400_000;

    private static final int BEFORE_MAX = 3;

    private final List<Operation> operations;
    private final List<Operation> returns;
    private final Budget budget = Budget.standard();

    private Explanation(List<Operation> operations) {
        this.operations = operations;
        returns = operations.stream()
                .filter(one -> one.status() == Status.OK || one.status() == Status.CONFLICT)
                .sorted(Comparator.comparingLong(Operation::returned)
                        .thenComparingLong(Operation::called))
                .toList();
    }

    /** @param stopped the one with whose return the search ended */
    static Violation of(String key, List<Operation> operations, Operation stopped) {
        Explanation explanation = new Explanation(operations);
        try {
            return explanation.violation(key, stopped);
        } catch (GaveUpException e) {
            // That nothing explains the whole is known without it.
            return new Violation(key, stopped, List.of(), true, explanation.around(stopped));
        }
    }

    private Violation violation(String key, Operation stopped) {
        int last = firstWrong(stopped);
        Operation wrong = returns.get(last);
        List<Operation> before = part(last - 1, wrong);
        List<@Nullable String> possible = new ArrayList<>();
        List<@Nullable String> candidates = candidates(before);
        int affordable = Math.max(2, SEARCHED_MAX / (before.size() + 1));
        int tried = Math.min(Math.min(TRIED_MAX, affordable), candidates.size());
        for (@Nullable String value : candidates.subList(0, tried)) {
            if (couldSee(before, wrong, value)) {
                possible.add(value);
            }
        }
        return new Violation(key, wrong, possible, candidates.size() > tried, around(wrong));
    }

    /**
     * The place among the returns of the first that cannot be explained. It is near where the search stopped: looks there
     * in growing steps, then halves.
     */
    private int firstWrong(Operation stopped) {
        int near = identityIndexOf(stopped);
        boolean later = explained(part(near, null));
        int low = later ? near + 1 : 0;
        int high = later ? returns.size() - 1 : near;
        for (int step = 1; high - low > step; step *= 4) {
            int tried = later ? low + step - 1 : high - step;
            boolean explained = explained(part(tried, null));
            low = explained ? tried + 1 : low;
            high = explained ? high : tried;
            if (explained != later) {
                break;
            }
        }
        while (low < high) {
            int middle = (low + high) >>> 1;
            boolean explained = explained(part(middle, null));
            low = explained ? middle + 1 : low;
            high = explained ? high : middle;
        }
        return low;
    }

    private int identityIndexOf(Operation operation) {
        int index = 0;
        while (returns.get(index) != operation) {
            index++;
        }
        return index;
    }

    private boolean explained(List<Operation> part) {
        return Search.unexplained(KeyHistory.of(part), budget) == null;
    }

    /** What was called when the return at a place came: of what had not returned then, the outcome is unknown. */
    private List<Operation> part(int last, @Nullable Operation without) {
        long until = (without == null ? returns.get(last) : without).returned();
        List<Operation> part = new ArrayList<>(returns.subList(0, last + 1));
        for (Operation later : returns.subList(last + 1, returns.size())) {
            if (later.called() <= until
                    && later != without
                    && later.kind() != Kind.GET
                    && later.status() == Status.OK) {
                part.add(pending(later));
            }
        }
        for (Operation unknown : operations) {
            if (unknown.status() == Status.UNKNOWN && unknown.called() <= until) {
                part.add(unknown);
            }
        }
        return part;
    }

    private static Operation pending(Operation one) {
        return new Operation(
                one.client(),
                one.kind(),
                one.key(),
                one.input(),
                one.expect(),
                null,
                Status.UNKNOWN,
                one.called(),
                Long.MAX_VALUE);
    }

    private boolean couldSee(List<Operation> before, Operation wrong, @Nullable String value) {
        List<Operation> tried = new ArrayList<>(before);
        tried.add(new Operation(
                wrong.client(),
                Kind.GET,
                wrong.key(),
                null,
                null,
                value,
                Status.OK,
                wrong.called(),
                wrong.returned()));
        return explained(tried);
    }

    /** What was written, the latest first, and absent. */
    private static List<@Nullable String> candidates(List<Operation> before) {
        List<@Nullable String> values = new ArrayList<>();
        before.stream()
                .filter(Explanation::writes)
                .sorted(Comparator.comparing((Operation one) -> one.status() == Status.UNKNOWN)
                        .thenComparing(Operation::called, Collections.reverseOrder()))
                .map(Operation::input)
                .filter(value -> value != null)
                .distinct()
                .forEach(values::add);
        values.add(Math.min(2, values.size()), null);
        return values;
    }

    /** The last writes before it, the last of unknown outcome, and what overlaps it. */
    private List<Operation> around(Operation wrong) {
        List<Operation> around = new ArrayList<>();
        around.addAll(last(returns, one -> writes(one) && one.returned() < wrong.called()));
        around.addAll(last(
                operations,
                one -> writes(one)
                        && one.status() == Status.UNKNOWN
                        && one.called() <= wrong.returned()));
        returns.stream()
                .filter(one -> one != wrong
                        && one.called() <= wrong.returned()
                        && one.returned() >= wrong.called())
                .sorted(Comparator.comparingLong(Operation::called))
                .forEach(around::add);
        return around;
    }

    private static boolean writes(Operation one) {
        return one.kind() != Kind.GET && one.status() != Status.CONFLICT;
    }

    private static List<Operation> last(List<Operation> all, Predicate<Operation> which) {
        List<Operation> some = all.stream().filter(which).toList();
        return some.subList(Math.max(0, some.size() - BEFORE_MAX), some.size());
    }
}
