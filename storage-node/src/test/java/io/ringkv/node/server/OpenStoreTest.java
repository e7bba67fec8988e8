package io.ringkv.node.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ringkv.node.port.KeyValueStore;
import io.ringkv.node.port.RowCursor;
import io.ringkv.node.port.RowSpace;
import io.ringkv.node.port.StoreBatch;
import io.ringkv.node.port.StoreException;
import io.ringkv.node.store.Claim;
import io.ringkv.node.store.DataDirectory;
import io.ringkv.node.store.RocksDbConfig;
import io.ringkv.node.store.RocksDbStore;
import io.ringkv.node.store.StoreHealth;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;

class OpenStoreTest {
    private static final Claim N1 = new Claim("n1", null, false, false);

    @TempDir
    Path directory;

    /** All of it works but for its syncs. */
    private record FailingSync(RocksDbStore store) implements KeyValueStore {
        @Override
        public byte @Nullable [] get(RowSpace space, int slot, byte[] key) {
            return store.get(space, slot, key);
        }

        @Override
        public StoreBatch newBatch() {
            return store.newBatch();
        }

        @Override
        public void write(StoreBatch batch) {
            store.write(batch);
        }

        @Override
        public void sync() {
            throw new StoreException(StoreException.Kind.IO, "the disk does not take it", null);
        }

        @Override
        public RowCursor scan(RowSpace space, int slot, byte @Nullable [] afterKey) {
            return store.scan(space, slot, afterKey);
        }

        @Override
        public RowCursor scanAll(RowSpace space) {
            return store.scanAll(space);
        }

        @Override
        public long bytesOnDisk() {
            return store.bytesOnDisk();
        }

        @Override
        public void close() {
            store.close();
        }
    }

    private StoreHealth healthAtNextStart() {
        try (DataDirectory data = DataDirectory.open(directory, N1)) {
            return data.health();
        }
    }

    private void use(boolean syncFails) {
        try (DataDirectory data = DataDirectory.open(directory, N1);
                RocksDbStore store = RocksDbStore.open(data.storePath(), RocksDbConfig.DEFAULT)) {
            StoreBatch batch = store.newBatch();
            batch.put(RowSpace.DATA, 1, new byte[] {1}, new byte[] {2});
            store.write(batch);
            OpenStore opened =
                    new OpenStore(false, data, syncFails ? new FailingSync(store) : store);
            if (syncFails) {
                assertThatThrownBy(opened::sync).hasMessage("the disk does not take it");
            } else {
                opened.sync();
            }
        }
    }

    @Test
    void after_a_sync_that_failed_the_store_is_in_doubt_though_the_machine_stayed_up() {
        use(false);
        assertThat(healthAtNextStart()).isEqualTo(StoreHealth.WHOLE);
        use(true);
        assertThat(healthAtNextStart()).isEqualTo(StoreHealth.DOUBTFUL);
    }
}
