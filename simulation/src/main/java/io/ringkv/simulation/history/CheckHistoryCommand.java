package io.ringkv.simulation.history;

import io.ringkv.simulation.history.Linearizability.Violation;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;

/** {@code kv check-history}: judges a file that any program wrote. */
@Command(
        name = "kv check-history",
        mixinStandardHelpOptions = true,
        description = {
            "Judges whether a history of operations is linearizable: whether each key behaved like one variable.",
            "",
            "FILE has one operation on each line, in any order:",
            "  {\"client\":3,\"op\":\"put|get|delete|cas\",\"key\":\"k\",\"input\":..,\"output\":..,",
            "   \"call_ns\":..,\"return_ns\":..,\"status\":\"ok|fail|info\"}",
            "A value is a string or a number, and null is absent. input is what a put writes, and of a cas"
                    + " {\"expect\":..,\"new\":..}; output is what a get saw.",
            "ok: it took effect, or saw its output. fail: it took no effect. info: it may have taken effect, or may"
                    + " later, or never; it needs no return_ns.",
            "A cas that did not find what it expected is a fail with \"output\":false, or with the value that it"
                    + " found; a fail without output has observed nothing."
        },
        exitCodeListHeading = "Exit codes:%n",
        exitCodeList = {
            "0:linearizable",
            "2:bad input, or too many orders to try them all: no verdict",
            "9:not linearizable; the key is named, and why"
        })
public final class CheckHistoryCommand implements Callable<Integer> {
    private static final int LINEARIZABLE = 0;
    private static final int NO_VERDICT = 2;
    private static final int NOT_LINEARIZABLE = 9;
    private static final int SHOWN_MAX = 10;
    private static final long QUIET_NANOS = 2_000_000_000L;

    @Parameters(paramLabel = "FILE", description = "The history; - for standard input.")
    private @Nullable String file;

    private final PrintStream out = System.out;
    private final PrintStream err = System.err;
    private final long began = System.nanoTime();

    public static void main(String[] args) {
        System.exit(commandLine().execute(args));
    }

    /** What {@code kv check-history} runs with. */
    public static CommandLine commandLine() {
        return UsageLine.of(new CheckHistoryCommand());
    }

    @Override
    public Integer call() {
        try {
            return judge(read(String.valueOf(file)));
        } catch (BadHistoryException | GaveUpException e) {
            err.println("kv check-history: " + e.getMessage());
        } catch (IOException e) {
            err.println("kv check-history: " + file + " cannot be read: " + e.getMessage());
        } catch (OutOfMemoryError e) {
            err.println("kv check-history: " + file
                    + " takes more memory than there is; give it more: KV_JAVA_OPTS=-Xmx8g");
        }
        return NO_VERDICT;
    }

    private static List<Operation> read(String file) throws IOException, BadHistoryException {
        if (file.equals("-")) {
            return HistoryFile.read(System.in, "standard input");
        }
        Path path = Path.of(file);
        if (Files.isDirectory(path)) {
            throw new BadHistoryException(
                    file + " is a directory; name a file of JSON lines in it");
        }
        try {
            return HistoryFile.read(path);
        } catch (NoSuchFileException e) {
            throw new BadHistoryException(
                    "there is no file " + file + "; name one, or - for standard input");
        }
    }

    private int judge(List<Operation> history) {
        List<Violation> violations =
                Linearizability.check(history, done -> progress(done, history.size()));
        violations.stream().limit(SHOWN_MAX).forEach(out::print);
        if (violations.size() > SHOWN_MAX) {
            out.println("and " + (violations.size() - SHOWN_MAX) + " more keys");
        }
        long keys = history.stream().map(Operation::key).distinct().count();
        long unknown = history.stream()
                .filter(one -> one.status() == Operation.Status.UNKNOWN)
                .count();
        out.printf(
                "%s: %d operations, %d keys, %d unknown, %d ms%n",
                violations.isEmpty() ? "linearizable" : "NOT linearizable",
                history.size(),
                keys,
                unknown,
                (System.nanoTime() - began) / 1_000_000);
        return violations.isEmpty() ? LINEARIZABLE : NOT_LINEARIZABLE;
    }

    /** For a person who waits; where a console is, standard error mostly goes there. */
    @SuppressWarnings("SystemConsoleNull")
    private void progress(int done, int all) {
        if (System.console() != null && System.nanoTime() - began > QUIET_NANOS) {
            err.print(
                    "\rjudged " + done + " of " + all + " operations " + (done == all ? "\n" : ""));
        }
    }
}
