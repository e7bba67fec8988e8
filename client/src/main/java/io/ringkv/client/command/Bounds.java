package io.ringkv.client.command;

import org.jspecify.annotations.Nullable;

/** What an option or a key may be, beyond its type: one form of refusal for all of them. */
final class Bounds {
    private Bounds() {}

    /** Both included. */
    static void number(String option, int value, int min, int max) {
        if (value < min || value > max) {
            throw new CommandException(
                    ExitCode.USAGE,
                    option + "=" + value + " must be a number from " + min + " to " + max);
        }
    }

    /** @param what it is, in words */
    static void text(String option, @Nullable String value, String pattern, String what) {
        if (value != null && !value.matches(pattern)) {
            throw new CommandException(ExitCode.USAGE, option + "=" + value + " must be " + what);
        }
    }

    /** Of a word that names a node, whether or not there is one. */
    static void node(String id) {
        if (!id.matches("[A-Za-z0-9._-]{1,64}")) {
            throw new CommandException(
                    ExitCode.USAGE,
                    "'" + id + "' is no id of a node: that is 1 to 64 letters, digits and . _ -;"
                            + " kv nodes lists them");
        }
    }

    static void key(String key) {
        if (key.isEmpty()) {
            throw new CommandException(
                    ExitCode.USAGE, "KEY is empty: a key has at least one byte; write one");
        }
    }
}
