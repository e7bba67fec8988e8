package io.ringkv.simulation.history;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Histories made by hand; the name of each says what it shows, and in a bad one a line is marked as wrong. */
class HandMadeHistoriesTest {
    private static final Path ALL = Path.of("src/test/resources/histories");
    private static final String MARK = ",\"wrong\":true";

    static List<Path> good() throws IOException {
        return in("good");
    }

    static List<Path> bad() throws IOException {
        return in("bad");
    }

    private static List<Path> in(String folder) throws IOException {
        try (Stream<Path> files = Files.list(ALL.resolve(folder))) {
            return files.sorted().toList();
        }
    }

    @Test
    void there_are_thirty_or_more() throws IOException {
        assertThat(good()).hasSizeGreaterThanOrEqualTo(20);
        assertThat(bad()).hasSizeGreaterThanOrEqualTo(20);
    }

    @ParameterizedTest
    @MethodSource("good")
    void a_good_one_is_linearizable(Path file) throws Exception {
        assertThat(Linearizability.check(HistoryFile.read(file))).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("bad")
    void of_a_bad_one_the_key_and_the_operation_are_named(Path file) throws Exception {
        List<String> lines = Files.readAllLines(file);
        List<Operation> history = HistoryFile.read(file);
        int wrong = 0;
        while (!lines.get(wrong).contains(MARK)) {
            wrong++;
        }
        List<Linearizability.Violation> violations = Linearizability.check(history);
        assertThat(violations).hasSize(1);
        assertThat(violations.get(0).unexplained()).isSameAs(history.get(wrong));
        assertThat(violations.get(0).key()).isEqualTo(history.get(wrong).key());
    }
}
