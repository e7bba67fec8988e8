package io.ringkv.node.core;

import io.ringkv.hashing.Slots;
import io.ringkv.protocol.ErrorCode;
import io.ringkv.protocol.Option;
import io.ringkv.protocol.Reply;
import io.ringkv.protocol.Request;
import io.ringkv.protocol.Verb;
import io.ringkv.protocol.record.Row;
import io.ringkv.protocol.view.Assignment;
import io.ringkv.protocol.view.Member;

import org.jspecify.annotations.Nullable;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Locale;

/**
 * Routes data requests: executes those of this node's own slots, forwards the others, and lets those wait, in order
 * and up to their deadline, whose slot has no serving primary yet.
 */
final class DataRequests implements Counted {
    private final NodeConfig config;
    private final SlotTable slots;
    private final Rows rows;
    private final ViewKeeper views;
    private final Peers peers;
    private final Answers answers;
    private final AskedSlots asked;
    private final Forwarding forwarding;
    private final Deque<Operation> again = new ArrayDeque<>();
    private final HeldSlots held;
    private final ReadConfirmation reads;
    private final Writes writes;
    private long readCount;
    /** When something was tried last: what is put back between two tries has waited since. */
    private long latest;

    private boolean admitting = true;

    /** @param asked takes the slots of reads at level {@code all} */
    DataRequests(
            NodeConfig config,
            SlotTable slots,
            Rows rows,
            ViewKeeper views,
            Peers peers,
            Answers answers,
            AgreedClock clock,
            AskedSlots asked) {
        this.config = config;
        this.slots = slots;
        this.rows = rows;
        this.views = views;
        this.peers = peers;
        this.answers = answers;
        this.asked = asked;
        this.held = new HeldSlots(slots);
        this.forwarding = new Forwarding(answers, refused -> held.addFirst(latest, refused));
        this.reads = new ReadConfirmation(peers, answers, config, views::epoch, again::add);
        this.writes =
                new Writes(rows, reads, answers, clock, config.bounds().peerBacklogBytes() / 2);
    }

    Writes writes() {
        return writes;
    }

    ReadConfirmation reads() {
        return reads;
    }

    Forwarding forwarding() {
        return forwarding;
    }

    /** Requests that this node carried out as a primary, since the process began. */
    long served() {
        return readCount + writes.count();
    }

    @Override
    public Reply counted(Reply stats) {
        return held.counted(stats.withItem(Counted.count("writes", writes.count()))
                .withItem(Counted.count("reads", readCount))
                .withItem(Counted.count("forwarded", forwarding.count())));
    }

    void admit(long now, long connection, long sequence, Request request) {
        Key key = new Key(request.key());
        long timeout = request.nanosOption(Option.TIMEOUT, config.timing().requestTimeoutNanos());
        String level = request.option(Option.LEVEL);
        Operation operation = new Operation(
                connection,
                sequence,
                request,
                Slots.of(request.key()),
                key,
                level == null
                        ? Operation.Level.QUORUM
                        : Operation.Level.valueOf(level.toUpperCase(Locale.ROOT)),
                now + timeout,
                request.has(Option.FORWARDED));
        answers.opened(operation);
        if (!admitting) {
            refuseAtTheEnd(operation);
            return;
        }
        if (answers.open() > config.bounds().openOperationsMax()) {
            overloaded(operation, "too many requests are open on this node");
            return;
        }
        if (held.isHeld(operation.slot())) {
            held.add(now, operation);
        } else {
            route(now, operation);
        }
    }

    /** From now on every request is refused before anything is done: this node is about to stop. */
    void admitNothing() {
        admitting = false;
    }

    /** Another node tries again with the next primary; a client is told to ask another node. */
    private void refuseAtTheEnd(Operation operation) {
        Assignment assignment = views.view().assignment(operation.slot());
        if (operation.forwarded() && assignment != null) {
            redirect(operation, assignment);
        } else {
            answers.unavailable(
                    operation, "this node is stopping; nothing was applied. Ask another node");
        }
    }

    private void redirect(Operation operation, Assignment assignment) {
        Member member = views.view().member(assignment.primary());
        answers.answer(
                operation,
                Reply.error(ErrorCode.NOT_PRIMARY, "another node serves this key; ask it")
                        .with("node", assignment.primary())
                        .with("addr", member == null ? "" : member.address())
                        .with("epoch", Long.toString(views.epoch())));
    }

