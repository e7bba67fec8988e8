package io.ringkv.client.command;

import java.util.Collection;
import java.util.StringJoiner;

/** Lines of comma-separated values as RFC 4180 quotes them, with LF as every other output here. */
final class Csv {
    private Csv() {}

    static String line(Collection<?> cells) {
        StringJoiner text = new StringJoiner(",");
        cells.forEach(cell -> text.add(quoted(cell.toString())));
        return text.toString();
    }

    private static String quoted(String cell) {
        boolean plain = cell.chars().noneMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r');
        return plain ? cell : '"' + cell.replace("\"", "\"\"") + '"';
    }
}
