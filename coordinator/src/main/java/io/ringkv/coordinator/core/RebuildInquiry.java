package io.ringkv.coordinator.core;

import io.ringkv.protocol.ErrorCode;
import io.ringkv.protocol.Item;
import io.ringkv.protocol.Option;
import io.ringkv.protocol.Reply;
import io.ringkv.protocol.Request;
import io.ringkv.protocol.Verb;
import io.ringkv.protocol.actor.Network;
import io.ringkv.protocol.view.ViewCodec;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * Asks every node that registers with a coordinator without metadata for the view that it carries, at its advertised
 * address, and lets nobody in before {@link Rebuild} has seen enough. Nodes try again by themselves.
 */
final class RebuildInquiry implements OwnConnections {
    private static final String VIEW_TAG = "v";

    private final Rebuild rebuild;
    private final Network network;
    private final String secret;
    private final Consumer<String> journal;
    private final Map<Long, String> asked = new TreeMap<>();
    private String lastObstacle = "";

    RebuildInquiry(Rebuild rebuild, Network network, String secret, Consumer<String> journal) {
        this.rebuild = rebuild;
        this.network = network;
        this.secret = secret;
        this.journal = journal;
    }

    void register(long connection, long sequence, Request request) {
        String id = request.argument(0);
        rebuild.seen(request.longOption(Option.EPOCH, 0));
        if (!asked.containsValue(id)) {
            int port = Integer.parseInt(request.argument(2));
            asked.put(network.connect(request.argument(1), port), id);
        }
        network.answer(
                connection,
                sequence,
                Reply.error(
                        ErrorCode.STARTING,
                        "the coordinator is being rebuilt from what nodes carry; " + id
                                + " is let in once that is done"));
    }

    @Override
    public boolean owns(long connection) {
        return asked.containsKey(connection);
    }

    @Override
    public void connected(long connection) {
        network.request(
                connection,
                CoordinatorHello.with(secret)
                        .option(Option.TO, asked.getOrDefault(connection, ""))
                        .build());
        network.request(connection, Request.builder(Verb.GET_VIEW).tag(VIEW_TAG).build());
    }

    @Override
    public void reply(long connection, Reply reply) {
        boolean isView = VIEW_TAG.equals(reply.tag());
        String id = asked.get(connection);
        if (id == null || !isView && reply.isOk()) {
            return;
        }
        asked.remove(connection);
        network.close(connection);
        byte[] block = reply.block();
        if (isView && reply.isOk() && block != null) {
            rebuild.carries(id, ViewCodec.decode(block));
        }
    }

    @Override
    public void disconnected(long connection) {
        asked.remove(connection);
    }

    /** The one record to begin with, once enough was seen. */
    List<MetadataRecord> records() {
        String obstacle = rebuild.obstacle();
        if (obstacle != null) {
            say("rebuilding: " + obstacle);
            return List.of();
        }
        say("rebuilt from the newest view that nodes carry");
        return List.of(MetadataRecord.ClusterRebuilt.of(rebuild.result()));
    }

    /** The same thing once. */
    private void say(String what) {
        if (!what.equals(lastObstacle)) {
            lastObstacle = what;
            journal.accept(what);
        }
    }

    Reply status() {
        String obstacle = rebuild.obstacle();
        String why = "the coordinator is being rebuilt from what nodes carry"
                + (obstacle == null ? "" : ": " + obstacle);
        return Reply.ok().withItem(Item.of("REASON").withText(why)).with("health", "UNAVAILABLE");
    }
}
