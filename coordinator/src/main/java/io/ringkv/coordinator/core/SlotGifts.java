package io.ringkv.coordinator.core;

import io.ringkv.protocol.view.SlotSet;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;

/**
 * Which slots a primary gives to whom.
 *
 * @param slotsByHeir node id to slots
 */
record SlotGifts(Map<String, SlotSet> slotsByHeir) {

    /** Text form: a line for each heir, its id, a blank, and its slots. Throws IllegalArgumentException. */
    static SlotGifts parse(byte[] block) {
        Map<String, SlotSet> gifts = new TreeMap<>();
        for (String line : new String(block, StandardCharsets.UTF_8).split("\n", -1)) {
            int blank = line.indexOf(' ');
            if (blank <= 0) {
                throw new IllegalArgumentException("not a node and its slots: " + line);
            }
            gifts.put(line.substring(0, blank), SlotSet.parse(line.substring(blank + 1)));
        }
        return new SlotGifts(gifts);
    }
}
