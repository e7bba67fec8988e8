package io.ringkv.client.quickstart;

import java.io.File;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Map;

/**
 * Commands that people are told to type next, so that they work where they are told: with the program as it was called
 * this time, and the directory that was given.
 */
final class Typed {
    /** Where a launcher says how it was called. */
    private static final String CALLED = "kv.command";

    private static final String PROGRAM = "kv";

    /** Where {@code --dir} does not say so. */
    private static final Path DIR_DEFAULT = Path.of("ringkv-data");

    private final String program;
    private final String dir;

    private Typed(String program, String dir) {
        this.program = program;
        this.dir = dir;
    }

    static Typed here(Path dir) {
        return of(
                System.getProperty(CALLED, PROGRAM),
                Path.of("").toAbsolutePath(),
                System.getenv(),
                dir);
    }

    static Typed of(String called, Path here, Map<String, String> env, Path dir) {
        String given = dir.equals(DIR_DEFAULT) ? "" : " --dir " + quoted(dir.toString());
        return new Typed(quoted(program(called, here, env.getOrDefault("PATH", ""))), given);
    }

    /** A program that the search path finds is typed by its name, one below this directory by its way from here. */
    private static String program(String called, Path here, String searched) {
        Path file = path(called);
        if (!file.isAbsolute()) {
            return called;
        }
        String name = String.valueOf(file.getFileName());
        for (String place : searched.split(File.pathSeparator, -1)) {
            if (!place.isEmpty() && path(place).resolve(name).equals(file)) {
                return name.endsWith(".bat") ? PROGRAM : name;
            }
        }
        if (!file.startsWith(here)) {
            return called;
        }
        Path way = here.relativize(file);
        return (way.getNameCount() == 1 ? "." + File.separator : "") + way;
    }

    private static Path path(String text) {
        try {
            return Path.of(text);
        } catch (InvalidPathException e) {
            return Path.of(PROGRAM);
        }
    }

    private static String quoted(String word) {
        if (word.matches("[-A-Za-z0-9_./:\\\\]+")) {
            return word;
        }
        boolean windows = File.separatorChar == '\\';
        return windows ? '"' + word + '"' : "'" + word.replace("'", "'\\''") + "'";
    }

    String kv(String words) {
        return program + " " + words;
    }

    String quickstart(String action) {
        return program + " quickstart " + action + dir;
    }
}
