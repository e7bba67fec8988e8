package io.ringkv.badinput;

import java.util.List;

/**
 * One command line that must be refused.
 *
 * @param subject the command, and behind it the option or word that is wrong, if it is one: {@code get --level}
 * @param words without {@code kv} in front
 * @param says what is wrong, why, and what next: each a part of the message
 */
record BadLine(String subject, Kind kind, int exitCode, List<String> words, List<String> says) {
    static final int USAGE = 2;

    /** In which way it is wrong. */
    enum Kind {
        MISSING,
        EXTRA,
        CONTRADICTORY,
        MALFORMED,
        RANGE,
        /** No line: it says that the option goes with every other. */
        ALONE
    }

    static BadLine derived(String subject, Kind kind, List<String> words, String... says) {
        return new BadLine(subject, kind, USAGE, List.copyOf(words), List.of(says));
    }

    /** The option that is wrong, or the label of the word; empty when it is the command as a whole. */
    String argument() {
        int space = subject.indexOf(' ');
        return space < 0 ? "" : subject.substring(space + 1);
    }

    /** What the option holds, with its name where it holds nothing. */
    String value() {
        String option = argument() + "=";
        return words.stream()
                .filter(word -> word.startsWith(option) && !word.equals(option))
                .map(word -> word.substring(option.length()))
                .findFirst()
                .orElse(argument());
    }

    String command() {
        int space = subject.indexOf(' ');
        return space < 0 ? subject : subject.substring(0, space);
    }

    @Override
    public String toString() {
        return kind.name().toLowerCase(java.util.Locale.ROOT) + ": " + String.join(" ", words);
    }
}
