package io.ringkv.client.shell;

import io.ringkv.protocol.Option;
import io.ringkv.protocol.Verb;

import org.jline.reader.impl.history.DefaultHistory;

import java.time.Instant;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Stream;

/** A history that never learns of a secret: what the tables call one stays in the line that it was typed in. */
final class DiscreetHistory extends DefaultHistory {
    @Override
    public void add(Instant time, String line) {
        if (!tellsSecret(line)) {
            super.add(time, line);
        }
    }

    static boolean tellsSecret(String line) {
        String[] words = line.strip().split("\\s+", -1);
        Stream<String> first = Arrays.stream(words).limit(2);
        return first.map(Verb::named).anyMatch(verb -> verb != null && verb.secret())
                || Arrays.stream(words).anyMatch(DiscreetHistory::isSecretOption);
    }

    private static boolean isSecretOption(String word) {
        String lower = word.toLowerCase(Locale.ROOT);
        return Arrays.stream(Option.values())
                .anyMatch(option -> option.secret() && lower.startsWith(option.toString()));
    }
}
