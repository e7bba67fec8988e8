package io.ringkv.protocol.view;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What the lines of a view, or of a change to one, say. */
final class ViewText {
    private final List<Coordinator> coordinators = new ArrayList<>();
    private final List<Member> members = new ArrayList<>();
    private final List<View.Share> shares = new ArrayList<>();
    private final List<String> gone = new ArrayList<>();
    private SlotSet unassigned = SlotSet.NONE;
    private EpochGaps gaps = EpochGaps.NONE;
    private String[] cluster = {};
    private boolean isChange;
    private long base;

    /** Throws IllegalArgumentException when the bytes are neither. */
    ViewText(byte[] bytes) {
        for (String line : new String(bytes, StandardCharsets.UTF_8).split("\n", -1)) {
            if (!line.isEmpty()) {
                read(line);
            }
        }
        if (cluster.length == 0) {
            throw new IllegalArgumentException("a view says which cluster it is of");
        }
    }

    private void read(String line) {
        switch (line.substring(0, Math.max(0, line.indexOf(' ')))) {
            case "change" -> {
                isChange = true;
                base = Long.parseLong(ViewLines.fields(line, 2)[1]);
            }
            case "cluster" -> cluster = ViewLines.fields(line, 6);
            case "gaps" -> gaps = EpochGaps.parse(ViewLines.fields(line, 2)[1]);
            case "coordinator" ->
                coordinators.add(ViewLines.coordinator(ViewLines.fields(line, 4)));
            case "member" -> members.add(ViewLines.member(ViewLines.fields(line, 11)));
            case "gone" -> gone.add(ViewLines.fields(line, 2)[1]);
            case "slots" -> {
                String[] fields = ViewLines.fields(line, 8);
                shares.add(new View.Share(ViewLines.assignment(fields), SlotSet.parse(fields[1])));
            }
            case "unassigned" -> unassigned = SlotSet.parse(ViewLines.fields(line, 2)[1]);
            default -> throw new IllegalArgumentException("not a line of a view: " + line);
        }
    }

    View whole() {
        if (isChange) {
            throw new IllegalArgumentException(
                    "a change of the view of epoch " + base + ", where a whole one is needed");
        }
        return view(members, Assignments.of(shares));
    }

    View after(View before) {
        boolean isForeign = !before.clusterId().isEmpty()
                && !before.clusterId().equals(ViewLines.text(cluster[1]));
        if (!isChange || base != before.epoch() || isForeign) {
            throw new IllegalArgumentException(
                    "not a change of the view of epoch " + before.epoch());
        }
        return view(membersAfter(before), before.assignments().after(shares, unassigned));
    }

    private List<Member> membersAfter(View before) {
        Map<String, Member> known = new TreeMap<>();
        before.members().forEach(member -> known.put(member.id(), member));
        members.forEach(member -> known.put(member.id(), member));
        gone.forEach(known::remove);
        return List.copyOf(known.values());
    }

    private View view(List<Member> allMembers, Assignments assignments) {
        return new View(
                ViewLines.text(cluster[1]),
                ViewLines.text(cluster[2]),
                Long.parseLong(cluster[3]),
                Integer.parseInt(cluster[4]),
                Integer.parseInt(cluster[5]),
                allMembers,
                assignments,
                gaps,
                coordinators);
    }
}
