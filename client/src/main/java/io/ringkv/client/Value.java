package io.ringkv.client;

import io.ringkv.protocol.record.Version;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** What a key holds, and since which version. The array is the caller's own. */
public record Value(byte[] bytes, Version version) {
    /** The bytes as UTF-8. */
    public String text() {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Value that
                && Arrays.equals(bytes, that.bytes)
                && version.equals(that.version);
    }

    @Override
    public int hashCode() {
        return version.hashCode();
    }

    @Override
    public String toString() {
        return "Value[" + bytes.length + " bytes, v=" + version + "]";
    }
}
