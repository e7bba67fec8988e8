package io.ringkv.simulation;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** The kinds of faults that a run may be given, each at a rate of its own and from a random stream of its own. */
public enum Fault {
    CONNECTION(2, 20, "a connection breaks; what was under way is lost"),
    CUT(4, 30, "one machine's messages to some others are held back, one way or both"),
    APART(
            6,
            30,
            "two machines are cut apart, one of them from the coordinator, too; others reach both"),
    SPLIT(6, 30, "a machine is cut off from all; then another, perhaps killed, is with it alone"),
    CRASH(6, 40, "kill -9 of a node"),
    STOP(12, 60, "a node is told to stop, and hands over"),
    PAUSE(6, 40, "a node's process stands still"),
    HANG(12, 60, "a node's disk does not come back from a call"),
    FULL_DISK(12, 60, "a node's disk is nearly full for a while"),
    SYNC_ERROR(15, 80, "a sync fails, which ends the node; what was not synced may be gone"),
    POWER(10, 50, "a machine loses its power, and what was not synced"),
    ALL_POWER(20, 80, "all machines lose their power"),
    WIPE(20, 100, "a node's disk is replaced by an empty one"),
    WIPE_MAJORITY(20, 80, "disks of a majority are wiped, and a person goes on without them"),
    OLD_COPY(20, 80, "an older copy of a disk is put back"),
    COORDINATOR(10, 50, "kill -9 of the coordinator"),
    COORDINATOR_DISK(15, 60, "the coordinator loses its disk, and is rebuilt from the nodes"),
    LEADER(5, 40, "the leader of the metadata log is deposed"),
    GROW(15, 80, "one more node joins"),
    DRAIN(10, 60, "a node is drained, and later it is to stay"),
    COPIES(20, 80, "there are to be more copies, or fewer again"),
    STEER(10, 60, "moves are paused or given up, slowed, and started again"),
    RELOCATE(20, 80, "a node is stopped, and comes back with another weight, in another zone"),
    APPEND(0, 0, "appends to the metadata log fail, get lost, or are committed late or twice"),
    COORDINATOR_CUT(4, 30, "one of several coordinators is cut off from others, or stands still"),
    COORDINATOR_MEMBERS(
            8,
            40,
            "one of several coordinators is removed, and added again with an empty directory"),
    REMOVE(20, 80, "a node is removed, by force where its disk is lost, and joins anew");

    final int fromSeconds;
    final int toSeconds;
    private final String what;

    /** @param fromSeconds between two faults at the least, on average; 0 for one that has no time */
    Fault(int fromSeconds, int toSeconds, String what) {
        this.fromSeconds = fromSeconds;
        this.toSeconds = toSeconds;
        this.what = what;
    }

    /** Lists of many slots change by it, one after the other. */
    boolean movesData() {
        return switch (this) {
            case GROW, DRAIN, COPIES, STEER -> true;
            default -> false;
        };
    }

    /** In few runs, and drawn for itself: a run without it is what its seed always was. */
    boolean isRare() {
        return this == APART || this == SPLIT || this == RELOCATE || this == REMOVE;
    }

    /** Only where there are several coordinators. */
    boolean ofGroups() {
        return this == COORDINATOR_CUT || this == COORDINATOR_MEMBERS;
    }

    /** What happens then. */
    public String what() {
        return what;
    }

    /** As people write it: {@code full-disk}. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Throws IllegalArgumentException when there is none of that name. */
    static Fault named(String word) {
        return Arrays.stream(values())
                .filter(fault -> fault.toString().equals(word))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("there is no fault '" + word
                        + "' for --faults; choose from " + List.of(values())));
    }
}
