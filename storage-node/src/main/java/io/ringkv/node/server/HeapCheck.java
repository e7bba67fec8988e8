package io.ringkv.node.server;

import org.jspecify.annotations.Nullable;

/**
 * Whether a heap can serve values of a size: one is held several times at once, as it is received, stored, copied to
 * replicas and sent. A node without room for that would start, and end with its first large value.
 */
final class HeapCheck {
    private static final long MIB = 1 << 20;
    private static final long BASE_BYTES = 64 * MIB;
    private static final int COPIES = 6;

    private HeapCheck() {}

    /** What is wrong, and how to correct it; null when nothing is. */
    static @Nullable String problem(int valueBytesMax, long heapBytes) {
        long needed = BASE_BYTES + (long) COPIES * valueBytesMax;
        // Some collectors report less than they were given, by a part that they keep empty.
        if (heapBytes >= needed - needed / 16) {
            return null;
        }
        return "--max-value-bytes=" + valueBytesMax + " needs a heap of " + mib(needed)
                + " MiB, and this one has " + heapBytes / MIB + "; give it with KV_JAVA_OPTS=-Xmx"
                + mib(needed) + "m, or allow smaller values";
    }

    private static long mib(long bytes) {
        return (bytes + MIB - 1) / MIB;
    }
}
