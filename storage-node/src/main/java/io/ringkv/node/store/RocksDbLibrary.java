package io.ringkv.node.store;

import org.rocksdb.RocksDB;

/** RocksDB's native library, loaded once, when the first store opens. */
final class RocksDbLibrary {

    private RocksDbLibrary() {}

    static void load() {
        RocksDB.loadLibrary();
    }
}
