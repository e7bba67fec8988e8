package io.ringkv.node.server;

import io.ringkv.node.core.Durability;
import io.ringkv.node.core.NodeCore;
import io.ringkv.node.port.KeyValueStore;
import io.ringkv.node.port.StoreException;
import io.ringkv.node.store.Claim;
import io.ringkv.node.store.DataDirectory;
import io.ringkv.node.store.MemoryStore;
import io.ringkv.node.store.RocksDbConfig;
import io.ringkv.node.store.RocksDbStore;
import io.ringkv.node.store.StoreHealth;
import io.ringkv.protocol.view.SlotSet;
import io.ringkv.transport.process.ServerDirectory;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.function.Function;

/**
 * A data directory and the store in it, opened and closed together. A store that is corrupt when it is opened or first
 * read is put aside, and the node begins a new, empty life: the others have the data.
 */
final class OpenStore {
    private static final Logger LOG = LoggerFactory.getLogger(OpenStore.class);

    private final boolean memory;
    private final DataDirectory directory;
    private KeyValueStore store;

    OpenStore(boolean memory, DataDirectory directory, KeyValueStore store) {
        this.memory = memory;
        this.directory = directory;
        this.store = store;
    }

    static OpenStore open(NodeSettings settings) {
        ServerDirectory.prepareForNode(settings.listen().dataDir());
        boolean synced = settings.durability() == Durability.FSYNC;
        DataDirectory directory = DataDirectory.open(
                settings.listen().dataDir(),
                new Claim(settings.id(), null, synced, settings.memory()));
        try {
            KeyValueStore store = settings.memory() ? new MemoryStore() : openOrReplace(directory);
            if (directory.health() == StoreHealth.DOUBTFUL) {
                LOG.warn(
                        "the machine went down while it was in use, so this store may have lost its newest"
                                + " writes: it counts for nothing until it is brought in sync");
            }
            return new OpenStore(settings.memory(), directory, store);
        } catch (RuntimeException e) {
            directory.close();
            throw e;
        }
    }

    private static KeyValueStore openOrReplace(DataDirectory directory) {
        try {
            return RocksDbStore.open(directory.storePath(), RocksDbConfig.DEFAULT);
        } catch (StoreException e) {
            return replace(directory, e);
        }
    }

    private static KeyValueStore replace(DataDirectory directory, StoreException why) {
        if (why.kind() != StoreException.Kind.CORRUPT) {
            throw why;
        }
        SlotSet only = OnlyCopies.of(directory);
        if (!only.isEmpty()) {
            throw OnlyCopies.refusal(directory, only, why);
        }
        LOG.error(
                "{}; it is kept in {}, and this node starts empty and copies its data from the others",
                why.getMessage(),
                directory.quarantineStore());
        return RocksDbStore.open(directory.storePath(), RocksDbConfig.DEFAULT);
    }

    /** Builds the core, which reads the store once. */
    NodeCore createCore(Function<KeyValueStore, NodeCore> create) {
        try {
            return create.apply(store);
        } catch (StoreException e) {
            store.close();
            store = replace(directory, e);
            return create.apply(store);
        }
    }

    DataDirectory directory() {
        return directory;
    }

    KeyValueStore store() {
        return store;
    }

    boolean memory() {
        return memory;
    }

    /** After a sync that failed, the system may have dropped what it did not write, and say nothing the next time. */
    void sync() {
        try {
            store.sync();
        } catch (RuntimeException failure) {
            try {
                directory.markDoubtful();
            } catch (RuntimeException unmarked) {
                failure.addSuppressed(unmarked);
            }
            throw failure;
        }
    }

    void closeCleanly() {
        sync();
        store.close();
        directory.markCleanStop();
        directory.close();
    }
}
