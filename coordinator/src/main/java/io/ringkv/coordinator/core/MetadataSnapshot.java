package io.ringkv.coordinator.core;

import io.ringkv.protocol.view.SlotSet;
import io.ringkv.protocol.view.View;
import io.ringkv.protocol.view.ViewCodec;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The text form of the whole metadata: a header, the histories, and the view as it is sent to nodes. */
record MetadataSnapshot(
        long version,
        boolean writesSeen,
        PossibleLoss loss,
        Target target,
        View view,
        Map<SlotHistory, SlotSet> histories) {
    static byte[] encode(
            long version,
            boolean writesSeen,
            PossibleLoss loss,
            Target target,
            View view,
            Map<SlotHistory, SlotSet> histories) {
        StringBuilder text = new StringBuilder("snapshot ")
                .append(version)
                .append(' ')
                .append(writesSeen)
                .append(' ')
                .append(loss.epoch())
                .append(' ')
                .append(loss.slots())
                .append('\n');
        text.append("target ").append(target.encode()).append('\n');
        histories.forEach((history, slots) -> {
            text.append("history ").append(slots).append(' ').append(history.active());
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

    /** Throws IllegalArgumentException, naming the line, when the bytes are not a snapshot. */
    static MetadataSnapshot decode(byte[] bytes) {
        Map<SlotHistory, SlotSet> histories = new LinkedHashMap<>();
        StringBuilder view = new StringBuilder();
        String[] lines = new String(bytes, StandardCharsets.UTF_8).split("\n", -1);
        Target target = Target.NONE;
        for (int i = 1; i < lines.length; i++) {
            if (lines[i].startsWith("history")) {
                addHistory(new RecordLine(lines[i]), histories);
            } else if (lines[i].startsWith("target ")) {
                target = target(new RecordLine(lines[i]));
            } else {
                view.append(lines[i]).append('\n');
            }
        }
        RecordLine header = new RecordLine(lines[0]);
        if (!header.word().equals("snapshot")) {
            throw header.junk();
        }
        long version = header.longNumber();
        boolean writesSeen = header.flag();
        PossibleLoss loss = new PossibleLoss(header.longNumber(), SlotSet.parse(header.word()));
        header.end();
        View decoded = ViewCodec.decode(view.toString().getBytes(StandardCharsets.UTF_8));
        return new MetadataSnapshot(version, writesSeen, loss, target, decoded, histories);
    }

    private static Target target(RecordLine line) {
        line.word();
        return Target.decode(line);
    }

    private static void addHistory(RecordLine line, Map<SlotHistory, SlotSet> histories) {
        if (!line.word().equals("history")) {
            throw line.junk();
        }
        SlotSet slots = SlotSet.parse(line.word());
        long active = line.longNumber();
        List<SlotHistory.TermList> lists = new ArrayList<>();
        while (line.hasMore()) {
            String list = line.word();
            int equals = list.indexOf('=');
            if (equals < 0) {
                throw line.junk();
            }
            lists.add(new SlotHistory.TermList(
                    Long.parseLong(list.substring(0, equals)),
                    RecordCodec.voters(list.substring(equals + 1))));
        }
        SlotHistory history = new SlotHistory(active, lists);
        histories.merge(history, slots, SlotSet::union);
    }
}
