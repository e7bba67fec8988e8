package io.ringkv.client.command;

import io.ringkv.client.KvException;
import io.ringkv.client.core.HostAndPort;
import io.ringkv.protocol.ErrorCode;
import io.ringkv.protocol.Reply;
import io.ringkv.protocol.Request;
import io.ringkv.protocol.Verb;
import io.ringkv.protocol.view.Member;
import io.ringkv.protocol.view.MemberState;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;

/**
 * The sweeps of all nodes, {@code REPAIR} at each of them: every node compares the slots that it is primary of with their
 * replicas. A node that does not answer once is not asked again.
 */
final class Sweeps implements Waiting.Progress {
    private static final List<String> COUNTS =
            List.of("slots", "checked", "match", "repaired", "not-comparable", "rows");

    /** One node, as it last said. */
    private static final class OfNode {
        final Member member;

        @Nullable
        Reply seen;
        /** Of the sweep that is waited for; -1 until it has begun. */
        long number = -1;

        String lacks = "";
        boolean over;

        OfNode(Member member) {
            this.member = member;
        }

        long count(String name) {
            return seen == null ? 0 : seen.longField(name, 0);
        }

        String word(String name) {
            String value = seen == null ? null : seen.field(name);
            return value == null ? "-" : value;
        }
    }

    private final Cluster cluster;
    private final List<OfNode> nodes = new ArrayList<>();

    private Sweeps(Cluster cluster) {
        this.cluster = cluster;
    }

    /** Of all members; nothing is asked yet. */
    static Sweeps of(Cluster cluster) {
        Sweeps sweeps = new Sweeps(cluster);
        for (Member member : cluster.view().members()) {
            if (member.state() != MemberState.REMOVED) {
                sweeps.nodes.add(new OfNode(member));
            }
        }
        return sweeps;
    }

    /** Asks each node how far it is. */
    Sweeps look() {
        nodes.forEach(node -> ask(node, "STATUS"));
        return requireAny();
    }

    /** Asks each node to begin. One whose sweep was started before goes on with that: it is named with its words. */
    List<String> start() {
        List<String> refused = new ArrayList<>();
        for (OfNode node : nodes) {
            String refusal = start(node);
            if (!refusal.isEmpty()) {
                refused.add(node.member.id() + ": " + refusal);
            }
        }
        requireAny();
        return refused;
    }

    /** Looks at those that have not come to their end; where another one runs, this one begins behind it. */
    Sweeps goOn() {
        for (OfNode node : nodes) {
            if (!node.over && node.number < 0) {
                start(node);
            } else if (!node.over) {
                ask(node, "STATUS");
                node.over |=
                        node.count("sweep") != node.number || !"full".equals(node.word("pace"));
            }
        }
        return requireAny();
    }

    /** Waits for those that run already, instead of beginning others behind them. */
    void joinThoseThatRun() {
        look();
        nodes.forEach(node -> node.number = node.count("sweep"));
    }

    private String start(OfNode node) {
        String refusal = ask(node, "START");
        node.number = refusal.isEmpty() ? node.count("sweep") : -1;
        return refusal;
    }

    /** What it said instead of doing so; empty when it has, or is not reached. */
    private String ask(OfNode node, String action) {
        if (!node.lacks.isEmpty()) {
            return "";
        }
        try {
            HostAndPort address = new HostAndPort(node.member.host(), node.member.port());
            Request request = Request.builder(Verb.REPAIR).argument(action).build();
            node.seen = Cluster.good(cluster.ask(request, address));
        } catch (KvException e) {
            if (e.code().equals(ErrorCode.BAD_ARGUMENT.name())) {
                return String.valueOf(e.getMessage());
            }
            node.lacks = String.valueOf(e.getMessage());
            node.over = true;
        }
        return "";
    }

    private Sweeps requireAny() {
        if (nodes.stream().allMatch(node -> !node.lacks.isEmpty())) {
            throw new CommandException(
                    ExitCode.CANNOT_CONNECT,
                    "no node answered; see which there are with: kv nodes");
        }
        return this;
    }

    boolean over() {
        return nodes.stream().allMatch(node -> node.over);
    }

    /** Over all nodes. */
    long total(String count) {
        return nodes.stream().mapToLong(node -> node.count(count)).sum();
    }

    /** Ids of nodes whose sweep did not come to its end, because they ended or began anew. */
    List<String> brokenOff() {
        return nodes.stream()
                .filter(node -> node.lacks.isEmpty()
                        && (node.count("sweep") != node.number
                                || !node.word("state").equals("idle")))
                .map(node -> node.member.id())
                .toList();
    }

    /** Why each node that does not answer is not reached, its id in front. */
    List<String> unreached() {
        return nodes.stream()
                .filter(node -> !node.lacks.isEmpty())
                .map(node -> node.member.id() + ": " + node.lacks)
                .toList();
    }

    @Override
    public String text() {
        return total("checked") + " of " + total("slots") + " slots compared";
    }

    @Override
    public long remaining() {
        return total("slots") - total("checked");
    }

    /** A row for each node that answered. */
    Report report() {
        List<String> columns = new ArrayList<>(List.of("node", "state", "pace", "sweep"));
        columns.addAll(COUNTS);
        columns.add("seconds-since");
        Report report = new Report("nodes", columns);
        for (OfNode node : nodes) {
            if (node.seen != null) {
                List<Object> cells = new ArrayList<>(
                        List.of(node.member.id(), node.word("state"), node.word("pace")));
                cells.add(node.count("sweep"));
                COUNTS.forEach(count -> cells.add(node.count(count)));
                cells.add(Report.cell(node.word("seconds-since")));
                report.row(cells.toArray());
            }
        }
        return report;
    }
}
