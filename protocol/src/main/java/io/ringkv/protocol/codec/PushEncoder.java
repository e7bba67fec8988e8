package io.ringkv.protocol.codec;

import io.netty.buffer.ByteBuf;
import io.ringkv.protocol.Push;

/** Writes a push; it may stand between replies and never inside one. */
public final class PushEncoder {
    private PushEncoder() {}

    public static void encode(Push push, ByteBuf out) {
        WordWriter.ascii(out, "! ");
        LineWriter.write(push.line(), out, false);
    }
}
