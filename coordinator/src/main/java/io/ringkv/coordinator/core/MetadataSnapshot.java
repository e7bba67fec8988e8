package io.ringkv.coordinator.core;

import io.ringkv.protocol.view.SlotSet;
import io.ringkv.protocol.view.View;
import io.ringkv.protocol.view.ViewCodec;
import io.ringkv.protocol.view.Voter;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The text form of the whole metadata: a header, the histories, and the view as it is sent to nodes. */
record MetadataSnapshot(long version, boolean writesSeen, View view, SlotHistory[] histories) {
    static byte[] encode(long version, boolean writesSeen, View view, SlotHistory[] histories) {
        StringBuilder text = new StringBuilder("snapshot ")
                .append(version)
                .append(' ')
                .append(writesSeen)
                .append('\n');
        Map<SlotHistory, BitSet> bySlots = new LinkedHashMap<>();
        for (int slot = 0; slot < histories.length; slot++) {
            bySlots.computeIfAbsent(histories[slot], h -> new BitSet(SlotSet.SLOTS))
                    .set(slot);
        }
        bySlots.forEach((history, slots) -> {
            text.append("history ").append(SlotSet.of(slots)).append(' ').append(history.active());
            for (SlotHistory.TermList list : history.lists()) {
                text.append(' ')
                        .append(list.term())
                        .append('=')
                        .append(RecordCodec.voters(list.voters()));
            }
            text.append('\n');
        });
        return (text + new String(ViewCodec.encode(view), StandardCharsets.UTF_8))
                .getBytes(StandardCharsets.UTF_8);
    }

    /** Throws IllegalArgumentException when the bytes are not a snapshot. */
    static MetadataSnapshot decode(byte[] bytes) {
        SlotHistory[] histories = new SlotHistory[SlotSet.SLOTS];
        Arrays.fill(histories, SlotHistory.NONE);
        StringBuilder view = new StringBuilder();
        String header = "";
        for (String line : new String(bytes, StandardCharsets.UTF_8).split("\n", -1)) {
            if (line.startsWith("snapshot ")) {
                header = line;
            } else if (line.startsWith("history ")) {
                String[] f = line.split(" ", -1);
                SlotHistory history = history(f);
                SlotSet.parse(f[1]).forEach(slot -> histories[slot] = history);
            } else {
                view.append(line).append('\n');
            }
        }
        String[] f = header.split(" ", -1);
        if (f.length != 3) {
            throw new IllegalArgumentException("a snapshot of the metadata without its header");
        }
        View decoded = ViewCodec.decode(view.toString().getBytes(StandardCharsets.UTF_8));
        return new MetadataSnapshot(
                Long.parseLong(f[1]), Boolean.parseBoolean(f[2]), decoded, histories);
    }

    private static SlotHistory history(String[] f) {
        List<SlotHistory.TermList> lists = new ArrayList<>();
        for (int i = 3; i < f.length; i++) {
            int equals = f[i].indexOf('=');
            List<Voter> voters = RecordCodec.voters(f[i].substring(equals + 1));
            lists.add(new SlotHistory.TermList(Long.parseLong(f[i].substring(0, equals)), voters));
        }
        return new SlotHistory(Long.parseLong(f[2]), lists);
    }
}
