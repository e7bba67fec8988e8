package io.ringkv.node.core;

import java.util.List;
import java.util.function.Predicate;

/**
 * What is said of one member, on one line: {@code n2 start=8123 inc=3 addr=10.0.0.2:5002 state=suspect by=n1,n4}. Names
 * that a reader does not know are passed over.
 *
 * @param start the incarnation of this start of its process, as the view has it: news of another start says nothing
 * @param inc raised by the member alone, to contradict who suspects it
 * @param address where it is reached, for whoever reads along: what counts is the view's
 * @param suspectors who could not reach it, the first few; empty while nobody suspects it
 */
public record GossipEntry(
        String id, long start, long inc, String address, List<String> suspectors) {
    static final int SUSPECTORS_MAX = 3;

    /** Nobody is contradicted so often: who claims it of another one could not be contradicted, and is not believed. */
    static final long INC_MAX = 1L << 53;

    public GossipEntry {
        suspectors = List.copyOf(suspectors);
    }

    boolean isSuspect() {
        return !suspectors.isEmpty();
    }

    /** Who suspects it of those that are known: names are told on, and must not be anybody's to make up. */
    GossipEntry suspectedBy(Predicate<String> isKnown) {
        return suspectors.stream().allMatch(isKnown)
                ? this
                : new GossipEntry(
                        id,
                        start,
                        inc,
                        address,
                        suspectors.stream().filter(isKnown).toList());
    }

    void append(StringBuilder text) {
        text.append(id)
                .append(" start=")
                .append(start)
                .append(" inc=")
                .append(inc)
                .append(" addr=")
                .append(address);
        if (isSuspect()) {
            text.append(" state=suspect by=").append(String.join(",", suspectors));
        } else {
            text.append(" state=alive");
        }
    }

    /** @throws IllegalArgumentException when it is no such line */
    static GossipEntry parse(String line) {
        String[] words = line.split(" ", -1);
        String by = field(words, "by=");
        boolean suspect = field(words, "state=").equals("suspect");
        List<String> suspectors = suspect ? List.of(by.split(",", -1)) : List.of();
        if (words[0].isEmpty() || suspect && by.isEmpty()) {
            throw new IllegalArgumentException(line);
        }
        try {
            long inc = Long.parseLong(field(words, "inc="));
            if (inc < 0 || inc > INC_MAX || suspect && inc == INC_MAX) {
                throw new IllegalArgumentException(line);
            }
            return new GossipEntry(
                    words[0],
                    Long.parseLong(field(words, "start=")),
                    inc,
                    field(words, "addr="),
                    suspectors.subList(0, Math.min(suspectors.size(), SUSPECTORS_MAX)));
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(line, e);
        }
    }

    private static String field(String[] words, String name) {
        for (String word : words) {
            if (word.startsWith(name)) {
                return word.substring(name.length());
            }
        }
        return "";
    }
}
