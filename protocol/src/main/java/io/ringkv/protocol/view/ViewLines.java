package io.ringkv.protocol.view;

import java.util.ArrayList;
import java.util.List;

/** The lines that the text form of a view is made of, and that of a change to it. */
final class ViewLines {
    private static final String NOTHING = "-";

    private ViewLines() {}

    static void appendCluster(StringBuilder text, View view) {
        text.append("cluster ")
                .append(word(view.clusterId()))
                .append(' ')
                .append(word(view.clusterName()));
        text.append(' ').append(view.epoch()).append(' ').append(view.replicas());
        text.append(' ').append(view.virtualNodes()).append('\n');
        if (!view.gaps().isEmpty()) {
            text.append("gaps ").append(view.gaps()).append('\n');
        }
        for (Coordinator c : view.coordinators()) {
            text.append("coordinator ").append(c.id()).append(' ').append(c.host());
            text.append(' ').append(c.port()).append('\n');
        }
    }

    static void appendMember(StringBuilder text, Member m) {
        text.append("member ").append(m.id()).append(' ').append(m.dataId()).append(' ');
        text.append(m.incarnation())
                .append(' ')
                .append(m.host())
                .append(' ')
                .append(m.port())
                .append(' ');
        text.append(word(m.zone()))
                .append(' ')
                .append(m.weight())
                .append(' ')
                .append(m.state())
                .append(' ');
        text.append(m.lostEpoch())
                .append(' ')
                .append(m.doubtful() ? "doubtful" : "whole")
                .append('\n');
    }

    static void appendSlots(StringBuilder text, Assignment a, SlotSet slots) {
        text.append("slots ")
                .append(slots)
                .append(' ')
                .append(a.term())
                .append(' ')
                .append(a.primary());
        text.append(' ').append(a.primaryIncarnation()).append(' ').append(list(a.voters()));
        text.append(' ').append(list(a.next()));
        text.append(' ').append(a.doubtAccepted() ? "doubt-accepted" : "sure");
        for (List<Voter> prior : a.priorLists()) {
            text.append(' ').append(list(prior));
        }
        text.append('\n');
    }

    static Coordinator coordinator(String[] f) {
        return new Coordinator(f[1], f[2], Integer.parseInt(f[3]));
    }

    static Member member(String[] f) {
        return new Member(
                f[1],
                f[2],
                Long.parseLong(f[3]),
                f[4],
                Integer.parseInt(f[5]),
                text(f[6]),
                Integer.parseInt(f[7]),
                MemberState.valueOf(f[8]),
                Long.parseLong(f[9]),
                isFirst("doubtful", "whole", f[10]));
    }

    static Assignment assignment(String[] f) {
        List<List<Voter>> prior = new ArrayList<>();
        for (int i = 8; i < f.length; i++) {
            prior.add(voters(f[i]));
        }
        return new Assignment(
                Long.parseLong(f[2]),
                f[3],
                Long.parseLong(f[4]),
                voters(f[5]),
                voters(f[6]),
                isFirst("doubt-accepted", "sure", f[7]),
                prior);
    }

    /** A word that was cut short is neither. */
    private static boolean isFirst(String first, String second, String word) {
        if (!word.equals(first) && !word.equals(second)) {
            throw new IllegalArgumentException("not a word of a view: " + word + ", where " + first
                    + " or " + second + " stands");
        }
        return word.equals(first);
    }

    static String[] fields(String line, int atLeast) {
        String[] fields = line.split(" ", -1);
        if (fields.length < atLeast) {
            throw new IllegalArgumentException("a line of a view is cut short: " + line);
        }
        return fields;
    }

    private static List<Voter> voters(String text) {
        List<Voter> voters = new ArrayList<>();
        if (!text.equals(NOTHING)) {
            for (String voter : text.split(",", -1)) {
                voters.add(Voter.parse(voter));
            }
        }
        return voters;
    }

    private static String list(List<Voter> voters) {
        if (voters.isEmpty()) {
            return NOTHING;
        }
        StringBuilder text = new StringBuilder();
        for (Voter voter : voters) {
            text.append(text.length() == 0 ? "" : ",").append(voter);
        }
        return text.toString();
    }

    private static String word(String text) {
        return text.isEmpty() ? NOTHING : text;
    }

    static String text(String word) {
        return word.equals(NOTHING) ? "" : word;
    }
}
