package io.ringkv.badinput;

import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;

/** What a table of lines leaves out of what a command declares. */
final class Completeness {
    private Completeness() {}

    /** Which rows are missing, each with its kind; empty when none is. */
    static List<String> missing(CommandSpec command, String name, Collection<BadLine> table) {
        List<String> missing = new ArrayList<>();
        for (OptionSpec option : command.options()) {
            String subject = name + " " + option.longestName();
            if (option.arity().max() > 0) {
                demand(subject, table, missing, BadLine.Kind.MALFORMED);
            }
            if (isNumber(option)) {
                demand(subject, table, missing, BadLine.Kind.RANGE);
            }
            demand(subject, table, missing, BadLine.Kind.CONTRADICTORY, BadLine.Kind.ALONE);
        }
        for (PositionalParamSpec word : command.positionalParameters()) {
            demand(name + " " + word.paramLabel(), table, missing, BadLine.Kind.MALFORMED);
        }
        return missing;
    }

    /** Subjects of the table that are of no option or word which there is. */
    static List<String> unknown(CommandSpec command, String name, Collection<BadLine> table) {
        return table.stream()
                .filter(line -> line.command().equals(name))
                .filter(line -> !line.argument().isEmpty())
                .filter(line -> command.findOption(line.argument()) == null)
                .filter(line -> command.positionalParameters().stream()
                        .noneMatch(word -> word.paramLabel().equals(line.argument())))
                .map(BadLine::subject)
                .distinct()
                .toList();
    }

    private static boolean isNumber(ArgSpec option) {
        Class<?> type = option.type();
        return type == int.class
                || type == Integer.class
                || type == long.class
                || type == Long.class
                || option.paramLabel().matches("N|TIME|.*PORT.*");
    }

    private static void demand(
            String subject,
            Collection<BadLine> table,
            List<String> missing,
            BadLine.Kind... anyOf) {
        List<BadLine.Kind> kinds = List.of(anyOf);
        if (table.stream()
                .noneMatch(line -> line.subject().equals(subject) && kinds.contains(line.kind()))) {
            missing.add(subject + ": "
                    + String.join(
                            " or ",
                            kinds.stream()
                                    .map(kind -> kind.name().toLowerCase(Locale.ROOT))
                                    .toList()));
        }
    }
}
