package io.ringkv.client.shell;

import io.ringkv.protocol.Verb;

import org.jspecify.annotations.Nullable;

/**
 * A line of the shell: a command, and the program that its output goes to. A bar with a space on either side divides
 * them, but never where the rest of the line is a value: there it is data.
 *
 * @param program null when the output goes to the screen
 */
public record PipedLine(String command, @Nullable String program) {
    private static final String BAR = " | ";

    public static PipedLine of(String line) {
        String[] words = line.strip().split(" ", -1);
        Verb verb = Verb.named(words[0].startsWith("@") && words.length > 1 ? words[1] : words[0]);
        int bar = line.indexOf(BAR);
        if (bar < 0 || verb != null && verb.shape().valued()) {
            return new PipedLine(line, null);
        }
        return new PipedLine(
                line.substring(0, bar), line.substring(bar + BAR.length()).strip());
    }
}
