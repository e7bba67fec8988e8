package io.ringkv.node.core;

import io.ringkv.protocol.ErrorCode;
import io.ringkv.protocol.Item;
import io.ringkv.protocol.Option;
import io.ringkv.protocol.Reply;
import io.ringkv.protocol.Request;
import io.ringkv.protocol.actor.Network;
import io.ringkv.protocol.record.ReplicatedRecord;

import java.util.ArrayList;
import java.util.List;

/**
 * The receiving end of a primary's stream: applies records in order, without reading, and acknowledges cumulatively
 * once this node's disk has them. A slot that is not in sync in the record's term is refused by name before the
 * acknowledgement that passes over it (rule W0).
 */
final class ReplicaStream implements Counted {
    private static final Reply TYPED_COMES_LATER = Reply.error(
            ErrorCode.UNSUPPORTED,
            "a record cannot be typed in this build; a stream carries them in blocks: REPLICATE --pos= --count= --length=");

    private final SlotTable slots;
    private final Rows rows;
    private final CopyWriter writer;
    private final Fence fence;
    private final Durably durably;
    private final Network network;
    private final Rules rules;
    private long applied;
    private long refused;
    private boolean diskExhausted;

    ReplicaStream(
            SlotTable slots,
            Rows rows,
            CopyWriter writer,
            Fence fence,
            Durably durably,
            Network network,
            Rules rules) {
        this.slots = slots;
        this.rows = rows;
        this.writer = writer;
        this.fence = fence;
        this.durably = durably;
        this.network = network;
        this.rules = rules;
    }

    @Override
    public Reply counted(Reply stats) {
        return stats.withItem(Counted.count("records-applied", applied))
                .withItem(Counted.count("records-refused", refused))
                .withItem(Counted.count("leftovers-dropped", writer.leftovers()));
    }

    /** Values are refused by name, as if they were out of order; once there is space their primary brings them. */
    void diskExhausted(boolean now) {
        diskExhausted = now;
    }

    /** A message of records. */
    void replicate(Upstream from, long sequence, Request request) {
        if (request.has(Option.SLOT)) {
            network.answer(from.connection(), sequence, TYPED_COMES_LATER);
            return;
        }
        if (outOfOrder(from, sequence, request)) {
            return;
        }
        List<Item> refusals = new ArrayList<>(0);
        ReplicatedRecord.Reader reader = new ReplicatedRecord.Reader(request.requiredValue());
        long position = from.nextPosition();
        while (reader.hasNext()) {
            ReplicatedRecord record = reader.next();
            if (accepts(from, record)) {
                AppliedRecord.apply(
                        rows, slots.get(record.slot()), new Key(record.key()), record, false);
                applied++;
            } else {
                refusals.add(refusal(record.slot(), position));
            }
            position++;
        }
        if (position - from.nextPosition() != request.longOption(Option.COUNT, -1)) {
            throw new IllegalArgumentException(
                    "a REPLICATE message does not carry as many records as it says");
        }
        from.advance(position - from.nextPosition());
        acknowledge(from, sequence, refusals);
    }

    private boolean accepts(Upstream from, ReplicatedRecord record) {
        Fence.Verdict verdict =
                fence.judge(record.slot(), record.term(), from.node(), from.incarnation());
        if (verdict != Fence.Verdict.CURRENT) {
            return false;
        }
        if (diskExhausted && record.row().isPut()) {
            return false;
        }
        Slot slot = slots.get(record.slot());
        if (!rules.keep(Rule.W0) || !rules.keep(Rule.E4) && record.term() < slot.syncedTerm()) {
            return true;
        }
        if (slot.copyTerm() == record.term()) {
            return true;
        }
        return slot.syncedTerm() == record.term()
                && !slot.copying()
                && record.row().sequence() == slot.position() + 1;
    }

    /** A raise of many slots, or a piece of a copy of one. */
    void sync(Upstream from, long sequence, Request request) {
        if (outOfOrder(from, sequence, request)) {
            return;
        }
        List<Item> refusals = new ArrayList<>(0);
        long position = from.nextPosition();
        byte[] block = request.requiredValue();
        if (!request.has(Option.SLOT)) {
            for (SlotReport raised : SlotReport.decode(block)) {
                if (!raise(from, raised)) {
                    refusals.add(refusal(raised.slot(), position));
                }
            }
        } else {
            int slot = (int) request.longOption(Option.SLOT, -1);
            if (!copy(
                    from,
                    slots.get(slot),
                    request.longOption(Option.TERM, 0),
                    CopyChunk.decode(block))) {
                refusals.add(refusal(slot, position));
            }
        }
        from.advance(1);
        acknowledge(from, sequence, refusals);
    }

    private boolean raise(Upstream from, SlotReport raised) {
        Slot slot = slots.get(raised.slot());
        boolean current =
                fence.judge(raised.slot(), raised.syncedTerm(), from.node(), from.incarnation())
                        == Fence.Verdict.CURRENT;
        if (!current
                || slot.copying()
                || slot.digest() != raised.digest()
                || slot.syncedTerm() > raised.syncedTerm()) {
            return false;
        }
        label(slot, raised.syncedTerm(), raised.position());
        return true;
    }

    private boolean copy(Upstream from, Slot slot, long term, CopyChunk chunk) {
        boolean current = fence.judge(slot.number(), term, from.node(), from.incarnation())
                == Fence.Verdict.CURRENT;
        if (!current
                || diskExhausted
                || slot.syncedTerm() > term
                || !chunk.first() && slot.copyTerm() != term) {
            return false;
        }
        if (!writer.apply(slot, term, chunk)) {
            return false;
        }
        if (chunk.last()) {
            label(slot, term, chunk.position());
        }
        return true;
    }

    private void label(Slot slot, long term, long position) {
        slot.label(term, position);
        rows.putLabel(slot);
    }

    private Item refusal(int slot, long position) {
        refused++;
        return Item.of("REFUSED").with("slot", slot).with("pos", position);
    }

    private boolean outOfOrder(Upstream from, long sequence, Request request) {
        if (!from.superseded() && request.longOption(Option.POS, -1) == from.nextPosition()) {
            return false;
        }
        network.answer(
                from.connection(),
                sequence,
                Reply.error(
                        ErrorCode.STALE_EPOCH,
                        "this is not the next message of the stream; open a new connection"));
        network.close(from.connection());
        return true;
    }

    private void acknowledge(Upstream from, long sequence, List<Item> refusals) {
        long position = from.nextPosition();
        durably.afterTurn(() -> {
            Reply reply = Reply.ok().with("pos", Long.toString(position));
            network.answer(from.connection(), sequence, reply.withItems(refusals));
        });
    }
}
