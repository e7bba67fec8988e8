package io.ringkv.client;

/** Never runs: sees what its module may not, so that the rule can be seen to find it. */
public interface Trespasser {

    void sees(io.ringkv.node.core.Trespasser node);

    void sees(org.rocksdb.RocksDB outsideOfTheStorePackage);
}
