package io.ringkv.simulation;

import io.ringkv.coordinator.port.LogEvents;
import io.ringkv.coordinator.port.MetadataLog;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;

/**
 * The metadata log without a network: one durable list of entries, and everything that the contract allows to go
 * wrong: a leader that is deposed at any point, an append whose outcome is unknown, an entry that is committed twice.
 */
public final class SimLog implements MetadataLog {
    /** Entries between two snapshots; few, so that most restarts begin with one. */
    private static final int SNAPSHOT_EVERY = 5;

    private final World world;
    private final SimHost host;
    private final SimSettings settings;
    private final List<byte[]> committed = new ArrayList<>();
    private byte @Nullable [] snapshot;
    private int snapshotAt;
    private int delivered;
    private long reign;
    private boolean leading;

    SimLog(World world, SimHost host, SimSettings settings) {
        this.world = world;
        this.host = host;
        this.settings = settings;
    }

    /** A process starts on this log: everything committed is delivered, then it may lead. */
    void attach() {
        reign++;
        leading = false;
        delivered = snapshotAt;
        byte[] state = snapshot;
        if (state != null) {
            host.deliver(actor -> ((LogEvents) actor).restored(host.clock(), state));
        }
        deliverCommitted();
        elect();
    }

    private void elect() {
        long mine = reign;
        long life = host.life();
        world.after(settings.syncNanos(world) + world.network().nextLong(300_000_000L), () -> {
            if (reign == mine && host.life() == life) {
                leading = true;
                host.deliver(actor -> ((LogEvents) actor).leading(host.clock(), true));
            }
        });
    }

    /** The leader is deposed, and elected again a little later. */
    void loseLeader() {
        if (leading) {
            leading = false;
            reign++;
            host.deliver(actor -> ((LogEvents) actor).leading(host.clock(), false));
            elect();
        }
    }

    @Override
    public void append(byte[] entry) {
        long mine = reign;
        long life = host.life();
        world.after(settings.syncNanos(world), () -> {
            boolean deposed = reign != mine || host.life() != life;
            if (deposed && world.faults().nextBoolean()) {
                return;
            }
            committed.add(entry);
            if (world.faults().nextInt(20) == 0) {
                committed.add(entry);
            }
            if (!deposed && world.faults().nextInt(20) == 0) {
                host.deliver(actor -> ((LogEvents) actor).appendFailed(host.clock()));
            }
            deliverCommitted();
        });
    }

    private void deliverCommitted() {
        while (host.running() && delivered < committed.size()) {
            byte[] entry = committed.get(delivered++);
            int upTo = delivered;
            host.deliver(actor -> {
                ((LogEvents) actor).committed(host.clock(), entry);
                if (upTo % SNAPSHOT_EVERY == 0) {
                    snapshot = ((LogEvents) actor).snapshot();
                    snapshotAt = upTo;
                }
            });
        }
    }

    /** Entries that were committed since the beginning. */
    int size() {
        return committed.size();
    }
}
