package io.ringkv.node.core;

import io.ringkv.node.port.RowCursor;
import io.ringkv.node.port.RowSpace;
import io.ringkv.protocol.record.RememberedId;
import io.ringkv.protocol.record.Row;

/**
 * The digest of one slot, recomputed from the rows on the disk as they were when this was made: later writes do not
 * show, so it may be read in parts while they go on, and stands for the position of that moment. A row that is not what
 * was written counts as none, so that the digest tells. An error of the disk is thrown, and no digest comes of it.
 */
final class SlotScan {
    /** To read so much costs as much as to look for a row. */
    private static final int BYTES_OF_A_STEP = 4_096;

    private final int slot;
    private final SlotReport kept;
    private final RowCursor data;
    private final RowCursor ids;
    private final SlotMarks marks;
    private final SlotCounts counts = new SlotCounts();
    private long digest;
    private long rows;
    private boolean dataRead;
    private boolean done;

    SlotScan(Rows rows, Slot slot) {
        this.slot = slot.number();
        this.kept = slot.report();
        this.marks = slot.marks();
        this.digest = SlotDigest.of(marks);
        this.data = rows.scan(RowSpace.DATA, slot.number(), null);
        this.ids = rows.scan(RowSpace.REQUEST, slot.number(), null);
    }

    /**
     * Reads on, for so many steps: one for each row, and more for a large one. Returns how many it took, at least one
     * until it is done, since to look costs as well; what a large row takes is more than was allowed.
     */
    int read(int stepsMax) {
        int steps = 0;
        while (!done && steps < stepsMax) {
            steps++;
            if (!dataRead && data.next()) {
                steps += addRow() / BYTES_OF_A_STEP;
            } else {
                dataRead = true;
                addIdOrEnd();
            }
        }
        return steps;
    }

    /** Returns its bytes. */
    private int addRow() {
        rows++;
        Row row = Row.of(data.row());
        if (row.intactFor(slot, data.key())) {
            digest += SlotDigest.of(new Key(data.key()), row.version());
            counts.added(row, marks);
        }
        return row.bytes().length;
    }

    private void addIdOrEnd() {
        if (!ids.next()) {
            close();
            return;
        }
        rows++;
        if (RememberedId.isRow(ids.key(), ids.row())) {
            Key key = new Key(RememberedId.userKey(ids.key()));
            digest += SlotDigest.of(key, RememberedId.decode(ids.row()));
        }
    }

    /** Everything at once. */
    SlotScan readAll() {
        while (!done) {
            read(Integer.MAX_VALUE);
        }
        return this;
    }

    boolean done() {
        return done;
    }

    /** Also of one that is given up half way. */
    void close() {
        if (!done) {
            done = true;
            data.close();
            ids.close();
        }
    }

    /** Rows that were read. */
    long rows() {
        return rows;
    }

    /** Only once it is done. */
    SlotCounts counts() {
        return counts;
    }

    /** What the slot was said to be at the moment of this scan, from memory. */
    SlotReport kept() {
        return kept;
    }

    /** The same with the digest of the rows; only once it is done. */
    SlotReport report() {
        return new SlotReport(
                kept.slot(),
                kept.syncedTerm(),
                kept.position(),
                kept.copying(),
                kept.doubtful(),
                digest);
    }

    /** The rows are those that were written here; only once it is done. */
    boolean isAsKept() {
        return digest == kept.digest();
    }
}
