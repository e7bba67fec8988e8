package io.ringkv.transport.process;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Reads options and gathers everything that is wrong with them, so that one start names all of it. Each problem is a
 * line: what, why, what to do. After a problem a harmless value is returned, and nothing is started with it.
 */
public final class Problems {
    private final List<String> all = new ArrayList<>();

    public void add(String problem) {
        all.add(problem);
    }

    public List<String> all() {
        return List.copyOf(all);
    }

    public boolean none() {
        return all.isEmpty();
    }

    /** A number within bounds, both included. */
    public int number(String option, String text, int min, int max) {
        try {
            long number = Long.parseLong(text);
            if (number >= min && number <= max) {
                return (int) number;
            }
        } catch (NumberFormatException e) {
            // Falls through to the one message.
        }
        add(option + "=" + text + " must be a number from " + min + " to " + max);
        return min;
    }

    /** A duration with its unit, in nanoseconds. */
    public long nanos(String option, String text) {
        String number = text.replaceAll("[a-z]+$", "");
        long unit = switch (text.substring(number.length())) {
            case "ms" -> 1_000_000L;
            case "s" -> 1_000_000_000L;
            case "m" -> 60_000_000_000L;
            case "h" -> 3_600_000_000_000L;
            default -> 0;
        };
        if (unit > 0 && number.matches("[0-9]{1,6}")) {
            return Long.parseLong(number) * unit;
        }
        add(option + "=" + text + " must be a duration with its unit, such as 500ms, 3s or 10m,"
                + " of at most six digits");
        return 0;
    }

    /** One of several words. */
    public <E extends Enum<E>> E word(String option, String text, Class<E> words) {
        List<String> names = new ArrayList<>();
        for (E word : words.getEnumConstants()) {
            String name = word.name().toLowerCase(Locale.ROOT);
            if (name.equals(text)) {
                return word;
            }
            names.add(name);
        }
        add(option + "=" + text + " must be one of " + String.join(", ", names));
        return words.getEnumConstants()[0];
    }

    public Address address(String option, String text) {
        try {
            return Address.parse(text);
        } catch (IllegalArgumentException e) {
            add(option + ": " + e.getMessage() + "; write it as 127.0.0.1:5000");
            return new Address("127.0.0.1", 1);
        }
    }

    /** A short word that appears in the protocol. */
    public @Nullable String name(String option, @Nullable String text) {
        if (text != null && !text.matches("[A-Za-z0-9._-]{1,64}")) {
            add(option + "='" + text + "' must be 1 to 64 letters, digits and . _ -");
        }
        return text;
    }

    public Path directory(String option, @Nullable String text) {
        if (text == null || text.isBlank()) {
            add(option + " is missing: it says where this process keeps its files; give it a"
                    + " directory of its own");
            return Path.of(".");
        }
        try {
            Path path = Path.of(text);
            for (Path part = path; part != null; part = part.getParent()) {
                if (Files.exists(part) && !Files.isDirectory(part)) {
                    add(option + "=" + text + ": " + part + " is a file; give a directory");
                }
            }
            return path;
        } catch (InvalidPathException e) {
            add(option + "=" + text + " is no path: " + e.getReason() + "; give a directory");
            return Path.of(".");
        }
    }

    /** What a file holds, without the spaces around it; empty when no file is given. */
    public String secret(String option, @Nullable String file) {
        if (file == null) {
            return "";
        }
        try {
            String secret = Files.readString(Path.of(file)).strip();
            if (!secret.matches("[!-~]{1,256}")) {
                add(option + "=" + file
                        + " must hold 1 to 256 printable characters without spaces, on one line");
            }
            return secret;
        } catch (IOException e) {
            add(option + "=" + file + " cannot be read: " + FileProblem.why(e)
                    + "; check the path and its permissions");
            return "";
        } catch (InvalidPathException e) {
            add(option + "=" + file + " is no path: " + e.getReason() + "; give a file");
            return "";
        }
    }
}
