import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/** Prints one line for each module from JaCoCo's table, which has one for each class; the build runs it as it is. */
public final class CoverageSummary {
    /** The columns of the table: group, package, class, then pairs of missed and covered. */
    private static final int BRANCHES = 5;

    private static final int LINES = 7;

    private final Map<String, long[]> modules = new TreeMap<>();

    private CoverageSummary() {}

    public static void main(String[] args) throws IOException {
        Path table = Path.of(args[0]);
        if (!Files.exists(table)) {
            // A build of this module alone has no report.
            return;
        }
        CoverageSummary summary = new CoverageSummary();
        Files.readAllLines(table, StandardCharsets.UTF_8).stream()
                .skip(1)
                .map(line -> line.split(","))
                .forEach(summary::add);
        summary.print();
        System.out.println(table.resolveSibling("index.html").toUri());
    }

    private void add(String[] row) {
        addTo(row[0].substring(row[0].lastIndexOf('/') + 1).replace("ringkv-", ""), row);
        // Sorts behind every module's name.
        addTo("~all", row);
    }

    private void addTo(String module, String[] row) {
        long[] sums = modules.computeIfAbsent(module, name -> new long[4]);
        for (int i = 0; i < 2; i++) {
            sums[i] += Long.parseLong(row[LINES + i]);
            sums[2 + i] += Long.parseLong(row[BRANCHES + i]);
        }
    }

    private void print() {
        modules.forEach((module, sums) -> System.out.printf(
                "%-12s  lines %5s  branches %5s%n",
                module.replace("~", ""),
                share(sums[0], sums[1]),
                share(sums[2], sums[3])));
    }

    private static String share(long missed, long covered) {
        long all = missed + covered;
        return all == 0 ? "-" : 100 * covered / all + "%";
    }
}
