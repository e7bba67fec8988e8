package io.ringkv.simulation.history;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.IntConsumer;

/**
 * Judges whether each key behaved like one variable: whether there is an order of its operations that respects real
 * time and explains every answer. An operation with an unknown outcome may stand anywhere after its call, or nowhere.
 * Keys are judged apart: a history is linearizable when that of each key is.
 */
public final class Linearizability {
    /**
     * A key whose operations no order explains, and the first return by which that shows: all that returned before can be
     * explained. Where it takes too long to find, the return at which the search ended stands for it, and what was possible
     * is not said.
     *
     * @param unexplained whose answer no order explains
     * @param possible what it could have observed, null for absent; at most a few
     * @param more whether it could have observed more than that
     * @param around what may have to do with it: what overlaps it, and the writes right before
     */
    public record Violation(
            String key,
            Operation unexplained,
            List<@Nullable String> possible,
            boolean more,
            List<Operation> around) {

        private static final int AROUND_MAX = 16;

        @Override
        public String toString() {
            StringBuilder text = new StringBuilder("key " + Texts.quoted(key)
                    + " is not linearizable: no order explains\n  " + Texts.told(unexplained)
                    + "\n  possible then: ");
            possible.forEach(value -> text.append(Texts.quoted(value)).append(", "));
            boolean none = possible.isEmpty();
            text.append(
                    more ? none ? "too much to say, " : "and others, " : none ? "nothing, " : "");
            text.setLength(text.length() - 2);
            text.append(around.isEmpty() ? "\n" : "\n  around it:\n");
            around.stream()
                    .limit(AROUND_MAX)
                    .forEach(one -> text.append("    ").append(Texts.told(one)).append('\n'));
            if (around.size() > AROUND_MAX) {
                text.append("    and ").append(around.size() - AROUND_MAX).append(" more\n");
            }
            return text.toString();
        }
    }

    private Linearizability() {}

    /** The keys that are not linearizable; throws {@link GaveUpException} when the search grows too large to finish. */
    public static List<Violation> check(List<Operation> history) {
        return check(history, judged -> {});
    }

    /** As {@link #check(List)}; tells how many operations are judged after each key. */
    public static List<Violation> check(List<Operation> history, IntConsumer judged) {
        Map<String, List<Operation>> byKey = new TreeMap<>();
        for (Operation operation : history) {
            byKey.computeIfAbsent(operation.key(), key -> new ArrayList<>()).add(operation);
        }
        List<Violation> violations = new ArrayList<>();
        List<String> tooLarge = new ArrayList<>();
        Budget budget = Budget.standard();
        int done = 0;
        for (Map.Entry<String, List<Operation>> key : byKey.entrySet()) {
            try {
                Act wrong = Search.unexplained(KeyHistory.of(key.getValue()), budget);
                if (wrong != null) {
                    violations.add(Explanation.of(key.getKey(), key.getValue(), wrong.operation()));
                }
            } catch (GaveUpException e) {
                tooLarge.add(key.getKey());
            }
            done += key.getValue().size();
            judged.accept(done);
        }
        if (violations.isEmpty() && !tooLarge.isEmpty()) {
            throw new GaveUpException(tooLarge.get(0));
        }
        return violations;
    }
}
