package io.ringkv.node.core;

import io.ringkv.protocol.Item;
import io.ringkv.protocol.Reply;

/** A part of a node that counts what it does: {@code STATS} has an item for each count, so that new ones break nobody. */
interface Counted {
    /** The reply with this part's counts behind those that it has. */
    Reply counted(Reply stats);

    static Item count(String name, long value) {
        return Item.of(name, Long.toString(value));
    }
}
