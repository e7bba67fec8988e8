package io.ringkv.protocol.view;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * The text form of a view, as {@code GET_VIEW} sends it and nodes keep it on disk. One line each: the cluster, the gaps
 * of its history, a member, and a set of slots that are served alike. Readable in telnet, a few kilobytes for a small cluster.
 */
public final class ViewCodec {
    private static final String NOTHING = "-";

    private ViewCodec() {}

    /** The same bytes each time, which are not to be changed. */
    public static byte[] encode(View view) {
        byte[] known = view.encoded();
        if (known == null) {
            known = text(view);
            view.encoded(known);
        }
        return known;
    }

    private static byte[] text(View view) {
        StringBuilder text = new StringBuilder(4096);
        text.append("cluster ")
                .append(word(view.clusterId()))
                .append(' ')
                .append(word(view.clusterName()));
        text.append(' ').append(view.epoch()).append(' ').append(view.replicas());
        text.append(' ').append(view.virtualNodes()).append('\n');
        if (!view.gaps().isEmpty()) {
            text.append("gaps ").append(view.gaps()).append('\n');
        }
        for (Member member : view.members()) {
            appendMember(text, member);
        }
        view.shares().forEach(share -> appendAssignment(text, share.assignment(), share.slots()));
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static void appendMember(StringBuilder text, Member m) {
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

    private static void appendAssignment(StringBuilder text, Assignment a, SlotSet slots) {
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

    /** Throws IllegalArgumentException when the bytes are not a view. */
    public static View decode(byte[] bytes) {
        String cluster = "";
        EpochGaps gaps = EpochGaps.NONE;
        List<Member> members = new ArrayList<>();
        List<View.Share> shares = new ArrayList<>();
        for (String line : new String(bytes, StandardCharsets.UTF_8).split("\n", -1)) {
            if (line.startsWith("cluster ")) {
                cluster = line;
            } else if (line.startsWith("gaps ")) {
                gaps = EpochGaps.parse(fields(line, 2)[1]);
            } else if (line.startsWith("member ")) {
                members.add(member(fields(line, 11)));
            } else if (line.startsWith("slots ")) {
                String[] f = fields(line, 8);
                shares.add(new View.Share(assignment(f), SlotSet.parse(f[1])));
            } else if (!line.isEmpty()) {
                throw new IllegalArgumentException("not a line of a view: " + line);
            }
        }
        String[] c = fields(cluster, 6);
        return new View(
                text(c[1]),
                text(c[2]),
                Long.parseLong(c[3]),
                Integer.parseInt(c[4]),
                Integer.parseInt(c[5]),
                members,
                shares,
                gaps);
    }

    private static Member member(String[] f) {
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

    private static Assignment assignment(String[] f) {
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

    private static String[] fields(String line, int atLeast) {
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

    private static String text(String word) {
        return word.equals(NOTHING) ? "" : word;
    }
}
