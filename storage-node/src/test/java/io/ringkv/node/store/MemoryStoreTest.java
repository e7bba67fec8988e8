package io.ringkv.node.store;

import static io.ringkv.node.store.Rows.bytes;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringkv.node.port.KeyValueStore;
import io.ringkv.node.port.RowSpace;
import io.ringkv.node.port.StoreBatch;

import org.junit.jupiter.api.Test;

class MemoryStoreTest extends KeyValueStoreContract {

    @Override
    KeyValueStore open() {
        return new MemoryStore();
    }

    @Test
    void its_size_is_that_of_the_keys_and_rows_it_holds() {
        Rows.put(store, 1, "abc", "12345");
        Rows.put(store, 1, "abc", "1");
        Rows.put(store, 2, "x", "");
        assertThat(store.bytesOnDisk()).isEqualTo(5);
        try (StoreBatch batch = store.newBatch()) {
            batch.delete(RowSpace.DATA, 2, bytes("x"));
            batch.delete(RowSpace.DATA, 1, bytes("abc"));
            store.write(batch);
        }
        assertThat(store.bytesOnDisk()).isZero();
    }
}
