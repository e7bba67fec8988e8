package io.ringkv.badinput;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.regex.Pattern;

/** What a person may expect of every message about words that were wrong. */
final class Refusal {
    /** Java's and the parser's own words: they say how the program is made, not what is wrong. */
    private static final List<Pattern> FOREIGN = List.of(
            Pattern.compile("Exception|Error:|\tat "),
            Pattern.compile("\\b(java|javax|picocli|io\\.ringkv)\\.[a-z]+\\.[A-Z]"),
            Pattern.compile("\\bnull\\b|\\bint\\b|\\blong\\b|\\bboolean\\b|\\bPath\\b"),
            Pattern.compile("Invalid value for|cannot convert|at index [0-9]|For input string"));

    private Refusal() {}

    static void check(BadLine line, String message) {
        assertThat(message).as(line.toString()).contains(line.says());
        assertThat(line.says()).as("what, why and what next").hasSize(3).doesNotHaveDuplicates();
        if (line.argument().startsWith("--")) {
            assertThat(message)
                    .as("the option, or the word that it holds")
                    .containsAnyOf(line.argument(), line.value().split(" ", 2)[0]);
        }
        for (Pattern foreign : FOREIGN) {
            assertThat(message).as(line.toString()).doesNotContainPattern(foreign);
        }
    }
}
