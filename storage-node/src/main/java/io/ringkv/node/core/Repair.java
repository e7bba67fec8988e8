package io.ringkv.node.core;

import io.ringkv.protocol.ErrorCode;
import io.ringkv.protocol.Reply;
import io.ringkv.protocol.Request;

import java.util.Locale;

/**
 * Everything that compares the slots that this node is primary of with their replicas, from the rows on the disks: the
 * sweep, and the reads that ask for it. It answers {@code REPAIR}, and decides nothing.
 */
final class Repair implements Counted {
    private final RowVerdicts verdicts;
    private final Sweep sweep;
    private final ReadRepair reads;

    /** @param asked by reads at level {@code all} */
    Repair(
            SlotTable slots,
            Rows rows,
            CatchUp catchUp,
            AskedSlots asked,
            NodePorts ports,
            NodeTiming timing) {
        this.verdicts = new RowVerdicts(catchUp, ports.disk(), ports.journal());
        this.sweep = new Sweep(slots, rows, verdicts, ports.journal(), timing);
        this.reads = new ReadRepair(slots, asked, rows, verdicts);
    }

    /** Replicas that held other rows than this node, since the process began. */
    long differing() {
        return verdicts.differing();
    }

    /** The process begins. */
    void start(long now) {
        sweep.start(now);
    }

    /** A few steps: others are served meanwhile. */
    void tick(long now) {
        if (!verdicts.distrusted()) {
            reads.tick(now);
        }
        sweep.tick(now);
    }

    /** {@code REPAIR STATUS} and {@code REPAIR START}. */
    Reply answer(long now, Request request) {
        Reply reply = switch (request.argument(0).toUpperCase(Locale.ROOT)) {
            case "STATUS" -> sweep.status(now);
            case "START" -> sweep.startNow(now);
            default ->
                Reply.error(
                        ErrorCode.BAD_ARGUMENT,
                        "REPAIR knows STATUS and START, not " + request.argument(0));
        };
        return reply.isOk() ? reads.addedTo(reply) : reply;
    }

    @Override
    public Reply counted(Reply stats) {
        return reads.counted(stats);
    }
}
