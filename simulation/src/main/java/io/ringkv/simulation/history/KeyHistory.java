package io.ringkv.simulation.history;

import io.ringkv.simulation.history.Act.Kind;
import io.ringkv.simulation.history.Operation.Status;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The operations of one key that say anything, as acts on a timeline of calls and returns. At one instant calls stand
 * before returns: operations that touch overlap.
 */
final class KeyHistory {
    static final int ABSENT = 0;

    private final Map<String, Integer> numbers = new HashMap<>();
    private final List<Act> acts = new ArrayList<>();
    private final Act[] timeline;

    private KeyHistory(List<Operation> operations) {
        for (Operation operation : operations) {
            Act act = act(operation);
            if (act != null) {
                acts.add(act);
            }
        }
        new Unneeded(acts, numbers.size() + 1).remove();
        timeline = place();
    }

    static KeyHistory of(List<Operation> operations) {
        return new KeyHistory(operations);
    }

    /** In the order of their calls. */
    List<Act> acts() {
        return acts;
    }

    /** Each act stands at its call and, unless its outcome is unknown, at its return. */
    Act[] timeline() {
        return timeline;
    }

    boolean allKnown() {
        return acts.stream().allMatch(Act::known);
    }

    int values() {
        return numbers.size() + 1;
    }

    private int number(@Nullable String value) {
        return value == null ? ABSENT : numbers.computeIfAbsent(value, added -> numbers.size() + 1);
    }

    private @Nullable Act act(Operation operation) {
        Status status = operation.status();
        boolean unknown = status == Status.UNKNOWN;
        if (status == Status.FAIL || unknown && operation.kind() == Operation.Kind.GET) {
            return null;
        }
        int returned = unknown ? Act.NEVER : 0;
        return switch (operation.kind()) {
            case GET -> observing(operation, Kind.READ, number(operation.output()));
            case PUT, DELETE ->
                new Act(operation, Kind.WRITE, Act.NONE, number(operation.input()), 0, returned);
            case CAS -> status == Status.CONFLICT ? conflict(operation) : swap(operation, returned);
        };
    }

    private static Act observing(Operation operation, Kind kind, int value) {
        return new Act(operation, kind, value, Act.NONE, 0, 0);
    }

    /** Who saw which value stood there has read it; that it was the expected one is a contradiction. */
    private Act conflict(Operation operation) {
        int expected = number(operation.expect());
        if (operation.output() == null) {
            return observing(operation, Kind.DIFFERS, expected);
        }
        int seen = number(operation.output());
        return observing(operation, Kind.READ, seen == expected ? Integer.MAX_VALUE : seen);
    }

    private @Nullable Act swap(Operation operation, int returned) {
        int expected = number(operation.expect());
        int left = number(operation.input());
        if (expected != left) {
            return new Act(operation, Kind.SWAP, expected, left, 0, returned);
        }
        return returned == Act.NEVER ? null : observing(operation, Kind.READ, expected);
    }

    private Act[] place() {
        acts.sort(Comparator.comparingLong(act -> act.operation().called()));
        Integer[] returns = new Integer[acts.size()];
        Arrays.setAll(returns, i -> i);
        returns = Arrays.stream(returns).filter(i -> acts.get(i).known()).toArray(Integer[]::new);
        Arrays.sort(
                returns, Comparator.comparingLong(i -> acts.get(i).operation().returned()));
        Act[] line = new Act[acts.size() + returns.length];
        int[] called = new int[acts.size()];
        int[] returned = new int[acts.size()];
        Arrays.fill(returned, Act.NEVER);
        int[] owners = new int[line.length];
        int calls = 0;
        int ends = 0;
        for (int at = 0; at < line.length; at++) {
            boolean call = calls < acts.size()
                    && (ends == returns.length
                            || acts.get(calls).operation().called()
                                    <= acts.get(returns[ends]).operation().returned());
            int act = call ? calls++ : returns[ends++];
            (call ? called : returned)[act] = at;
            owners[at] = act;
        }
        for (int i = 0; i < called.length; i++) {
            Act act = acts.get(i);
            acts.set(
                    i,
                    new Act(
                            act.operation(),
                            act.kind(),
                            act.observes(),
                            act.writes(),
                            called[i],
                            returned[i]));
        }
        Arrays.setAll(line, at -> acts.get(owners[at]));
        return line;
    }
}