    private void overloaded(Operation operation, String why) {
        answers.answer(
                operation,
                Reply.error(
                                ErrorCode.OVERLOADED,
                                why + "; nothing was applied. Slow down and try again")
                        .with("retry-after", "50ms"));
    }

    private void route(long now, Operation operation) {
        Assignment assignment =
                views.accepting() ? views.view().assignment(operation.slot()) : null;
        if (assignment == null) {
            held.add(now, operation);
            return;
        }
        Slot slot = slots.get(operation.slot());
        if (operation.level() == Operation.Level.ONE && !operation.isWrite() && holdsCopy(slot)) {
            answers.answer(operation, show(operation, rows.find(slot.number(), operation.key())));
            return;
        }
        boolean here = assignment.primary().equals(config.id());
        if (operation.forwarded() && !here) {
            comeBack(now, operation, assignment);
        } else if (forwarding.holds(operation.slot(), assignment.primary())) {
            held.add(now, operation);
        } else if (slot.role() != null) {
            executeOnceActive(now, operation, slot.role());
        } else {
            passOn(now, operation, assignment);
        }
    }

    private void executeOnceActive(long now, Operation operation, PrimaryRole role) {
        if (role.active() && !role.giving()) {
            execute(now, operation, role);
        } else {
            held.add(now, operation);
        }
    }

    /** Rule E7: passed on once already. Answered at once, whatever waits here: the other node holds back for it. */
    private void comeBack(long now, Operation operation, Assignment assignment) {
        if (views.wants(operation.request().longOption(Option.EPOCH, 0))) {
            held.add(now, operation);
        } else {
            redirect(operation, assignment);
        }
    }

    private boolean holdsCopy(Slot slot) {
        return slot.syncedTerm() > 0 && !slot.copying() && !slot.doubtful();
    }

    private void execute(long now, Operation operation, PrimaryRole role) {
        if (operation.isWrite()) {
            writes.execute(now, operation, role);
            return;
        }
        if (reads.heldBytes() > config.bounds().heldValuesBytes()) {
            overloaded(operation, "too many large values are being read on this node");
            return;
        }
        readCount++;
        if (operation.level() == Operation.Level.ALL) {
            asked.ask(operation.slot());
        }
        Row row = rows.find(operation.slot(), operation.key());
        reads.add(operation, role, Writes.sequenceIn(role, row), show(operation, row));
    }

    private static Reply show(Operation operation, @Nullable Row row) {
        if (row == null || row.isTombstone()) {
            return Reply.notFound();
        }
        Reply reply = operation.verb() == Verb.GET ? Reply.value(row.value()) : Reply.ok();
        return reply.with("v", row.version().toString());
    }

    /** Rule E7: a node that is not the primary forwards once. */
    private void passOn(long now, Operation operation, Assignment assignment) {
        Peer primary = peers.get(assignment.primary());
        boolean here = assignment.primary().equals(config.id());
        if (here || primary == null || !primary.ready()) {
            held.add(now, operation);
        } else {
            forwarding.forward(now, operation, primary, views.epoch());
        }
    }

    /** Reads whose term ended start over before anything that came after them. */
    void viewAdopted(long now) {
        reads.viewAdopted();
        held.addFirst(now, again);
        retryWaiting(now);
    }

    /** Tries everything that waits once more: something may have changed. */
    void retryWaiting(long now) {
        latest = now;
        held.retry(now, operation -> {
            if (operation.deadline() <= now) {
                answers.unavailable(operation, whyWaiting(slots.get(operation.slot())));
            } else {
                route(now, operation);
            }
        });
    }

    private String whyWaiting(Slot slot) {
        String advice = "; nothing was applied. See the nodes with: kv status";
        if (!views.accepting()) {
            return "this node has not joined its cluster yet" + advice;
        }
        Assignment assignment = views.view().assignment(slot.number());
        if (assignment == null) {
            return "the cluster has not formed yet: too few nodes have registered" + advice;
        }
        return "the key's primary " + assignment.primary()
                + " cannot be reached or is still taking over" + advice;
    }

    /** Reads and writes whose time is up. */
    void expire(long now) {
        reads.expire(now);
        retryWaiting(now);
    }

    /** Reads that could not be confirmed wait for the next try. */
    void endTurn(long now) {
        reads.endTurn(now);
        held.addFirst(now, again);
    }
}
