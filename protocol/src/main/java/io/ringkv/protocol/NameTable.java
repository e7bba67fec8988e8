package io.ringkv.protocol;

import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Finds a constant by its wire name in the bytes of a line, whatever their case, without making a string first. Names
 * are grouped by length, so a look-up compares a handful of candidates at most.
 */
final class NameTable<E> {
    private record Entry<E>(byte[] name, E constant) {}

    private final List<List<Entry<E>>> byLength = new ArrayList<>();

    void add(String name, E constant) {
        byte[] bytes = name.getBytes(StandardCharsets.US_ASCII);
        while (byLength.size() <= bytes.length) {
            byLength.add(new ArrayList<>());
        }
        byLength.get(bytes.length).add(new Entry<>(bytes, constant));
    }

    @Nullable
    E find(byte[] line, int from, int to) {
        int length = to - from;
        if (length >= byLength.size()) {
            return null;
        }
        List<Entry<E>> candidates = byLength.get(length);
        for (int i = 0; i < candidates.size(); i++) {
            if (matches(candidates.get(i).name, line, from)) {
                return candidates.get(i).constant;
            }
        }
        return null;
    }

    private static boolean matches(byte[] name, byte[] line, int from) {
        for (int i = 0; i < name.length; i++) {
            if (lower(name[i]) != lower(line[from + i])) {
                return false;
            }
        }
        return true;
    }

    private static int lower(byte b) {
        return b >= 'A' && b <= 'Z' ? b + ('a' - 'A') : b;
    }
}
