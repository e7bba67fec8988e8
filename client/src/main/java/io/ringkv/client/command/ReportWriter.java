package io.ringkv.client.command;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;

/** Writes a {@link Report} in each of the formats. */
final class ReportWriter {
    private final PrintStream out;

    ReportWriter(PrintStream out) {
        this.out = out;
    }

    void write(Report report, OutputFormat format) {
        switch (format) {
            case table -> table(report);
            case json -> out.print(Json.write(document(report)) + "\n");
            case jsonl -> rowDocuments(report).forEach(row -> out.print(Json.write(row) + "\n"));
            case csv -> csv(report);
            case raw -> report.rows().forEach(row -> out.print(join(row, "\t") + "\n"));
        }
        out.flush();
    }

    private static Map<String, Object> document(Report report) {
        Map<String, Object> document = new LinkedHashMap<>(report.facts());
        document.put(report.rowsName(), rowDocuments(report));
        return document;
    }

    private static List<Map<String, Object>> rowDocuments(Report report) {
        List<Map<String, Object>> rows = new ArrayList<>();
        for (List<Object> row : report.rows()) {
            Map<String, Object> document = new LinkedHashMap<>();
            for (int i = 0; i < row.size(); i++) {
                document.put(report.columns().get(i), row.get(i));
            }
            rows.add(document);
        }
        return rows;
    }

    private void csv(Report report) {
        out.print(Csv.line(report.columns()) + "\n");
        report.rows().forEach(row -> out.print(Csv.line(row) + "\n"));
    }

    private void table(Report report) {
        if (!report.facts().isEmpty()) {
            StringJoiner facts = new StringJoiner("  ");
            report.facts()
                    .forEach((name, value) -> facts.add(name + "=" + Visible.of(value.toString())));
            out.print(facts + "\n");
        }
        if (!report.rows().isEmpty()) {
            rows(report);
        }
        report.drawing().forEach(line -> out.print(line + "\n"));
    }

    private void rows(Report report) {
        int[] widths = new int[report.columns().size()];
        widen(widths, report.columns());
        report.rows().forEach(row -> widen(widths, row));
        line(widths, report.columns(), report);
        report.rows().forEach(row -> line(widths, row, report));
    }

    private static void widen(int[] widths, List<? extends Object> cells) {
        for (int i = 0; i < cells.size(); i++) {
            widths[i] = Math.max(widths[i], Visible.of(cells.get(i).toString()).length());
        }
    }

    private void line(int[] widths, List<? extends Object> cells, Report report) {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < cells.size(); i++) {
            String text = Visible.of(cells.get(i).toString());
            String padding = " ".repeat(widths[i] - text.length());
            boolean number = report.rows().get(0).get(i) instanceof Number;
            line.append(i == 0 ? "" : "  ").append(number ? padding + text : text + padding);
        }
        out.print(line.toString().stripTrailing() + "\n");
    }

    private static String join(List<Object> row, String separator) {
        StringJoiner text = new StringJoiner(separator);
        row.forEach(cell -> text.add(cell.toString()));
        return text.toString();
    }
}
