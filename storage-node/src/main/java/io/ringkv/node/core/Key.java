package io.ringkv.node.core;

import com.dynatrace.hash4j.hashing.Hasher64;
import com.dynatrace.hash4j.hashing.Hashing;

import java.util.Arrays;

/** A user's key with its 64-bit hash (XXH3), computed once and used by the row cache and the digest. */
final class Key {
    private static final Hasher64 XXH3 = Hashing.xxh3_64();

    private final byte[] bytes;
    private final long hash;

    Key(byte[] bytes) {
        this.bytes = bytes;
        this.hash = XXH3.hashBytesToLong(bytes);
    }

    byte[] bytes() {
        return bytes;
    }

    long hash() {
        return hash;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Key key && hash == key.hash && Arrays.equals(bytes, key.bytes);
    }

    @Override
    public int hashCode() {
        return (int) (hash ^ hash >>> 32);
    }
}
