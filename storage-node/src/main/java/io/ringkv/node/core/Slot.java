package io.ringkv.node.core;

import io.ringkv.protocol.record.Bytes;
import io.ringkv.protocol.record.RequestId;
import io.ringkv.protocol.record.Row;

import org.jspecify.annotations.Nullable;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Deque;

/**
 * What this node holds of one slot, whatever its role: the label (the last term it was in sync with, and how far it
 * came), the digest, the marks, and, while it is the primary, that role. The label is stored only when a term begins, a
 * copy starts or ends, or a mark rises; in between the position follows from the newest row of the term, so a put stays one row.
 */
final class Slot {
    private static final long DIGEST_OF_NOTHING = SlotDigest.of(SlotMarks.NONE);

    /** The key of the label's row in {@code RowSpace.SLOT}. */
    static final byte[] LABEL_KEY = {'l'};

    private static final int MARKS_AT = 17;
    private static final int LABEL_BYTES = MARKS_AT + SlotMarks.BYTES;

    private final int number;
    private final BitSet relabelled;
    private long syncedTerm;
    private long position;
    private boolean copying;
    private long copyTerm;
    private boolean doubtful;
    private long digest;
    private SlotCounts counts = new SlotCounts();
    private SlotMarks marks = SlotMarks.NONE;
    private final RememberedSessions sessions = new RememberedSessions();
    private @Nullable PrimaryRole role;
    private final Deque<Operation> waiting = new ArrayDeque<>(0);
    private long heldSince;

    /** @param relabelled where slots note that their label changed */
    Slot(int number, BitSet relabelled) {
        this.number = number;
        this.relabelled = relabelled;
    }

    int number() {
        return number;
    }

    /** The last term in which everything its primary had recovered was here; 0 for none. */
    long syncedTerm() {
        return syncedTerm;
    }

    /** The sequence of the last record applied in that term. */
    long position() {
        return position;
    }

    /** Everything recovered in this term is here, up to this sequence. */
    void label(long term, long newPosition) {
        InvariantViolation.require(term >= syncedTerm, "a synced term never falls");
        syncedTerm = term;
        position = newPosition;
        copying = false;
        copyTerm = 0;
        doubtful = false;
        relabelled.set(number);
    }

    void applied(long sequence) {
        position = sequence;
    }

    /** Nothing of it is here, and nothing ever counted. */
    boolean isEmpty() {
        return syncedTerm == 0 && !copying && counts.keys() == 0 && digest == DIGEST_OF_NOTHING;
    }

    /** It moved away, and its rows are gone. */
    void empty() {
        InvariantViolation.require(role == null, "a slot that is served here is not dropped");
        syncedTerm = 0;
        position = 0;
        copying = false;
        copyTerm = 0;
        doubtful = false;
        counts = new SlotCounts();
        marks = SlotMarks.NONE;
        sessions.clear();
        digest = SlotDigest.of(marks);
        relabelled.set(number);
    }

    /** A copy is half applied: position and synced term stay those of before it began. */
    boolean copying() {
        return copying;
    }

    /** The term of the primary whose copy is being applied by this process, 0 when none is. */
    long copyTerm() {
        return copyTerm;
    }

    void startCopy(long term) {
        copying = true;
        copyTerm = term;
        relabelled.set(number);
    }

    /** May have lost its tail; counted for nothing until a primary brings it in sync. */
    boolean doubtful() {
        return doubtful;
    }

    void doubt() {
        doubtful = true;
    }

    /** Nobody is left whose store is beyond doubt: what is here counts. */
    void doubtAccepted() {
        doubtful = false;
    }

    long digest() {
        return digest;
    }

    void digest(long newDigest) {
        digest = newDigest;
    }

    void changeDigest(long removed, long added) {
        digest += added - removed;
    }

    SlotCounts counts() {
        return counts;
    }

    /** All rows were counted anew. */
    void counts(SlotCounts counted) {
        counts = counted;
    }

    /** A row of a key is here now, and whatever it replaced is told apart. */
    void added(Row row) {
        counts.added(row, marks);
        RequestId id = row.isTombstone() ? row.requestId() : null;
        if (id != null) {
            sessions.add(id);
        }
    }

    /** What is needed no more. */
    SlotMarks marks() {
        return marks;
    }

    void marks(SlotMarks newMarks) {
        marks = newMarks;
    }

    /** The sessions of ids that have a row of their own here, or are in a tombstone. */
    RememberedSessions sessions() {
        return sessions;
    }

    @Nullable
    PrimaryRole role() {
        return role;
    }

    void role(@Nullable PrimaryRole newRole) {
        role = newRole;
    }

    /** When the first of those came that wait. */
    long heldSince() {
        return heldSince;
    }

    void heldSince(long now) {
        heldSince = now;
    }

    /** Requests that wait for a primary, in the order in which they came: {@link HeldSlots}. */
    Deque<Operation> waiting() {
        return waiting;
    }

    SlotReport report() {
        return new SlotReport(number, syncedTerm, position, copying, doubtful, digest);
    }

    byte[] encodeLabel() {
        byte[] row = new byte[LABEL_BYTES];
        Bytes.putLong(row, 0, syncedTerm);
        Bytes.putLong(row, 8, position);
        row[16] = (byte) (copying ? 1 : 0);
        marks.encode(row, MARKS_AT);
        return row;
    }

    void restoreLabel(byte[] row) {
        syncedTerm = Bytes.getLong(row, 0);
        position = Bytes.getLong(row, 8);
        copying = row[16] == 1;
        // One of an earlier version ends behind the floor, and has no purge mark.
        marks = SlotMarks.decode(Arrays.copyOf(row, LABEL_BYTES), MARKS_AT);
        digest = SlotDigest.of(marks);
        relabelled.set(number);
    }
}
