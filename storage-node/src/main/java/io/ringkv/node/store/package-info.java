/**
 * The store port kept by RocksDB and by memory, and the data directory around it: whose disk this is, and whether it may
 * have lost its tail.
 */
@NullMarked
package io.ringkv.node.store;

import org.jspecify.annotations.NullMarked;
