package io.ringkv.node.core;

import io.ringkv.protocol.ErrorCode;
import io.ringkv.protocol.Option;
import io.ringkv.protocol.Reply;
import io.ringkv.protocol.Request;
import io.ringkv.protocol.Verb;
import io.ringkv.protocol.actor.Network;
import io.ringkv.protocol.view.SlotTerms;

import java.util.ArrayList;
import java.util.List;

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
    private final RowDigests rowDigests;
    private final Durably durably;
    private final Network network;
    private final EarlyQuestions early = new EarlyQuestions();

    ReplicaReports(
            SlotTable slots,
            CopyWriter writer,
            CopyReader reader,
            Fence fence,
            ViewKeeper views,
            Doubt doubt,
            RowDigests rowDigests,
            Durably durably,
            Network network) {
        this.slots = slots;
        this.writer = writer;
        this.reader = reader;
        this.fence = fence;
        this.views = views;
        this.doubt = doubt;
        this.rowDigests = rowDigests;
        this.durably = durably;
        this.network = network;
    }

    /** {@code TAKE_OVER}: waits for the view that the term comes from, then promises and reports. */
    void promise(Upstream from, long sequence, Request request) {
        // What cannot be read is refused now, while whoever sent it is still there to be told.
        List<SlotTerms.Entry> unused = SlotTerms.decode(request.requiredValue());
        ask(new EarlyQuestions.Question(from, sequence, request));
    }

    /** {@code DIGEST}: the same report, asked for by a primary that already serves; of the rows themselves for a check. */
    void digest(Upstream from, long sequence, Request request) {
        if (RowDigests.MODE.equals(request.option(Option.MODE))) {
            rowDigests.ask(from, sequence, request);
        } else {
            report(from, sequence, request);
        }
    }

    /** A primary counts what is reported, so it leaves once that is as durable as an acknowledgement (rule W2). */
    private void report(Upstream from, long sequence, Request request) {
        List<SlotReport> reports = new ArrayList<>();
        for (SlotTerms.Entry entry : SlotTerms.decode(request.requiredValue())) {
            entry.slots().forEach(slot -> {
                if (fence.isCurrent(from, slot, entry.term())) {
                    reports.add(slots.get(slot).report());
                }
            });
        }
        Reply reply = Reply.ok().with("epoch", Long.toString(views.epoch()));
        Reply report = reply.withBlock(SlotReport.encode(reports));
        durably.afterTurn(() -> network.answer(from.connection(), sequence, report));
    }

    /** {@code FETCH_SLOT}: one piece of a slot, for the primary that takes over from it. */
    void fetch(Upstream from, long sequence, Request request) {
        int number = (int) request.longOption(Option.SLOT, -1);
        Slot slot = slots.get(number);
        if (!fence.isCurrent(from, number, request.longOption(Option.TERM, 0)) || slot.doubtful()) {
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
     * still on its way here waits for it.
     */
    void confirm(Upstream from, long sequence, Request request) {
        ask(new EarlyQuestions.Question(from, sequence, request));
    }

    private void ask(EarlyQuestions.Question question) {
        boolean isEarly = question.request().longOption(Option.EPOCH, 0) > views.epoch();
        if (isEarly) {
            early.keep(question).forEach(this::answer);
            return;
        }
        EarlyQuestions.Question before = early.instead(question);
        if (before != null) {
            answer(before);
        }
        answer(question);
    }

    private void answer(EarlyQuestions.Question question) {
        if (question.request().verb() == Verb.CONFIRM) {
            judge(question.from(), question.sequence(), question.request());
        } else {
            report(question.from(), question.sequence(), question.request());
        }
    }

    long earlyBytes() {
        return early.bytes();
    }

    void tick() {
        rowDigests.tick();
    }

    void viewAdopted() {
        early.takeAll().forEach(this::ask);
    }

    void disconnected(long connection) {
        early.forget(connection);
        rowDigests.disconnected(connection);
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
