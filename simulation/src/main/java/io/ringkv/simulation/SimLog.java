package io.ringkv.simulation;

import io.ringkv.coordinator.port.LogEvents;
import io.ringkv.coordinator.port.LogGroup;
import io.ringkv.coordinator.port.MetadataLog;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * The metadata log without a network: one durable list of entries, and everything that the contract allows to go
 * wrong: a leader that is deposed at any point, an append whose outcome is unknown, an entry that is committed twice, a
 * process that is behind until it leads.
 */
public final class SimLog implements MetadataLog {
    /** Entries between two snapshots; few, so that most restarts begin with one. */
    private static final int SNAPSHOT_EVERY = 5;

    private static final long ELECTION_NANOS_MAX = 300_000_000L;
    private static final long LATE_NANOS_MAX = 2_000_000_000L;

    /** The process that may append, and for how long: until it dies or is deposed. */
    private record Reign(long number, long life) {}

    private final World world;
    private final SimHost host;
    private final SimSettings settings;
    private final List<byte[]> committed = new ArrayList<>();
    private Function<byte[], AppendFate> fates;
    private byte @Nullable [] snapshot;
    private int snapshotAt;
    private int delivered;
    private long reigns;
    private boolean leading;
    private long lastSettles;
    private long lives;

    SimLog(World world, SimHost host, SimSettings settings) {
        this.world = world;
        this.host = host;
        this.settings = settings;
        this.fates =
                entry -> AppendFate.draw(world.machines(), settings.faults().appendFaults());
    }

    /** From now on the fate of each entry is told, and not drawn. */
    void decide(Function<byte[], AppendFate> decided) {
        fates = decided;
    }

    /** Nothing was ever committed on this disk. */
    boolean isEmpty() {
        return committed.isEmpty() && snapshot == null;
    }

    /** What is on its disk at one moment. */
    record Copy(List<byte[]> committed, byte @Nullable [] snapshot, int snapshotAt) {}

    Copy copy() {
        return new Copy(List.copyOf(committed), snapshot, snapshotAt);
    }

    /** Somebody puts an old copy back, while no process runs on it. */
    void restore(Copy copy) {
        wipe();
        committed.addAll(copy.committed);
        snapshot = copy.snapshot;
        snapshotAt = copy.snapshotAt;
    }

    /** The disk is replaced by an empty one; what was on its way to the old one never arrives. */
    void wipe() {
        reigns++;
        leading = false;
        lives++;
        committed.clear();
        snapshot = null;
        snapshotAt = 0;
        delivered = 0;
    }

    /** A process starts on this log: it gets what it has heard of, and the rest before it leads. */
    void attach() {
        reigns++;
        leading = false;
        delivered = snapshotAt;
        byte[] state = snapshot;
        if (state != null) {
            tell(core -> core.restored(host.clock(), state));
        }
        deliver(delivered + world.network().nextInt(committed.size() - delivered + 1));
        elect();
    }

    private Reign reign() {
        return new Reign(reigns, host.life());
    }

    private void elect() {
        Reign next = reign();
        long delay = settings.syncNanos(world) + world.network().nextLong(ELECTION_NANOS_MAX);
        world.after(delay, () -> {
            if (next.equals(reign()) && host.running()) {
                deliver(committed.size());
                leading = true;
                tell(core -> core.leading(host.clock(), true));
            }
        });
    }

    /** The leader is deposed, and elected again a little later. */
    void loseLeader() {
        if (leading) {
            leading = false;
            reigns++;
            tell(core -> core.leading(host.clock(), false));
            elect();
        }
    }

    @Override
    public LogGroup group() {
        return new LogGroup("c1", leading ? "c1" : "", List.of(), List.of());
    }

    @Override
    public void append(byte[] entry) {
        Reign mine = reign();
        if (!leading || !host.running()) {
            world.after(0, () -> fail(mine));
            return;
        }
        AppendFate fate = fates.apply(entry);
        // Whatever is appended later settles later.
        lastSettles = Math.max(lastSettles, world.now() + settings.syncNanos(world));
        long life = lives;
        world.after(lastSettles - world.now(), () -> settle(entry, fate, mine, life));
    }

    private void settle(byte[] entry, AppendFate fate, Reign mine, long life) {
        if (fate == AppendFate.LEADER_LOST && mine.equals(reign())) {
            loseLeader();
        }
        boolean deposed = !mine.equals(reign());
        if (fate.isReportedAsFailed()) {
            fail(mine);
        }
        switch (fate) {
            case COMMITTED, FAILED_BUT_COMMITTED, LEADER_LOST -> {
                if (!deposed || world.machines().nextBoolean()) {
                    commit(entry, life);
                }
            }
            case COMMITTED_TWICE -> {
                commit(entry, life);
                commit(entry, life);
            }
            case FAILED_AND_COMMITTED_LATER ->
                world.after(world.machines().nextLong(LATE_NANOS_MAX), () -> commit(entry, life));
            case FAILED_AND_LOST -> {
                // Nobody will ever see it.
            }
        }
    }

    private void fail(Reign proposer) {
        if (proposer.life == host.life()) {
            tell(core -> core.appendFailed(host.clock()));
        }
    }

    private void commit(byte[] entry, long life) {
        if (life != lives) {
            return;
        }
        committed.add(entry);
        if (leading) {
            deliver(committed.size());
        }
    }

    private void deliver(int upTo) {
        while (host.running() && delivered < upTo) {
            byte[] entry = committed.get(delivered++);
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

    private void tell(Consumer<LogEvents> event) {
        host.deliver(actor -> event.accept((LogEvents) actor));
    }

    /** Entries that were committed since the beginning. */
    int size() {
        return committed.size();
    }
}
