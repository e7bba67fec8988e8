package io.ringkv.node.core;

import io.ringkv.protocol.Option;
import io.ringkv.protocol.Reply;
import io.ringkv.protocol.Request;
import io.ringkv.protocol.Verb;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * One message of {@code GOSSIP}, the question and the answer alike: the epoch of the sender's view, and a line for each
 * of a few members, the sender first. Both directions are text, so that a person can type one.
 *
 * @param from the node that says so
 */
public record GossipMessage(String from, long epoch, List<GossipEntry> entries) {
    /** Of one message: more are passed over. */
    static final int ENTRIES_MAX = 18;

    public GossipMessage {
        entries = List.copyOf(entries);
    }

    public Request request() {
        return Request.builder(Verb.GOSSIP)
                .option(Option.NODE, from)
                .option(Option.EPOCH, epoch)
                .value(block())
                .build();
    }

    public Reply reply() {
        return Reply.ok().with("node", from).with("epoch", epoch).withBlock(block());
    }

    /** @throws IllegalArgumentException when it says nothing that can be understood */
    public static GossipMessage of(Request request) {
        String from = request.option(Option.NODE);
        return new GossipMessage(
                from == null ? "" : from,
                request.longOption(Option.EPOCH, 0),
                entries(request.requiredValue()));
    }

    /** @throws IllegalArgumentException when it says nothing that can be understood */
    public static GossipMessage of(Reply reply) {
        String from = reply.field("node");
        byte[] block = reply.block();
        return new GossipMessage(
                from == null ? "" : from,
                reply.longField("epoch", 0),
                block == null ? List.of() : entries(block));
    }

    private byte[] block() {
        StringBuilder text = new StringBuilder(80 * entries.size());
        for (GossipEntry entry : entries) {
            text.append(text.length() == 0 ? "" : "\n");
            entry.append(text);
        }
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static List<GossipEntry> entries(byte[] block) {
        List<GossipEntry> entries = new ArrayList<>();
        for (String line : new String(block, StandardCharsets.UTF_8).split("\n", -1)) {
            if (!line.isEmpty() && entries.size() < ENTRIES_MAX) {
                entries.add(GossipEntry.parse(line));
            }
        }
        return entries;
    }
}
