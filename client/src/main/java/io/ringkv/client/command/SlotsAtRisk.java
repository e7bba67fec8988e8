package io.ringkv.client.command;

import io.ringkv.protocol.Reply;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Of a node that is removed by force: the slots that may lose writes, by the nodes that still have something of them.
 *
 * @param waiting slots that stand still, before and after, for other nodes that are away
 */
record SlotsAtRisk(long slots, long waiting, long epoch, List<Group> groups) {
    private static final int SHOWN_MAX = 60;

    /** @param left nodes with commas, {@code -} for none */
    record Group(String left, String slots) {
        private String text() {
            String which = slots.length() > SHOWN_MAX
                    ? slots.substring(0, slots.lastIndexOf(',', SHOWN_MAX)) + ",..."
                    : slots;
            return left.equals("-")
                    ? "of nothing is left: " + which
                    : "what " + left + " has is left: " + which;
        }
    }

    static SlotsAtRisk of(Reply reply) {
        byte[] block = reply.block();
        List<Group> groups = new ArrayList<>();
        if (block != null) {
            new String(block, StandardCharsets.US_ASCII).lines().forEach(line -> {
                String[] words = line.split(" ", 2);
                groups.add(new Group(words[0], words[1]));
            });
        }
        return new SlotsAtRisk(
                reply.longField("at-risk", 0),
                reply.longField("waiting", 0),
                reply.longField("read", 0),
                List.copyOf(groups));
    }

    boolean isNone() {
        return slots == 0;
    }

    /** The same slots, of which the same is left, whatever else has changed. */
    boolean isSameAs(SlotsAtRisk other) {
        return slots == other.slots && groups.equals(other.groups);
    }

    /** What would happen, before somebody decides. */
    String warning(String node) {
        StringBuilder text = new StringBuilder(node + " and its disk are given up for good. "
                + slots + " slots have lost a majority of their stores, and every write to them"
                + " that only the lost ones had:\n");
        groups.forEach(group -> text.append("  ").append(group.text()).append('\n'));
        return text.append("They go on with that. Its process must have ended: with one copy, or if"
                        + " its machine is only paused, it may answer for a moment when it wakes")
                .toString();
    }

    /** As facts of a report. */
    void addedTo(Report report) {
        report.fact("at-risk", slots).fact("waiting", waiting);
        groups.forEach(group -> report.fact("left-" + group.left, group.slots));
        report.draw(
                slots == 0
                        ? "no slot loses its majority, so nothing that was acknowledged is lost"
                        : slots
                                + " slots may lose writes; with --output json all of them are named");
        groups.forEach(group -> report.draw("  " + group.text()));
        if (waiting > 0) {
            report.draw(waiting + " slots stand still until other nodes that are away come back, or"
                    + " are removed by force as well, which may lose what only those had");
        }
    }
}
