package io.ringkv.node.core;

import io.ringkv.node.port.Journal;
import io.ringkv.node.port.NodeDisk;
import io.ringkv.node.port.StoreException;

/**
 * What follows from rows that are not what they should be, whoever had them checked. A replica that differs is out of
 * sync, and gets a copy that replaces what it has (rule T8). A node whose own rows are not those that it wrote repairs
 * nobody: it ends, and comes back as a doubtful store.
 */
final class RowVerdicts {
    private final CatchUp catchUp;
    private final NodeDisk disk;
    private final Journal journal;
    private boolean distrusted;
    private long differing;

    RowVerdicts(CatchUp catchUp, NodeDisk disk, Journal journal) {
        this.catchUp = catchUp;
        this.disk = disk;
        this.journal = journal;
    }

    /** Replicas that held other rows than this node, since the process began. */
    long differing() {
        return differing;
    }

    /** This node contradicts itself: nothing is compared with its rows any more. */
    boolean distrusted() {
        return distrusted;
    }

    /** Two checks of one slot may find the same: one copy is enough. */
    void differs(Follower follower) {
        if (follower.differs() && follower.state() != Follower.State.IN_SYNC) {
            return;
        }
        journal.event("slot " + follower.role().slot().number() + " on "
                + follower.voter().node()
                + " is not what this node has on its disk; a copy replaces it");
        follower.differ();
        differing++;
        catchUp.lookSoon();
    }

    /** What others would get a copy of is not what this node wrote. */
    void contradicts(SlotScan own) {
        distrusted = true;
        disk.distrust(new StoreException(
                StoreException.Kind.CORRUPT,
                "the rows of slot " + own.kept().slot() + " on this disk are not those that were"
                        + " written here up to "
                        + own.kept().syncedTerm() + "." + own.kept().position()
                        + ": their digest is "
                        + Long.toHexString(own.report().digest()) + ", not "
                        + Long.toHexString(own.kept().digest())
                        + "; look at this disk, then start the node again: it keeps its data, and"
                        + " counts for nothing until the others have brought it in sync"));
    }
}
