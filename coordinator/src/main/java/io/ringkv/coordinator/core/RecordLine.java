package io.ringkv.coordinator.core;

/** The words of one line of the metadata log, each taken once; throws IllegalArgumentException for what is missing. */
final class RecordLine {
    private final String line;
    private final String[] words;
    private int taken;

    RecordLine(String line) {
        this.line = line;
        this.words = line.split(" ", -1);
    }

    boolean hasMore() {
        return taken < words.length;
    }

    String word() {
        if (!hasMore()) {
            throw junk();
        }
        return words[taken++];
    }

    int number() {
        return Integer.parseInt(word());
    }

    long longNumber() {
        return Long.parseLong(word());
    }

    boolean flag() {
        String word = word();
        if (!word.equals("true") && !word.equals("false")) {
            throw junk();
        }
        return word.equals("true");
    }

    /** A word behind this mark, so that it may be empty. */
    String marked(String mark) {
        String word = word();
        if (!word.startsWith(mark)) {
            throw junk();
        }
        return word.substring(mark.length());
    }

    void end() {
        if (hasMore()) {
            throw junk();
        }
    }

    IllegalArgumentException junk() {
        return new IllegalArgumentException("not a record of the metadata log: " + line);
    }
}
