package io.ringkv.client.command;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a command found, before it is written in one format or another: a few facts, and rows with named columns. Cells
 * are text, numbers, or lists of them.
 */
final class Report {
    private final String rowsName;
    private final List<String> columns;
    private final Map<String, Object> facts = new LinkedHashMap<>();
    private final List<List<Object>> rows = new ArrayList<>();

    private final List<String> drawing = new ArrayList<>();

    /** @param rowsName what JSON calls the list of rows */
    Report(String rowsName, List<String> columns) {
        this.rowsName = rowsName;
        this.columns = List.copyOf(columns);
    }

    Report fact(String name, Object value) {
        facts.put(name, value);
        return this;
    }

    Report row(Object... cells) {
        rows.add(List.of(cells));
        return this;
    }

    /** Rows as columns: for a few rows of many cells. The first cells of the rows become the columns' names. */
    Report turned(String firstColumn) {
        List<String> names = new ArrayList<>(List.of(firstColumn));
        rows.forEach(row -> names.add(row.get(0).toString()));
        Report turned = new Report(rowsName, names);
        turned.facts.putAll(facts);
        for (int i = 1; i < columns.size(); i++) {
            List<Object> cells = new ArrayList<>(List.of(columns.get(i)));
            for (List<Object> row : rows) {
                cells.add(row.get(i));
            }
            turned.row(cells.toArray());
        }
        return turned;
    }

    /** For people alone: lines under the table. */
    Report draw(String line) {
        drawing.add(line);
        return this;
    }

    List<String> drawing() {
        return drawing;
    }

    String rowsName() {
        return rowsName;
    }

    List<String> columns() {
        return columns;
    }

    Map<String, Object> facts() {
        return facts;
    }

    List<List<Object>> rows() {
        return rows;
    }

    /** A number where the text is a short whole one, else the text. */
    static Object cell(String text) {
        boolean number = !text.isEmpty()
                && text.length() < 16
                && text.chars().allMatch(c -> c >= '0' && c <= '9');
        return number ? (Object) Long.valueOf(text) : text;
    }
}
