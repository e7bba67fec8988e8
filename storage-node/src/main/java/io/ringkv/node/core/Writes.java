package io.ringkv.node.core;

import io.ringkv.protocol.ErrorCode;
import io.ringkv.protocol.Option;
import io.ringkv.protocol.Reply;
import io.ringkv.protocol.Verb;
import io.ringkv.protocol.record.RememberedId;
import io.ringkv.protocol.record.ReplicatedRecord;
import io.ringkv.protocol.record.RequestId;
import io.ringkv.protocol.record.RequestResult;
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
    private static final String NO_REQUEST_ID =
            "a request id is the session that HELLO gave, a dash and a number,"
                    + " such as 1700000000000-9f3c-1; nothing was written";

    private static final String NOT_BEGUN =
            "the session of this request id begins more than a day from now; nothing was written."
                    + " Take the session that HELLO gives";

    private static final String TOO_OLD =
            "what became of requests of this session is not remembered any more; nothing was applied now,"
                    + " and whether it was applied before is not known. Read the key; for a new write take"
                    + " a new session with HELLO";

    private static final Key NO_KEY = new Key(new byte[0]);

    private final Rows rows;
    private final ReadConfirmation reads;
    private final RequestIds requestIds;
    private final Answers answers;
    private final AgreedClock clock;
    private List<OwnWrite> writtenThisTurn = new ArrayList<>();
    private final long backlogBytesMax;
    private boolean diskFull;
    private long count;

    /** @param backlogBytesMax what may be under way to a replica before writes are refused */
    Writes(
            Rows rows,
            ReadConfirmation reads,
            Answers answers,
            AgreedClock clock,
            long backlogBytesMax) {
        this.clock = clock;
        this.backlogBytesMax = backlogBytesMax;
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
        String idText = operation.request().option(Option.REQUEST_ID);
        RequestId id = idText == null ? null : RequestId.parse(idText);
        if (idText != null && id == null) {
            answers.answer(operation, Reply.error(ErrorCode.BAD_ARGUMENT, NO_REQUEST_ID));
        } else if (id != null && id.sessionCreatedMs() < role.slot().marks().floorMs()) {
            answers.answer(operation, Reply.error(ErrorCode.TOO_OLD, TOO_OLD));
        } else if (id == null || !repeated(operation, role, previous, id)) {
            decideUnlessForged(now, operation, role, previous, id);
        }
    }

    /** An id of a session that has not begun would never go below a floor. */
    private void decideUnlessForged(
            long now,
            Operation operation,
            PrimaryRole role,
            @Nullable Row previous,
            @Nullable RequestId id) {
        if (id != null && clock.isFarAhead(now, id.sessionCreatedMs())) {
            answers.answer(operation, Reply.error(ErrorCode.BAD_ARGUMENT, NOT_BEGUN));
        } else {
            decide(operation, role, previous, id);
        }
    }

    private void decide(
            Operation operation, PrimaryRole role, @Nullable Row previous, @Nullable RequestId id) {
        boolean absent = previous == null || previous.isTombstone();
        if (!Condition.holds(operation.request().option(Option.IF), previous)) {
            Reply conflict = Condition.conflict(previous);
            changeNothing(operation, role, previous, id, RequestResult.CONFLICT, conflict);
        } else if (operation.verb() == Verb.DELETE && absent) {
            Reply nothing = Reply.ok().with("existed", "0");
            changeNothing(operation, role, previous, id, RequestResult.NOTHING_TO_DELETE, nothing);
        } else {
            write(operation, role, previous, id);
        }
    }

    /**
     * A negative answer. Without a request id it is a read of the state it was decided on (rule I4); with one it is
     * remembered, so that a repetition which was delayed cannot take effect after the answer.
     */
    private void changeNothing(
            Operation operation,
            PrimaryRole role,
            @Nullable Row decidedOn,
            @Nullable RequestId id,
            RequestResult result,
            Reply reply) {
        if (id == null && !role.rules().keep(Rule.I4)) {
            answers.answer(operation, reply);
            return;
        }
        if (id == null) {
            reads.add(operation, role, sequenceIn(role, decidedOn), reply);
            return;
        }
        byte[] key = operation.key().bytes();
        Version version = new Version(role.term(), role.nextSequence());
        RememberedId remembered = new RememberedId(id, version, result);
        Row note = Row.note(operation.slot(), key, version);
        replicate(
                role,
                operation,
                new ReplicatedRecord(
                        operation.slot(), role.term(), Version.NONE, false, key, note, remembered),
                reply);
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
        if (!role.followersKeepUp(backlogBytesMax)) {
            answers.answer(
                    operation,
                    Reply.error(
                                    ErrorCode.OVERLOADED,
                                    "the key's replicas do not keep up; nothing was written. Slow down and try again")
                            .with("retry-after", "50ms"));
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
        RememberedId first = requestIds.find(role.slot(), operation.key(), previous, id);
        if (first == null || !role.rules().keep(Rule.I1) && first.version().term() != role.term()) {
            return false;
        }
        long sequence = first.version().term() == role.term() ? first.version().sequence() : 0;
        reads.add(operation, role, sequence, RequestIds.answer(first));
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
        RememberedId displaced = previous == null
                ? null
                : RequestIds.displaced(previous, role.slot().marks().floorMs());
        Version replaced = previous == null ? Version.NONE : previous.version();
        InvariantViolation.require(
                replaced.compareTo(version) < 0, "a new version is above all before it");
        boolean existed = previous != null && !previous.isTombstone();
        ReplicatedRecord record = new ReplicatedRecord(
                slot, role.term(), replaced, existed, key.bytes(), row, displaced);
        Reply reply = Reply.ok().with("v", version.toString());
        replicate(role, operation, record, isDelete ? reply.with("existed", "1") : reply);
    }

    private void replicate(
            PrimaryRole role, Operation operation, ReplicatedRecord record, Reply success) {
        append(role, operation.key(), record);
        count++;
        answers.traces().assigned(operation, record.row().version());
        role.add(new PendingWrite(operation, record.row().version(), success));
    }

    /** One of the slot's marks rises, at a place of the slot's order; nobody is answered. */
    void raise(PrimaryRole role, SlotMarks marks) {
        int slot = role.slot().number();
        Version version = new Version(role.term(), role.nextSequence());
        boolean isFloor = marks.floorMs() != role.slot().marks().floorMs();
        Row row = isFloor
                ? Row.floor(slot, NO_KEY.bytes(), version, marks.floorMs())
                : Row.purge(slot, NO_KEY.bytes(), version, marks.purged());
        append(
                role,
                NO_KEY,
                new ReplicatedRecord(
                        slot, role.term(), Version.NONE, false, NO_KEY.bytes(), row, null));
    }

    /** One record takes its place in the slot's order: here, and on its way to the followers. */
    private void append(PrimaryRole role, Key key, ReplicatedRecord record) {
        long sequence = record.row().sequence();
        AppliedRecord.apply(rows, role.slot(), key, record, true);
        for (Follower follower : role.followers()) {
            if (follower.receivesRecords()) {
                follower.peer().stream(record, new WriteEntry(follower, sequence));
            }
        }
        writtenThisTurn.add(new OwnWrite(role, sequence));
    }

    /** One record on its way to one follower. */
    private record WriteEntry(Follower follower, long sequence) implements Peer.StreamEntry {
        @Override
        public void acknowledged(long streamPosition) {
            follower.acknowledged(streamPosition, sequence);
        }
    }
}
