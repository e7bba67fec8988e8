package io.ringkv.client.command;

import io.ringkv.protocol.EditDistance;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What is wrong with the words of a command, and what was meant, when that is near. */
final class UsageProblem {
    private static final int TEXT_MAX = 300;
    private static final int DISTANCE_MAX = 2;

    private UsageProblem() {}

    static String text(ParameterException wrong, String[] words) {
        CommandSpec command = wrong.getCommandLine().getCommandSpec();
        if (wrong instanceof MissingParameterException) {
            // A misspelt option also leaves its word missing elsewhere; the misspelling is the
            // cause.
            String unknown = unknownOption(command, words);
            if (unknown != null) {
                return noOption(command, unknown);
            }
        }
        if (wrong instanceof UnmatchedArgumentException unmatched) {
            String word = unmatched.getUnmatched().get(0);
            return word.startsWith("-") ? noOption(command, word) : noCommand(command, word);
        }
        String text = String.valueOf(wrong.getMessage())
                .replaceFirst("is not an? (int|long)$", "is not a whole number");
        return text.substring(0, Math.min(TEXT_MAX, text.length()));
    }

    private static @Nullable String unknownOption(CommandSpec command, String[] words) {
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
        List<String> names = new ArrayList<>();
        for (OptionSpec option : command.options()) {
            names.add(option.longestName());
        }
        // No option but -h and -V begins with one dash, but a value may.
        return "unknown option '" + shown(name(word)) + "'"
                + (word.startsWith("--")
                        ? meant(name(word), names)
                        : "; put -- before words of which one begins with -");
    }

    private static String noCommand(CommandSpec command, String word) {
        List<String> names = List.copyOf(command.subcommands().keySet());
        return names.isEmpty()
                ? "'" + shown(word) + "' is one word too many"
                : "there is no command '" + shown(word) + "'" + meant(word, names);
    }

    private static String shown(String word) {
        return word.substring(0, Math.min(TEXT_MAX, word.length()));
    }

    static String meant(String word, List<String> names) {
        String nearest = null;
        int least = DISTANCE_MAX + 1;
        for (String name : names) {
            int distance = word.length() > TEXT_MAX
                    ? least
                    : EditDistance.between(
                            word.toLowerCase(Locale.ROOT), name.toLowerCase(Locale.ROOT));
            if (distance < least) {
                least = distance;
                nearest = name;
            }
        }
        return nearest == null ? "" : "; did you mean " + nearest + "?";
    }
}
