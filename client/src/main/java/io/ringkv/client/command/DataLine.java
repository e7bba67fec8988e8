package io.ringkv.client.command;

import java.util.List;

/**
 * Whether a line of the shell is {@code kv}'s own {@code put}, {@code get}, {@code delete} or {@code exists}: it asks,
 * in lower case, for what only that has, an answer in a format or a value that is not what is typed. Every other line
 * is the protocol's, where the rest of a PUT's line is its value.
 */
final class DataLine {
    private DataLine() {}

    /** @param words of the line, the verb first */
    static boolean isForKv(List<String> words) {
        return switch (words.get(0)) {
            case "get", "delete", "exists" -> words.stream().anyMatch(DataLine::isFormat);
            case "put" -> isPutForKv(words);
            default -> false;
        };
    }

    private static boolean isPutForKv(List<String> words) {
        int key = 1;
        while (key < words.size() && words.get(key).startsWith("--")) {
            if (isFormat(words.get(key)) || isEncoding(words.get(key))) {
                return true;
            }
            key++;
        }
        List<String> value = words.subList(Math.min(key + 1, words.size()), words.size());
        return switch (value.size()) {
            // A - is refused there, which is better than stored where stdin was meant.
            case 1 -> value.get(0).startsWith("@") || value.get(0).equals("-");
            case 2 -> value.stream().anyMatch(DataLine::isEncoding);
            default -> false;
        };
    }

    private static boolean isFormat(String word) {
        return word.equals("--output") || word.startsWith("--output=");
    }

    private static boolean isEncoding(String word) {
        return word.equals("--hex") || word.equals("--b64");
    }
}
