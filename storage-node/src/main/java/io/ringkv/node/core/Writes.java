package io.ringkv.node.core;

import io.ringkv.protocol.ErrorCode;
import io.ringkv.protocol.Option;
import io.ringkv.protocol.Reply;
import io.ringkv.protocol.Verb;
import io.ringkv.protocol.record.DisplacedId;
import io.ringkv.protocol.record.ReplicatedRecord;
import io.ringkv.protocol.record.RequestId;
import io.ringkv.protocol.record.Row;
import io.ringkv.protocol.record.Version;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;

/**
 * Executes writes on the primary, in the slot's order: condition, version, own log, replicas. What it refuses, it
 * refuses before a version is assigned (rules W3 and W4); a negative answer is a read of the state that it was
 * decided on (rule I4).
 */
final class Writes {
    private final Rows rows;
    private final ReadConfirmation reads;
    private final RequestIds requestIds;
    private final Answers answers;
    private List<OwnWrite> writtenThisTurn = new ArrayList<>();
    private boolean diskFull;
    private long count;

    Writes(Rows rows, ReadConfirmation reads, Answers answers) {
        this.rows = rows;
        this.reads = reads;
        this.requestIds = new RequestIds(rows);
        this.answers = answers;
    }

    /** Puts are refused, deletes go on (rule W4). */
    void diskFull(boolean full) {
        diskFull = full;
    }

    boolean diskFull() {
        return diskFull;
    }

    /** Writes that were given a version by this process. */
    long count() {
        return count;
    }

    /** This node's own copy of the turn's writes counts once it is durable (rule W2). */
    void endTurn(Durably durably) {
        if (!writtenThisTurn.isEmpty()) {
            List<OwnWrite> written = writtenThisTurn;
            writtenThisTurn = new ArrayList<>(written.size());
            durably.afterTurn(() -> written.forEach(OwnWrite::stored));
        }
    }

    private record OwnWrite(PrimaryRole role, long sequence) {
        void stored() {
            role.storedHere(sequence);
        }
    }

    void execute(long now, Operation operation, PrimaryRole role) {
        if (refused(now, operation, role)) {
            return;
        }
        Row previous = rows.find(operation.slot(), operation.key());
        String requestIdText = operation.request().option(Option.REQUEST_ID);
        RequestId id = requestIdText == null ? null : RequestId.parse(requestIdText);
        if (id != null && repeated(operation, role, previous, id)) {
            return;
        }
        if (!Condition.holds(operation.request().option(Option.IF), previous)) {
            reads.add(operation, role, sequenceIn(role, previous), Condition.conflict(previous));
            return;
        }
        boolean absent = previous == null || previous.isTombstone();
        if (operation.verb() == Verb.DELETE && absent) {
            reads.add(operation, role, sequenceIn(role, previous), Reply.ok().with("existed", "0"));
            return;
        }
        write(operation, role, previous, id);
    }

    private boolean refused(long now, Operation operation, PrimaryRole role) {
        if (diskFull && operation.verb() == Verb.PUT) {
            answers.answer(
                    operation,
                    Reply.error(
                            ErrorCode.DISK_FULL,
                            "the disk of the key's primary is full; nothing was written. Delete keys or add space"));
            return true;
        }
        String unreachable = reads.unreachable(now, operation.level(), role);
        if (unreachable != null) {
            answers.unavailable(operation, unreachable);
            return true;
        }
        return false;
    }

    private boolean repeated(
            Operation operation, PrimaryRole role, @Nullable Row previous, RequestId id) {
        DisplacedId first = requestIds.find(operation, previous, id);
        if (first == null) {
            return false;
        }
        Reply reply = Reply.ok().with("v", first.version().toString());
        long sequence = first.version().term() == role.term() ? first.version().sequence() : 0;
        reads.add(
                operation, role, sequence, first.tombstone() ? reply.with("existed", "1") : reply);
        return true;
    }

    /** What must be committed before an answer that was decided on this row may leave. */
    static long sequenceIn(PrimaryRole role, @Nullable Row row) {
        return row != null && row.term() == role.term() ? row.sequence() : 0;
    }

    private void write(
            Operation operation, PrimaryRole role, @Nullable Row previous, @Nullable RequestId id) {
        int slot = operation.slot();
        Key key = operation.key();
        Version version = new Version(role.term(), role.nextSequence());
        boolean isDelete = operation.verb() == Verb.DELETE;
        Row row = isDelete
                ? Row.tombstone(slot, key.bytes(), version, id)
                : Row.put(slot, key.bytes(), version, id, operation.request().requiredValue());
        DisplacedId displaced = previous == null ? null : requestIds.displaced(previous);
        Version replaced = previous == null ? Version.NONE : previous.version();
        InvariantViolation.require(
                replaced.compareTo(version) < 0, "a new version is above all before it");
        boolean existed = previous != null && !previous.isTombstone();
        ReplicatedRecord record = new ReplicatedRecord(
                slot, role.term(), replaced, existed, key.bytes(), row, displaced);
        AppliedRecord.apply(rows, role.slot(), key, record, true);
        count++;
        for (Follower follower : role.followers()) {
            if (follower.receivesRecords()) {
                follower.peer().stream(record, new WriteEntry(follower, version.sequence()));
            }
        }
        role.add(new PendingWrite(operation, version, isDelete));
        writtenThisTurn.add(new OwnWrite(role, version.sequence()));
    }

    /** One record on its way to one follower. */
    private record WriteEntry(Follower follower, long sequence) implements Peer.StreamEntry {
        @Override
        public void acknowledged(long streamPosition) {
            follower.acknowledged(streamPosition, sequence);
        }
    }
}
