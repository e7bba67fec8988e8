package io.ringkv.simulation;

import io.ringkv.node.core.Rule;
import io.ringkv.node.core.StoreHealth;
import io.ringkv.node.port.DiskEvents;
import io.ringkv.node.port.KeyValueStore;
import io.ringkv.node.port.NodeDisk;
import io.ringkv.node.port.RowCursor;
import io.ringkv.node.port.RowSpace;
import io.ringkv.node.port.StoreBatch;
import io.ringkv.node.port.StoreException;
import io.ringkv.node.store.MemoryStore;
import io.ringkv.protocol.view.View;
import io.ringkv.protocol.view.ViewCodec;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * A machine's disk: what was written survives the process, what was synced survives the power. A power cut keeps a
 * random prefix of what was not synced, as a log does.
 */
final class SimDisk implements NodeDisk {
    /** Told of a key's row that is on the disk. */
    @FunctionalInterface
    interface Stored {
        void stored(int slot, byte[] key, byte[] row, boolean synced);
    }

    private final World world;
    private final SimHost host;
    private final SimSettings settings;
    private MemoryStore durable = new MemoryStore();
    private MemoryStore live = new MemoryStore();
    private final List<Written> unsynced = new ArrayList<>();
    private final Stored stored;
    private @Nullable View view;
    private @Nullable View lateView;
    private long lastRegistered;
    private boolean markedDoubtful;
    private boolean bootedBefore;
    private BooleanSupplier syncFails = () -> false;
    private boolean condemned;
    private Consumer<String> whenDistrusted = why -> {};

    /** @param stored told of each key's row, when it is written and when it is synced */
    SimDisk(World world, SimHost host, SimSettings settings, Stored stored) {
        this.stored = stored;
        this.world = world;
        this.host = host;
        this.settings = settings;
    }

    /** The store for the next process on this disk; opening makes durable what the last one has left. */
    KeyValueStore store() {
        syncAll();
        bootedBefore = true;
        return new Store();
    }

    boolean used() {
        return bootedBefore;
    }

    long viewEpoch() {
        return view == null ? 0 : view.epoch();
    }

    /** {@link View#none} for none. */
    View newestView() {
        return view == null ? View.none() : view;
    }

    byte @Nullable [] view() {
        return view == null ? null : ViewCodec.encode(view);
    }

    /** True when something was lost that had been written. */
    boolean powerCut() {
        int kept = world.machines().nextInt(unsynced.size() + 1);
        boolean lost = kept < unsynced.size();
        for (int i = 0; i < kept; i++) {
            makeDurable(unsynced.get(i));
        }
        unsynced.clear();
        live = copyOf(durable);
        return lost;
    }

    /** Everything that was written so far would survive. */
    void syncAll() {
        sync(unsynced.size());
    }

    /** Everything that is on the disk at one moment, for {@link #restore}. */
    record Copy(MemoryStore store, @Nullable View view, long lastRegistered) {}

    Copy copy() {
        return new Copy(copyOf(live), view, lastRegistered);
    }

    /** Somebody puts an old copy back. */
    void restore(Copy copy) {
        durable = copyOf(copy.store);
        live = copyOf(copy.store);
        unsynced.clear();
        view = copy.view;
        lastRegistered = copy.lastRegistered;
        markedDoubtful = false;
    }

    /** A new disk in the same machine. */
    void wipe() {
        durable = new MemoryStore();
        live = new MemoryStore();
        unsynced.clear();
        view = null;
        lastRegistered = 0;
        markedDoubtful = false;
        bootedBefore = false;
    }

    private void makeDurable(Written written) {
        durable.write(written.changes);
        written.rows.forEach(row -> stored.stored(row.slot, row.key, row.row, true));
    }

    private static MemoryStore copyOf(MemoryStore from) {
        MemoryStore copy = new MemoryStore();
        StoreBatch batch = copy.newBatch();
        for (RowSpace space : RowSpace.values()) {
            try (RowCursor rows = from.scanAll(space)) {
                while (rows.next()) {
                    batch.put(space, rows.slot(), rows.key(), rows.row());
                }
            }
        }
        copy.write(batch);
        return copy;
    }

    private void sync(int batches) {
        for (int i = 0; i < batches && !unsynced.isEmpty(); i++) {
            makeDurable(unsynced.remove(0));
        }
    }

    @Override
    public void saveView(View next) {
        long life = host.life();
        world.after(settings.syncNanos(world), () -> {
            if (host.life() == life) {
                keepView(next);
                host.deliver(actor -> ((DiskEvents) actor).viewSaved(host.clock(), next.epoch()));
            }
        });
    }

    /** Where promises need not survive a crash, the newest view is not on the disk yet when the next one comes. */
    private void keepView(View next) {
        view = settings.rules().keep(Rule.E3) ? next : lateView;
        lateView = next;
    }

