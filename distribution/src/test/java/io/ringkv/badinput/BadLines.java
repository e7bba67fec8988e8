package io.ringkv.badinput;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.regex.Pattern;

/** Reads a table of lines that must be refused: columns with two spaces or more between them. */
final class BadLines {
    private static final Pattern WORD = Pattern.compile("'([^']*)'|([^ ']+)");

    private BadLines() {}

    static List<BadLine> read(String table) {
        try (InputStream in = BadLines.class.getResourceAsStream("/bad-input/" + table)) {
            String text =
                    new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
            return text.lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .map(BadLines::parse)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static BadLine parse(String line) {
        String[] columns = line.strip().split(" {2,}", -1);
        BadLine.Kind kind = BadLine.Kind.valueOf(columns[1].toUpperCase(Locale.ROOT));
        if (kind == BadLine.Kind.ALONE) {
            return new BadLine(columns[0], kind, 0, List.of(), List.of());
        }
        if (columns.length != 7) {
            throw new IllegalArgumentException("seven columns, two spaces between them: " + line);
        }
        return new BadLine(
                columns[0],
                kind,
                Integer.parseInt(columns[2]),
                words(columns[3]),
                Arrays.asList(columns).subList(4, 7));
    }

    /** As a shell cuts them, single quotes and all. */
    private static List<String> words(String line) {
        List<String> words = new ArrayList<>();
        for (String part : line.split(" (?=(?:[^']*'[^']*')*[^']*$)", -1)) {
            StringBuilder word = new StringBuilder();
            WORD.matcher(part)
                    .results()
                    .forEach(found ->
                            word.append(found.group(1) == null ? found.group(2) : found.group(1)));
            words.add(word.toString());
        }
        return words;
    }
}
