package io.ringkv.badinput;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;

/** The lines that follow from what a command declares, so that a new option has them without being listed. */
final class SpecLines {
    private final CommandSpec command;
    private final String name;
    private final Function<String, List<String>> good;

    /**
     * @param name the command's, as subjects have it
     * @param good words that are right as far as they go, without the option that is given
     */
    SpecLines(CommandSpec command, String name, Function<String, List<String>> good) {
        this.command = command;
        this.name = name;
        this.good = good;
    }

    List<BadLine> all() {
        List<BadLine> lines = new ArrayList<>();
        words(lines);
        for (OptionSpec option : command.options()) {
            if (option.arity().max() > 0) {
                valued(option, lines);
            } else {
                flag(option, lines);
            }
            spelling(option, lines);
        }
        return lines;
    }

    private static List<String> with(List<String> words, String... more) {
        List<String> all = new ArrayList<>(words);
        all.addAll(Arrays.asList(more));
        return all;
    }

    private void words(List<BadLine> lines) {
        String full = command.qualifiedName();
        List<PositionalParamSpec> needed = command.positionalParameters().stream()
                .filter(word -> word.arity().min() > 0)
                .toList();
        List<String> words = good.apply("");
        for (int left = 0; left < needed.size(); left++) {
            lines.add(BadLine.derived(
                    name,
                    BadLine.Kind.MISSING,
                    words.subList(0, words.size() - needed.size() + left),
                    needed.get(left).paramLabel(),
                    "missing, and " + full + " does nothing without",
                    "write: " + full + " "));
        }
        if (command.subcommands().isEmpty()) {
            lines.add(BadLine.derived(
                    name,
                    BadLine.Kind.EXTRA,
                    with(words, "surplus"),
                    "'surplus' is one word too many",
                    full + " takes ",
                    "leave it out"));
        }
        lines.add(BadLine.derived(
                name,
                BadLine.Kind.EXTRA,
                with(words, "--surplus=1"),
                "'--surplus'",
                "unknown option",
                full + " --help"));
        lines.add(BadLine.derived(
                name,
                BadLine.Kind.EXTRA,
                with(words, "-x"),
                "'-x'",
                "unknown option",
                "put -- before words of which one begins with -"));
    }

    private void valued(OptionSpec option, List<BadLine> lines) {
        String wrong = option.longestName();
        String subject = name + " " + wrong;
        String write = "write " + wrong + "=" + option.paramLabel();
        List<String> words = good.apply(wrong);
        OptionSpec other = command.options().stream()
                .filter(some -> some != option && some.arity().max() > 0)
                .findFirst()
                .orElseThrow();
        lines.add(BadLine.derived(
                subject,
                BadLine.Kind.MISSING,
                with(words, wrong),
                wrong + " needs a value",
                "nothing follows",
                write));
        lines.add(BadLine.derived(
                subject,
                BadLine.Kind.MISSING,
                with(good.apply(other.longestName()), wrong, other.longestName() + "=1"),
                wrong + " needs a value",
                "'" + other.longestName() + "=1' behind it is another option",
                write));
        String given = wrong + "=" + sample(option.paramLabel());
        lines.add(BadLine.derived(
                subject,
                BadLine.Kind.CONTRADICTORY,
                with(words, given, given),
                wrong + " stands twice",
                "only one of them can count",
                "leave one out"));
    }

    private void flag(OptionSpec option, List<BadLine> lines) {
        String wrong = option.longestName();
        lines.add(BadLine.derived(
                name + " " + wrong,
                BadLine.Kind.MALFORMED,
                with(good.apply(wrong), wrong + "=much"),
                wrong + "=much has a value",
                "none is taken",
                "write " + wrong));
        if (!option.usageHelp() && !option.versionHelp()) {
            lines.add(BadLine.derived(
                    name + " " + wrong,
                    BadLine.Kind.CONTRADICTORY,
                    with(good.apply(wrong), wrong, wrong),
                    wrong + " stands twice",
                    "only one of them can count",
                    "leave one out"));
        }
    }

    private void spelling(OptionSpec option, List<BadLine> lines) {
        String right = option.longestName();
        lines.add(BadLine.derived(
                name + " " + right,
                BadLine.Kind.MALFORMED,
                with(good.apply(right), right + "z"),
                "'" + right + "z'",
                "unknown option",
                "did you mean " + right + "?"));
    }

    /** A value that an option with this label can have. */
    static String sample(String label) {
        return Arrays.stream(label.split("\\|", -1))
                .filter(word -> word.matches("[a-z]+"))
                .findFirst()
                .orElse("1");
    }
}
