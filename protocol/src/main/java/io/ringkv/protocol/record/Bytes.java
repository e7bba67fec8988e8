package io.ringkv.protocol.record;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Big-endian numbers in byte arrays; big-endian, so that what is stored sorts as it counts. */
public final class Bytes {
    private static final VarHandle LONG =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle INT =
            MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);

    private Bytes() {}

    public static long getLong(byte[] from, int at) {
        return (long) LONG.get(from, at);
    }

    public static void putLong(byte[] to, int at, long value) {
        LONG.set(to, at, value);
    }

    public static int getInt(byte[] from, int at) {
        return (int) INT.get(from, at);
    }

    public static void putInt(byte[] to, int at, int value) {
        INT.set(to, at, value);
    }
}
