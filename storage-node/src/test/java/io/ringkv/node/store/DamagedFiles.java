package io.ringkv.node.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Copies of a store's files, as a crash at this moment would leave them, and ways to damage them. */
final class DamagedFiles {

    private DamagedFiles() {}

    static List<Path> withSuffix(Path directory, String suffix) {
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(file -> file.toString().endsWith(suffix))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Path only(Path directory, String suffix) {
        List<Path> files = withSuffix(directory, suffix);
        if (files.size() != 1) {
            throw new AssertionError("not one file: " + files);
        }
        return files.get(0);
    }

    /** The target is emptied first. */
    static void copy(Path from, Path to) {
        try {
            Files.createDirectories(to);
            for (Path old : withSuffix(to, "")) {
                Files.delete(old);
            }
            for (Path file : withSuffix(from, "")) {
                Files.copy(file, to.resolve(file.getFileName()));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static void flipBit(Path file, int at, int bit) {
        change(file, bytes -> {
            bytes[at] ^= (byte) (1 << bit);
            return bytes;
        });
    }

    static void truncate(Path file, int length) {
        change(file, bytes -> java.util.Arrays.copyOf(bytes, length));
    }

    static int size(Path file) {
        try {
            return Math.toIntExact(Files.size(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void change(Path file, java.util.function.UnaryOperator<byte[]> change) {
        try {
            Files.write(file, change.apply(Files.readAllBytes(file)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
