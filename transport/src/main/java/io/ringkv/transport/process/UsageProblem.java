package io.ringkv.transport.process;

import io.ringkv.protocol.EditDistance;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.MaxValuesExceededException;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.Model.ArgGroupSpec;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.MutuallyExclusiveArgsException;
import picocli.CommandLine.OverwrittenOptionException;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * What is wrong with the words of a command, why, and what to write instead. In one place for all commands, so that no
 * option has to say it, and none can forget to.
 */
public final class UsageProblem {
    private static final int TEXT_MAX = 300;
    private static final int DISTANCE_MAX = 2;

    private UsageProblem() {}

    public static String text(ParameterException wrong, String... words) {
        return all(wrong, words).get(0);
    }

    /** Each by itself: several unknown options are one failure of the parser. */
    static List<String> all(ParameterException wrong, String... words) {
        CommandSpec command = wrong.getCommandLine().getCommandSpec();
        if (wrong instanceof UnmatchedArgumentException unmatched) {
            return unmatched(command, unmatched.getUnmatched());
        }
        return List.of(one(command, wrong, words));
    }

    private static String one(CommandSpec command, ParameterException wrong, String... words) {
        if (wrong instanceof MissingParameterException missing) {
            // A misspelt option also leaves its word missing elsewhere; the misspelling is the
            // cause.
            String unknown = unknownOption(command, words);
            return unknown != null
                    ? noOption(command, unknown)
                    : missing(command, missing.getMissing(), words);
        }
        if (wrong instanceof OverwrittenOptionException overwritten
                && overwritten.getOverwritten() instanceof OptionSpec option) {
            return twice(option.longestName());
        }
        if (wrong instanceof MutuallyExclusiveArgsException
                || wrong instanceof MaxValuesExceededException) {
            String exclusive = exclusive(command, words);
            if (exclusive != null) {
                return exclusive;
            }
        }
        ArgSpec argument = wrong.getArgSpec();
        String value = wrong.getValue();
        return argument != null && value != null
                ? malformed(command, argument, value)
                : shown(String.valueOf(wrong.getMessage()));
    }

    // ---- words that are missing

    private static String missing(CommandSpec command, List<ArgSpec> missing, String... words) {
        if (!missing.isEmpty() && missing.get(0) instanceof OptionSpec option) {
            return noValue(command, option, words);
        }
        String labels =
                missing.stream().map(ArgSpec::paramLabel).collect(Collectors.joining(" and "));
        return labels + (missing.size() == 1 ? " is" : " are") + " missing, and "
                + command.qualifiedName() + " does nothing without; write: " + synopsis(command);
    }

    private static String noValue(CommandSpec command, OptionSpec option, String... words) {
        String follows = "nothing follows";
        for (int i = 0; i + 1 < words.length; i++) {
            if (Arrays.asList(option.names()).contains(words[i])) {
                boolean known = command.findOption(name(words[i + 1])) != null;
                follows = "'" + shown(words[i + 1]) + "' behind it is "
                        + (known ? "another option" : "no value");
            }
        }
        return option.longestName() + " needs a value, and " + follows + "; write " + form(option);
    }

    // ---- words that are too many

    private static List<String> unmatched(CommandSpec command, List<String> unmatched) {
        List<String> options = unmatched.stream()
                .filter(word -> word.startsWith("-"))
                .map(word -> noOption(command, word))
                .toList();
        // What stands behind an unknown option may belong to it.
        return options.isEmpty() ? List.of(noCommand(command, unmatched.get(0))) : options;
    }

    private static @Nullable String unknownOption(CommandSpec command, String... words) {
        for (String word : words) {
            if (word.equals("--")) {
                return null;
            }
            boolean dashed = word.startsWith("-") && word.length() > 1;
            if (dashed && command.findOption(name(word)) == null) {
                return word;
            }
        }
        return null;
    }

    private static String name(String option) {
        int equals = option.indexOf('=');
        return equals < 0 ? option : option.substring(0, equals);
    }

    private static String noOption(CommandSpec command, String word) {
        String name = name(word);
        List<String> names = new ArrayList<>();
        for (OptionSpec option : command.options()) {
            names.add(option.longestName());
        }
        // No option but -h and -V begins with one dash, but a value may.
        return "unknown option '" + shown(name) + "'"
                + (word.startsWith("--")
                        ? elsewhere(command, name, meant(name, names))
                        : "; put -- before words of which one begins with -");
    }

