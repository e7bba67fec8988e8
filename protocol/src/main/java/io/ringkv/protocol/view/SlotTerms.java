package io.ringkv.protocol.view;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Sets of slots by term, the block of {@code TAKE_OVER}, {@code DIGEST}, {@code ACTIVE} and of a raise in
 * {@code SYNC_SLOT}: one line a term, {@code 17 0-12,15}. One message speaks for all slots at once (rule M1).
 */
public final class SlotTerms {
    /** The slots of one term. */
    public record Entry(long term, SlotSet slots) {}

    private final Map<Long, BitSet> byTerm = new TreeMap<>();

    /** Of the term that was added last, which is as a rule that of the next slot too. */
    private BitSet latest = new BitSet(0);

    private long latestTerm = -1;

    public void add(int slot, long term) {
        if (term != latestTerm) {
            latest = byTerm.computeIfAbsent(term, t -> new BitSet(SlotSet.SLOTS));
            latestTerm = term;
        }
        latest.set(slot);
    }

    public boolean isEmpty() {
        return byTerm.isEmpty();
    }

    public byte[] encode() {
        StringBuilder text = new StringBuilder();
        byTerm.forEach((term, slots) ->
                text.append(term).append(' ').append(SlotSet.of(slots)).append('\n'));
        return text.toString().getBytes(StandardCharsets.US_ASCII);
    }

    /** Throws IllegalArgumentException when the block is not one of these. */
    public static List<Entry> decode(byte[] block) {
        List<Entry> entries = new ArrayList<>();
        for (String line : new String(block, StandardCharsets.US_ASCII).split("\n", -1)) {
            if (!line.isEmpty()) {
                int space = line.indexOf(' ');
                if (space < 0 || entries.size() == SlotSet.SLOTS) {
                    throw new IllegalArgumentException("not a term and its slots: " + line);
                }
                entries.add(new Entry(
                        Long.parseLong(line.substring(0, space)),
                        SlotSet.parse(line.substring(space + 1))));
            }
        }
        return entries;
    }
}
