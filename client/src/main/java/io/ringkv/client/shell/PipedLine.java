package io.ringkv.client.shell;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.ringkv.protocol.Verb;
import io.ringkv.protocol.codec.TypedWords;
import io.ringkv.protocol.codec.TypedWords.TypedWord;

import org.jspecify.annotations.Nullable;

/**
 * A line of the shell: a command, and the program that its output goes to. A bar with a space on either side divides
 * them, but never in quotes, nor where the rest of the line is a value: there it is data.
 *
 * @param program null when the output goes to the screen
 */
public record PipedLine(String command, @Nullable String program) {
    public static PipedLine of(String line) {
        String[] first = line.strip().split(" ", -1);
        Verb verb = Verb.named(first[0].startsWith("@") && first.length > 1 ? first[1] : first[0]);
        if (verb != null && verb.shape().valued()) {
            return new PipedLine(line, null);
        }
        byte[] bytes = line.getBytes(UTF_8);
        TypedWords words = new TypedWords(bytes, 0, bytes.length);
        try {
            while (words.more()) {
                TypedWord word = words.next();
                if (word.text().equals("|") && !word.quoted() && words.more()) {
                    return new PipedLine(
                            new String(bytes, 0, word.from(), UTF_8).stripTrailing(),
                            words.rest(words.at()).strip());
                }
            }
        } catch (IllegalArgumentException e) {
            // Whoever reads the line says what is wrong with its quotes.
        }
        return new PipedLine(line, null);
    }
}