    /** An option that exists, but not here, is no misspelt one. */
    private static String elsewhere(CommandSpec command, String option, String otherwise) {
        CommandSpec parent = command.parent();
        if (parent == null) {
            return otherwise;
        }
        List<String> owners = new ArrayList<>();
        if (parent.findOption(option) != null) {
            owners.add(parent.qualifiedName() + " without a command");
        }
        parent.subcommands().values().forEach(sibling -> {
            if (sibling.getCommandSpec().findOption(option) != null) {
                owners.add(sibling.getCommandSpec().qualifiedName());
            }
        });
        return owners.isEmpty()
                ? otherwise
                : " of " + command.qualifiedName() + "; it goes with " + String.join(", ", owners);
    }

    private static String noCommand(CommandSpec command, String word) {
        List<String> names = List.copyOf(command.subcommands().keySet());
        if (!names.isEmpty()) {
            return "there is no command '" + shown(word) + "'" + meant(word, names);
        }
        String taken =
                synopsis(command).substring(command.qualifiedName().length()).strip();
        return "'" + shown(word) + "' is one word too many: " + command.qualifiedName() + " takes "
                + (taken.isEmpty() ? "options" : taken)
                + " alone; leave it out"
                + (taken.isEmpty() ? "" : ", or quote words that are one");
    }

    private static String twice(String option) {
        return option + " stands twice, and only one of them can count; leave one out";
    }

    /** Of a group of options that exclude each other, what was given; null when it is none. */
    private static @Nullable String exclusive(CommandSpec command, String... words) {
        List<String> given = Arrays.stream(words).map(UsageProblem::name).toList();
        for (ArgGroupSpec group : command.argGroups()) {
            List<String> both = group.allOptionsNested().stream()
                    .map(OptionSpec::longestName)
                    .filter(given::contains)
                    .toList();
            if (group.exclusive() && !both.isEmpty()) {
                return both.size() == 1
                        ? twice(both.get(0))
                        : String.join(" and ", both) + " exclude each other; give one of them";
            }
        }
        return null;
    }

    // ---- words that are written wrongly

    private static String malformed(CommandSpec command, ArgSpec argument, String value) {
        boolean option = argument.isOption();
        String what = option
                ? ((OptionSpec) argument).longestName() + "=" + shown(value)
                : "'" + shown(value) + "'";
        String write =
                option ? "write " + form((OptionSpec) argument) : "write: " + synopsis(command);
        Class<?> type = argument.type();
        if (type == boolean.class || type == Boolean.class) {
            return what + " has a value, and none is taken; " + write;
        }
        if (type.isEnum()) {
            List<String> names = Arrays.stream(type.getEnumConstants())
                    .map(word -> String.valueOf(word).toLowerCase(Locale.ROOT))
                    .toList();
            String meant = meant(value, names);
            return what + " is none of " + String.join(", ", names)
                    + (meant.isEmpty() ? "; " + write : meant);
        }
        if (type == int.class
                || type == Integer.class
                || type == long.class
                || type == Long.class) {
            return value.matches("[+-]?[0-9]+")
                    ? what + " is too " + (value.startsWith("-") ? "small" : "large")
                            + " a number; " + write + " with fewer digits"
                    : what + " is not a whole number; " + write + " with digits alone";
        }
        return what + " cannot be used as " + argument.paramLabel() + "; " + write;
    }

    private static String form(OptionSpec option) {
        return option.arity().max() == 0
                ? option.longestName()
                : option.longestName() + "=" + option.paramLabel();
    }

    /** The command with the words that it takes, those in brackets that may be left out. */
    private static String synopsis(CommandSpec command) {
        StringBuilder text = new StringBuilder(command.qualifiedName());
        for (PositionalParamSpec word : command.positionalParameters()) {
            boolean needed = word.arity().min() > 0;
            text.append(needed ? " " : " [").append(word.paramLabel()).append(needed ? "" : "]");
        }
        return text.toString();
    }

    private static String shown(String word) {
        return word.substring(0, Math.min(TEXT_MAX, word.length()));
    }

    public static String meant(String word, List<String> names) {
        String nearest = null;
        int least = DISTANCE_MAX + 1;
        for (String name : names) {
            int distance = word.length() > TEXT_MAX
                    ? least
                    : EditDistance.between(
                            word.toLowerCase(Locale.ROOT), name.toLowerCase(Locale.ROOT));
            // Of two options that are as near, what was only lengthened: --serverz is no --servers.
            boolean begun = nearest != null
                    && distance == least
                    && word.startsWith("--")
                    && word.startsWith(name);
            if (distance < least || begun) {
                least = distance;
                nearest = name;
            }
        }
        return nearest == null ? "" : "; did you mean " + nearest + "?";
    }
}
