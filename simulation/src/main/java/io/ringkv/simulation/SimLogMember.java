package io.ringkv.simulation;

import io.ringkv.coordinator.port.LogEvents;
import io.ringkv.coordinator.port.LogGroup;
import io.ringkv.coordinator.port.LogMember;
import io.ringkv.coordinator.port.MetadataLog;
import io.ringkv.protocol.view.Coordinator;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.function.Consumer;

/**
 * One member of the simulated log: what its process has heard of, what its disk has, and whether it believes that it
 * leads. One whose disk was lost has no vote before the leader has brought it up.
 */
public final class SimLogMember implements MetadataLog {
    /** Entries between two snapshots; few, so that most restarts begin with one. */
    private static final int SNAPSHOT_EVERY = 5;

    private final SimLog log;
    private final SimHost host;
    private byte @Nullable [] snapshot;
    private int snapshotAt;
    private int delivered;
    private boolean leading;
    private boolean votes = true;
    private boolean inGroup = true;

    SimLogMember(SimLog log, SimHost host) {
        this.log = log;
        this.host = host;
    }

    SimHost host() {
        return host;
    }

    String name() {
        return host.name();
    }

    Coordinator place() {
        return new Coordinator(host.name(), host.name(), host.port());
    }

    boolean lives() {
        return host.running() && !host.paused();
    }

    boolean votes() {
        return votes;
    }

    /** False of one that was removed. */
    boolean inGroup() {
        return inGroup;
    }

    /**
     * From now on it is none of them; its process, and what is on its disk, are of no use any more. False while those
     * that are left, as the leader reaches them, are no majority that could agree to it.
     */
    boolean leave(SimLogMember leader) {
        inGroup = false;
        if (!log.reachesMajority(leader)) {
            inGroup = true;
            return false;
        }
        loseDisk();
        return true;
    }

    /** From now on it is one of them, once the leader has brought it up; false while that does not reach it. */
    boolean enter(SimLogMember leader) {
        if (!log.reach(leader, this)) {
            return false;
        }
        inGroup = true;
        hearOf(leader);
        return true;
    }

    /** Until it is told otherwise, or a process starts on it. */
    boolean believesToLead() {
        return leading;
    }

    boolean isLeading() {
        return leading && host.running();
    }

    /** What is on its disk, and the log, at one moment; of a log with one member. */
    record Copy(List<byte[]> committed, byte @Nullable [] snapshot, int snapshotAt) {}

    Copy copy() {
        return new Copy(List.copyOf(log.committed()), snapshot, snapshotAt);
    }

    /** Somebody puts an old copy back, while no process runs on it. */
    void restore(Copy copy) {
        log.wipe();
        log.committed().addAll(copy.committed);
        snapshot = copy.snapshot;
        snapshotAt = copy.snapshotAt;
    }

    void forget() {
        snapshot = null;
        snapshotAt = 0;
        delivered = 0;
        leading = false;
    }

    /** Its disk is replaced by an empty one, while others have theirs. */
    void loseDisk() {
        forget();
        votes = false;
    }

    /** A process starts on this disk: it gets what it has heard of, and the rest before it leads. */
    void attach() {
        leading = false;
        delivered = snapshotAt;
        byte[] state = snapshot;
        if (state != null) {
            tell(core -> core.restored(host.clock(), state));
        }
        if (votes) {
            int known = log.committed().size() - delivered;
            deliver(delivered + log.world().network().nextInt(known + 1));
        }
        log.started(this);
    }

    void lead() {
        if (leading) {
            deposed();
        }
        deliver(log.committed().size());
        leading = true;
        tell(core -> core.leading(host.clock(), true));
    }

    void deposed() {
        leading = false;
        tell(core -> core.leading(host.clock(), false));
    }

    /** The leader reaches it: it learns what it lacks, from a snapshot if its disk was lost. */
    void hearOf(SimLogMember leader) {
        if (!inGroup) {
            return;
        }
        if (!votes) {
            votes = true;
            leader.host.deliver(core -> snapshot = ((LogEvents) core).snapshot());
            snapshotAt = leader.delivered;
            delivered = snapshotAt;
            byte[] state = snapshot;
            if (state != null) {
                tell(core -> core.restored(host.clock(), state));
            }
        } else if (leader != this && log.world().network().nextInt(3) == 0) {
            deliver(leader.delivered);
        }
    }

    /** Some time after it was committed; of no use if the log is another one by then. */
    void hearUpTo(int upTo, long life, long lifeNow) {
        if (life == lifeNow && votes) {
            deliver(upTo);
        }
    }

    @Override
    public void append(byte[] entry) {
        log.append(this, entry);
    }

    @Override
    public String id() {
        return "sim";
    }

    @Override
    public void add(long number, LogMember member) {
        log.change(this, number, member.id(), added -> added.enter(this));
    }

    @Override
    public void remove(long number, String id) {
        log.change(this, number, id, removed -> removed.leave(this));
    }

    void changed(long number, String problem) {
        tell(core -> core.membersChanged(host.clock(), number, problem));
    }

    @Override
    public void handLeadOver() {
        log.loseLeader();
    }

    @Override
    public LogGroup group() {
        return log.groupAsSeenBy(this);
    }

    void deliver(int upTo) {
        while (host.running() && delivered < upTo) {
            byte[] entry = log.committed().get(delivered++);
            int through = delivered;
            tell(core -> {
                core.committed(host.clock(), entry);
                if (through % SNAPSHOT_EVERY == 0) {
                    snapshot = core.snapshot();
                    snapshotAt = through;
                }
            });
        }
    }

    void tell(Consumer<LogEvents> event) {
        host.deliver(actor -> event.accept((LogEvents) actor));
    }
}
