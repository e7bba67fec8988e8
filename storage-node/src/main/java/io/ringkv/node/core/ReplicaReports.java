package io.ringkv.node.core;

import io.ringkv.protocol.ErrorCode;
import io.ringkv.protocol.Option;
import io.ringkv.protocol.Reply;
import io.ringkv.protocol.Request;
import io.ringkv.protocol.actor.Network;
import io.ringkv.protocol.view.SlotTerms;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a replica tells a primary: promises with what it holds, digests, pieces of a slot, and confirmations. A
 * promise needs no state of its own: it is given only for the term in this node's adopted, durable view.
 */
final class ReplicaReports {
    private final SlotTable slots;
    private final CopyWriter writer;
    private final CopyReader reader;
    private final Fence fence;
    private final ViewKeeper views;
    private final Doubt doubt;
    private final Network network;
    private final Map<Long, Early> tooEarly = new LinkedHashMap<>();

    /** A confirmation that was asked for in a view that is not here yet. */
    private record Early(Upstream from, long sequence, Request request) {}

    ReplicaReports(
            SlotTable slots,
            CopyWriter writer,
            CopyReader reader,
            Fence fence,
            ViewKeeper views,
            Doubt doubt,
            Network network) {
        this.slots = slots;
        this.writer = writer;
        this.reader = reader;
        this.fence = fence;
        this.views = views;
        this.doubt = doubt;
        this.network = network;
    }

    /** {@code TAKE_OVER}: waits for the view that the term comes from, then promises and reports. */
    void promise(Upstream from, long sequence, Request request) {
        views.whenAtLeast(
                request.longOption(Option.EPOCH, 0), () -> report(from, sequence, request));
    }

    /** Also {@code DIGEST}: the same report, asked for by a primary that already serves. */
    void report(Upstream from, long sequence, Request request) {
        List<SlotReport> reports = new ArrayList<>();
        for (SlotTerms.Entry entry : SlotTerms.decode(request.requiredValue())) {
            entry.slots().forEach(slot -> {
                if (isCurrent(from, slot, entry.term())) {
                    reports.add(slots.get(slot).report());
                }
            });
        }
        Reply reply = Reply.ok().with("epoch", Long.toString(views.epoch()));
        network.answer(from.connection(), sequence, reply.withBlock(SlotReport.encode(reports)));
    }

    private boolean isCurrent(Upstream from, int slot, long term) {
        return !from.superseded()
                && fence.judge(slot, term, from.node(), from.incarnation())
                        == Fence.Verdict.CURRENT;
    }

    /** {@code FETCH_SLOT}: one piece of a slot, for the primary that takes over from it. */
    void fetch(Upstream from, long sequence, Request request) {
        int number = (int) request.longOption(Option.SLOT, -1);
        Slot slot = slots.get(number);
        if (!isCurrent(from, number, request.longOption(Option.TERM, 0)) || slot.doubtful()) {
            network.answer(
                    from.connection(),
                    sequence,
                    Reply.error(
                            ErrorCode.STALE_EPOCH,
                            "this replica does not stand behind slot " + number + " in that term"));
            return;
        }
        CopyChunk where = CopyChunk.decode(request.requiredValue());
        if (where.first() && slot.copying()) {
            writer.recount(slot);
        }
        CopyChunk piece = reader.read(slot, where.space(), where.after(), where.first(), null);
        network.answer(from.connection(), sequence, Reply.ok().withBlock(piece.encode()));
    }

    /**
     * {@code CONFIRM}: whether the asker's terms still stand, as far as this node has promised. One about a view that is
     * still on its way here waits for it; of each connection only the newest, which stands for those before it.
     */
    void confirm(Upstream from, long sequence, Request request) {
        boolean early = request.longOption(Option.EPOCH, 0) > views.epoch();
        Early before = early
                ? tooEarly.put(from.connection(), new Early(from, sequence, request))
                : tooEarly.remove(from.connection());
        if (before != null) {
            judge(before.from, before.sequence, before.request);
        }
        if (!early) {
            judge(from, sequence, request);
        }
    }

    void viewAdopted() {
        List<Early> all = List.copyOf(tooEarly.values());
        tooEarly.clear();
        all.forEach(one -> confirm(one.from, one.sequence, one.request));
    }

    private void judge(Upstream from, long sequence, Request request) {
        String round = Long.toString(request.longOption(Option.ROUND, 0));
        Fence.Verdict verdict = fence.judgeConfirmation(
                request.longOption(Option.EPOCH, Long.MAX_VALUE), from.node(), from.incarnation());
        boolean confirmed = verdict == Fence.Verdict.CURRENT && !doubt.any() && !from.superseded();
        Reply reply = confirmed
                ? Reply.ok()
                : Reply.error(ErrorCode.STALE_EPOCH, "this replica cannot confirm that epoch")
                        .with("epoch", Long.toString(views.epoch()));
        network.answer(from.connection(), sequence, reply.with("round", round));
    }
}
