package io.ringkv.client.command;

import io.ringkv.protocol.Item;
import io.ringkv.protocol.Request;

import java.util.List;

/** What moves between nodes, or would: a row for each node, and what it comes to. */
final class MovesReport {
    private static final List<String> FIELDS =
            List.of("slots", "comes", "goes", "then", "primaries-then");

    private MovesReport() {}

    /** Of a plan there is nothing to wait for. */
    static void refuseWaiting(boolean both) {
        if (both) {
            throw new CommandException(
                    ExitCode.USAGE,
                    "--no-wait does nothing with --plan, which does not wait; leave one of the two"
                            + " out");
        }
    }

    /** What a change would move; nothing is changed. */
    static Report planned(Cluster cluster, Request.Builder change) {
        Request plan = change.option(io.ringkv.protocol.Option.PLAN).build();
        return of(
                new MovesLeft(ClusterWord.ask(cluster).ofCoordinator().demand(cluster, plan)), -1);
    }

    /** @param throttle bytes a second; 0 for none, -1 for what the reply says */
    static Report of(MovesLeft left, long throttle) {
        long rate = throttle >= 0 ? throttle : left.reply().longField("throttle", 0);
        long seconds = rate > 0 ? left.bytes() / rate : left.reply().longField("seconds", -1);
        Report report = new Report(
                "nodes", List.of("node", "now", "coming", "going", "then", "primaries-then"));
        report.fact("slots", left.reply().longField("slots", 0))
                .fact("copies", left.copies())
                .fact("bytes", left.bytes());
        if (seconds >= 0) {
            report.fact("seconds", seconds);
        }
        String mode = left.mode();
        if (mode != null) {
            report.fact("moves", mode).fact("throttle", rate);
        }
        for (Item item : left.reply().items()) {
            Object[] cells = new Object[1 + FIELDS.size()];
            cells[0] = item.word(1);
            for (int i = 0; i < FIELDS.size(); i++) {
                cells[1 + i] = item.longField(FIELDS.get(i), 0);
            }
            report.row(cells);
        }
        report.draw(sum(left, rate, seconds));
        outlook(left, report);
        return report;
    }

    private static String sum(MovesLeft left, long rate, long seconds) {
        if (left.nothing()) {
            return "nothing is left to move" + left.still();
        }
        return left.text()
                + (rate > 0 && left.still().isEmpty()
                        ? "; at most " + seconds + " s at " + Sizes.text(rate) + " a second"
                        : "");
    }

    /** Only a plan says where it leads. */
    private static void outlook(MovesLeft left, Report report) {
        String balance = left.reply().field("balance");
        if (balance == null) {
            return;
        }
        long survives = left.reply().longField("survives", 0);
        long sameZone = left.reply().longField("same-zone", 0);
        report.fact("balance", Double.valueOf(balance))
                .fact("same-zone", sameZone)
                .fact("survives", survives);
        report.draw("then the busiest primary has " + balance + " times the mean"
                + (sameZone == 0 ? "" : ", " + sameZone + " slots have copies that share a zone")
                + (survives == 0
                        ? ", and one more node that fails takes its slots out of service"
                        : ", and " + survives + (survives == 1 ? " more node" : " more nodes")
                                + " may fail before a slot stands still"));
    }
}
