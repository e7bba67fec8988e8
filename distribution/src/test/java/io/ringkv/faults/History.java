package io.ringkv.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringkv.simulation.history.HistoryFile;
import io.ringkv.simulation.history.Linearizability;
import io.ringkv.simulation.history.Linearizability.Violation;
import io.ringkv.simulation.history.Operation;
import io.ringkv.simulation.history.Operation.Status;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What the clients of one test saw, its verdict, and the line that tells of it. */
final class History {
    private final List<Operation> operations;
    private final List<Violation> violations;

    History(List<Operation> operations) {
        this.operations = List.copyOf(operations);
        violations = Linearizability.check(operations);
    }

    long count(Status status) {
        return operations.stream().filter(one -> one.status() == status).count();
    }

    double seconds() {
        long first = operations.stream().mapToLong(Operation::called).min().orElse(0);
        long last = operations.stream().mapToLong(Operation::called).max().orElse(0);
        return (last - first) / 1e9;
    }

    /** The longest time in which no operation on some key succeeded, of whichever key it was longest. */
    Duration longestGap() {
        Map<String, Long> last = new HashMap<>();
        long longest = 0;
        List<Operation> answered = new ArrayList<>(operations);
        answered.removeIf(one -> one.status() != Status.OK && one.status() != Status.CONFLICT);
        answered.sort(Comparator.comparingLong(Operation::returned));
        for (Operation one : answered) {
            Long before = last.put(one.key(), one.returned());
            longest = before == null ? longest : Math.max(longest, one.returned() - before);
        }
        return Duration.ofNanos(longest);
    }

    boolean linearizable() {
        return violations.isEmpty();
    }

    void write(Path file) throws IOException {
        HistoryFile.write(operations, file);
    }

    void tell(String fault) {
        System.out.printf(
                "| %s | %.0f s | %,d | %.1f s | %,d | %d |%n",
                fault,
                seconds(),
                count(Status.OK) + count(Status.CONFLICT),
                longestGap().toMillis() / 1e3,
                count(Status.UNKNOWN),
                violations.size());
    }

    void assertGood() {
        assertThat(violations).isEmpty();
        long answered = count(Status.OK) + count(Status.CONFLICT);
        assertThat(answered / seconds()).as("answers a second").isGreaterThan(10);
    }
}
