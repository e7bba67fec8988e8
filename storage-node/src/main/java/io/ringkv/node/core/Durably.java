package io.ringkv.node.core;

import io.ringkv.node.port.NodeDisk;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * Makes it durable, then lets it out: effects that speak of this turn's rows wait until those rows are as durable as
 * configured. With {@link Durability#FSYNC} many turns share one sync.
 */
final class Durably {
    private record Waiting(long batch, List<Runnable> effects) {}

    private final Rows rows;
    private final NodeDisk disk;
    private final Durability durability;
    private final long syncIntervalNanos;
    private final Deque<Waiting> waiting = new ArrayDeque<>();
    private List<Runnable> effects = new ArrayList<>();
    private long written;
    private long synced;
    private boolean syncing;
    private long lastSyncAt;

    Durably(Rows rows, NodeDisk disk, NodeConfig config) {
        this.rows = rows;
        this.disk = disk;
        this.durability = config.durability();
        this.syncIntervalNanos = config.timing().syncIntervalNanos();
    }

    /** Runs the effect once everything that this turn writes is durable. */
    void afterTurn(Runnable effect) {
        effects.add(effect);
    }

    void endTurn(long now) {
        written = rows.flush();
        if (durability == Durability.FSYNC && written > synced) {
            if (!effects.isEmpty()) {
                waiting.add(new Waiting(written, effects));
                effects = new ArrayList<>();
            }
            startSync(now);
            return;
        }
        if (durability == Durability.INTERVAL && now - lastSyncAt >= syncIntervalNanos) {
            startSync(now);
        }
        run(effects);
    }

    private static void run(List<Runnable> effects) {
        if (!effects.isEmpty()) {
            effects.forEach(Runnable::run);
            effects.clear();
        }
    }

    private void startSync(long now) {
        if (!syncing && written > synced) {
            syncing = true;
            lastSyncAt = now;
            disk.sync(written);
        }
    }

    void synced(long now, long batch) {
        syncing = false;
        synced = batch;
        while (!waiting.isEmpty() && waiting.peek().batch <= batch) {
            run(waiting.remove().effects);
        }
        if (durability == Durability.FSYNC) {
            startSync(now);
        }
    }

    /** Everything up to this batch survives a power cut. */
    long syncedBatch() {
        return synced;
    }
}
