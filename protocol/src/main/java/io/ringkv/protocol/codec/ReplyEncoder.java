package io.ringkv.protocol.codec;

import io.netty.buffer.ByteBuf;
import io.ringkv.protocol.Item;
import io.ringkv.protocol.Reply;

import java.util.List;

/** Writes a reply: its items, each with its block, then the status line that ends it, with the tag and its block. */
public final class ReplyEncoder {
    private ReplyEncoder() {}

    public static void encode(Reply reply, ByteBuf out) {
        List<Item> items = reply.items();
        for (int i = 0; i < items.size(); i++) {
            WordWriter.ascii(out, "* ");
            LineWriter.write(items.get(i).line(), out, false);
        }
        String tag = reply.tag();
        if (tag != null) {
            out.writeByte('@');
            WordWriter.ascii(out, tag);
            out.writeByte(' ');
        }
        LineWriter.write(reply.line(), out, true);
    }
}
