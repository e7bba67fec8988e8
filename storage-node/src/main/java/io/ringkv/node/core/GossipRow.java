package io.ringkv.node.core;

import io.ringkv.protocol.Item;

import java.util.ArrayList;
import java.util.List;

/**
 * What this node thinks of one start of a member. A suspicion stands until the member itself, with a higher number,
 * contradicts it; nobody else can take it back (Das, Gupta, Motivala 2002).
 */
final class GossipRow {
    final String id;
    final long start;
    String address;
    /** The view counts on it: suspecting it tells somebody something. */
    boolean counted = true;

    long inc;
    final List<String> suspectors = new ArrayList<>();
    /** This node itself could not reach it, nor could those that it asked. */
    boolean mine;

    /** How many more messages carry it as news. */
    int sends;

    long newsAt;
    /** Of its view, as it last said itself; 0 before. */
    long epoch;

    /** When its view was asked for last. */
    long fetchedAt = Long.MIN_VALUE;

    GossipRow(String id, long start, String address, long now) {
        this.id = id;
        this.start = start;
        this.address = address;
        this.newsAt = now;
    }

    boolean isSuspect() {
        return !suspectors.isEmpty();
    }

    /** True when it was news. */
    boolean take(GossipEntry entry) {
        if (entry.inc() > inc) {
            inc = entry.inc();
            suspectors.clear();
            suspectors.addAll(entry.suspectors());
            mine = false;
            return true;
        }
        boolean news = false;
        for (String suspector : entry.inc() == inc ? entry.suspectors() : List.<String>of()) {
            news |= suspectedBy(suspector);
        }
        return news;
    }

    /**
     * True when it was not known; of many only the first few are kept. With the highest number, which a member has only by a
     * lie, nobody is suspected: it could not contradict it.
     */
    boolean suspectedBy(String node) {
        boolean contradictable = inc < GossipEntry.INC_MAX;
        boolean isNew = contradictable
                && suspectors.size() < GossipEntry.SUSPECTORS_MAX
                && !suspectors.contains(node);
        return isNew && suspectors.add(node);
    }

    GossipEntry entry() {
        return new GossipEntry(id, start, inc, address, suspectors);
    }

    Item item(long now) {
        Item item = Item.of(id)
                .with("addr", address)
                .with("start", start)
                .with("inc", inc)
                .with("epoch", epoch)
                .with("state", isSuspect() ? "suspect" : "alive");
        Item more = isSuspect() ? item.with("by", String.join(",", suspectors)) : item;
        return more.with("age-ms", (now - newsAt) / 1_000_000);
    }
}
