package io.ringkv.client.shell;

import org.jspecify.annotations.Nullable;

import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;

/** Holds output back until it is more than fits on the screen; then a pager gets it, else the screen at the end. */
final class Pager extends OutputStream {
    private final OutputStream screen;
    private final int rowsMax;
    private final int columns;
    private final String command;
    private final ByteArrayOutputStream held = new ByteArrayOutputStream();
    private int rows;
    private int column;
    private @Nullable Process program;

    Pager(OutputStream screen, int rowsMax, int columns, String command) {
        this.screen = screen;
        this.rowsMax = rowsMax;
        this.columns = Math.max(1, columns);
        this.command = command;
    }

    /** What is to page; empty when nothing can or may. */
    static String command(Map<String, String> env) {
        String wanted = env.get("PAGER");
        if (wanted != null && (wanted.isBlank() || wanted.equals("cat"))) {
            return "";
        }
        if (wanted != null && !isMissing(wanted.strip().split("\\s+", 2)[0], env)) {
            return wanted;
        }
        for (String dir : env.getOrDefault("PATH", "").split(File.pathSeparator, -1)) {
            if (!dir.isEmpty() && Files.isExecutable(Path.of(dir, "less"))) {
                // Leaves the screen as it was, and ends by itself where all fits.
                return env.containsKey("LESS") ? "less" : "less -FRX";
            }
        }
        return "";
    }

    /** Whether it is certain that no program has this name; what else a shell may take is its business. */
    private static boolean isMissing(String program, Map<String, String> env) {
        if (!program.matches("[A-Za-z0-9._+/-]+") || File.separatorChar == '\\') {
            return false;
        }
        if (program.contains("/")) {
            return !Files.isExecutable(Path.of(program));
        }
        String path = env.get("PATH");
        return path != null
                && Arrays.stream(path.split(File.pathSeparator, -1))
                        .noneMatch(dir -> Files.isExecutable(Path.of(dir, program)));
    }

    @Override
    public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int from, int count) throws IOException {
        Process reader = program;
        if (reader != null) {
            reader.getOutputStream().write(bytes, from, count);
            return;
        }
        held.write(bytes, from, count);
        for (int i = from; i < from + count; i++) {
            column = bytes[i] == '\n' ? 0 : column + 1;
            if (column == 0 || column % columns == 0) {
                rows++;
            }
        }
        if (rows > rowsMax) {
            reader = Program.start(command);
            program = reader;
            held.writeTo(reader.getOutputStream());
            held.reset();
        }
    }

    /** Returns when the person has seen it. */
    void finish() {
        Process reader = program;
        try {
            if (reader == null) {
                held.writeTo(screen);
                screen.flush();
            } else {
                reader.getOutputStream().close();
            }
        } catch (IOException e) {
            // Whoever leaves the pager early has seen enough.
        }
        if (reader != null) {
            Program.await(reader);
        }
    }
}
