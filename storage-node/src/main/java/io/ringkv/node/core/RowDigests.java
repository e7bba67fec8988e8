package io.ringkv.node.core;

import io.ringkv.protocol.Reply;
import io.ringkv.protocol.Request;
import io.ringkv.protocol.actor.Network;
import io.ringkv.protocol.view.SlotTerms;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * The replica's part of a check, {@code DIGEST --mode=rows}: reports of slots with digests recomputed from the disk, at
 * the position that the slot had when the question came. A primary asks on the connection of its stream, so that is its
 * own position as well (rule B2). All askers together get so many steps in a tick; the answer comes once all are read.
 */
final class RowDigests {
    /** The value of {@code --mode}. */
    static final String MODE = "rows";

    private static final int STEPS_IN_A_TICK = 2_000;

    private record Question(Upstream from, long sequence, List<SlotScan> scans) {
        boolean isDone() {
            return scans.stream().allMatch(SlotScan::done);
        }
    }

    private final SlotTable slots;
    private final Rows rows;
    private final Fence fence;
    private final ViewKeeper views;
    private final Network network;
    private final Deque<Question> open = new ArrayDeque<>();
    private int left = STEPS_IN_A_TICK;

    RowDigests(SlotTable slots, Rows rows, Fence fence, ViewKeeper views, Network network) {
        this.slots = slots;
        this.rows = rows;
        this.fence = fence;
        this.views = views;
        this.network = network;
    }

    /** A slot that is not in the asker's term is left out of the answer. */
    void ask(Upstream from, long sequence, Request request) {
        List<SlotScan> scans = new ArrayList<>();
        open.add(new Question(from, sequence, scans));
        for (SlotTerms.Entry entry : SlotTerms.decode(request.requiredValue())) {
            entry.slots().forEach(slot -> {
                if (fence.isCurrent(from, slot, entry.term())) {
                    SlotScan scan = new SlotScan(rows, slots.get(slot));
                    scans.add(scan);
                    left -= open.size() == 1 ? scan.read(left) : 0;
                }
            });
        }
        work();
    }

    void tick() {
        left = STEPS_IN_A_TICK;
        work();
    }

    private void work() {
        while (!open.isEmpty()) {
            Question question = open.element();
            for (SlotScan scan : question.scans) {
                left -= scan.read(left);
            }
            if (!question.isDone()) {
                return;
            }
            open.remove();
            answer(question);
        }
    }

    private void answer(Question question) {
        List<SlotReport> reports = question.scans.stream().map(SlotScan::report).toList();
        network.answer(
                question.from.connection(),
                question.sequence,
                Reply.ok()
                        .with("epoch", Long.toString(views.epoch()))
                        .withBlock(SlotReport.encode(reports)));
    }

    void disconnected(long connection) {
        open.removeIf(question -> {
            boolean gone = question.from.connection() == connection;
            if (gone) {
                question.scans.forEach(SlotScan::close);
            }
            return gone;
        });
    }
}