    /** @param ends told why when a process has said that its rows are not what it wrote, and ends with it */
    void whenDistrusted(Consumer<String> ends) {
        whenDistrusted = ends;
    }

    @Override
    public void distrust(StoreException why) {
        long life = host.life();
        world.after(settings.syncNanos(world), () -> {
            if (host.life() == life) {
                condemned = true;
                whenDistrusted.accept(String.valueOf(why.getMessage()));
            }
        });
    }

    /** A row is gone, and nobody was told. */
    void loseRow(int slot, byte[] key) {
        damage(batch -> batch.delete(RowSpace.DATA, slot, key));
    }

    /** One bit of a row is another one, and nobody was told. */
    void flipBit(int slot, byte[] key, int bit) {
        byte[] row = java.util.Objects.requireNonNull(live.get(RowSpace.DATA, slot, key))
                .clone();
        row[bit / 8] ^= (byte) (1 << bit % 8);
        damage(batch -> batch.put(RowSpace.DATA, slot, key, row));
    }

    private void damage(Consumer<StoreBatch> change) {
        for (MemoryStore store : List.of(live, durable)) {
            StoreBatch batch = store.newBatch();
            change.accept(batch);
            store.write(batch);
        }
    }

    /** A doubt outlives the process that began with it, until the store has been brought in sync. */
    StoreHealth judge(StoreHealth health) {
        markedDoubtful |= condemned || health == StoreHealth.DOUBTFUL;
        condemned = false;
        return health == StoreHealth.WHOLE && markedDoubtful ? StoreHealth.DOUBTFUL : health;
    }

    void markInSync() {
        markedDoubtful = false;
    }

    long lastRegistered() {
        return lastRegistered;
    }

    @Override
    public void registered(long incarnation, boolean doubtful) {
        long life = host.life();
        world.after(settings.syncNanos(world), () -> {
            if (host.life() == life) {
                lastRegistered = incarnation;
                markedDoubtful |= doubtful;
            }
        });
    }

    /** @param fails asked at each sync until one of them failed: true when it did, and the process is gone */
    void failSync(BooleanSupplier fails) {
        syncFails = fails;
    }

    @Override
    public void sync(long batch) {
        long life = host.life();
        int batches = unsynced.size();
        world.after(settings.syncNanos(world), () -> {
            if (host.life() == life && syncFails.getAsBoolean()) {
                syncFails = () -> false;
            } else if (host.life() == life) {
                sync(batches);
                host.deliver(actor -> ((DiskEvents) actor).synced(host.clock(), batch));
            }
        });
    }

    /** Remembers each change until it is synced, and applies it to what a process reads at once. */
    private final class Store implements KeyValueStore {
        @Override
        public byte @Nullable [] get(RowSpace space, int slot, byte[] key) {
            return live.get(space, slot, key);
        }

        @Override
        public StoreBatch newBatch() {
            return new Batch();
        }

        @Override
        public void write(StoreBatch batch) {
            Written written = ((Batch) batch).taken();
            live.write(written.changes);
            unsynced.add(written);
            written.rows.forEach(row -> stored.stored(row.slot, row.key, row.row, false));
        }

        @Override
        public void sync() {
            SimDisk.this.sync(unsynced.size());
        }

        @Override
        public RowCursor scan(RowSpace space, int slot, byte @Nullable [] afterKey) {
            return live.scan(space, slot, afterKey);
        }

        @Override
        public RowCursor scanAll(RowSpace space) {
            return live.scanAll(space);
        }

        @Override
        public long bytesOnDisk() {
            return live.bytesOnDisk();
        }

        @Override
        public void close() {
            // The disk outlives the process.
        }
    }

    private record KeyRow(int slot, byte[] key, byte[] row) {}

    /** What one batch changes, and the keys' rows among it. */
    private record Written(StoreBatch changes, List<KeyRow> rows) {}

    private final class Batch implements StoreBatch {
        private Written written = new Written(live.newBatch(), new ArrayList<>());

        @Override
        public void put(RowSpace space, int slot, byte[] key, byte[] row) {
            written.changes.put(space, slot, key, row);
            if (space == RowSpace.DATA) {
                written.rows.add(new KeyRow(slot, key, row));
            }
        }

        @Override
        public void delete(RowSpace space, int slot, byte[] key) {
            written.changes.delete(space, slot, key);
        }

        @Override
        public boolean isEmpty() {
            return written.changes.isEmpty();
        }

        @Override
        public long bytes() {
            return written.changes.bytes();
        }

        /** For the disk to keep; the batch is as after {@link #clear}. */
        Written taken() {
            Written taken = written;
            clear();
            return taken;
        }

        @Override
        public void clear() {
            written = new Written(live.newBatch(), new ArrayList<>());
        }

        @Override
        public void close() {
            clear();
        }
    }
}
