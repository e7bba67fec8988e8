package io.ringkv.node.core;

import io.ringkv.protocol.ErrorCode;
import io.ringkv.protocol.Option;
import io.ringkv.protocol.Reply;
import io.ringkv.protocol.Request;
import io.ringkv.protocol.Verb;
import io.ringkv.protocol.actor.NodesOnly;
import io.ringkv.protocol.view.Member;
import io.ringkv.protocol.view.View;

import java.util.List;
import java.util.random.RandomGenerator;

/**
 * {@link Gossip} over the connections that there are between nodes: {@code GOSSIP} with a block is a message, without
 * one a question of whoever wants to see the table.
 */
final class GossipLink implements Gossip.Wire, ViewKeeper.Listener, Counted {
    /** Of one heartbeat: where more are gone, these say it as well. */
    private static final int SUSPECTS_MAX = 8;

    private static final String PROBE_TIMEOUT = "500ms";

    private final NodeConfig config;
    private final Peers peers;
    private final ViewKeeper views;
    private final ViewFetch fetch;
    private final AgreedClock clock;
    private final Gossip gossip;
    private long now;

    GossipLink(
            NodeConfig config,
            RandomGenerator random,
            Peers peers,
            ViewKeeper views,
            ViewFetch fetch,
            AgreedClock clock) {
        this.config = config;
        this.peers = peers;
        this.views = views;
        this.fetch = fetch;
        this.clock = clock;
        String address = config.host() + ":" + config.port();
        GossipEntry own = new GossipEntry(config.id(), config.incarnation(), 0, address, List.of());
        gossip = new Gossip(own, config.timing().gossip(), random, this);
        views.listen(this);
    }

    @Override
    public void adopted(long at, View before, View view) {
        gossip.viewed(at, view);
        clock.keep(node -> view.member(node) != null);
    }

    void tick(long at) {
        now = at;
        gossip.tick(at);
    }

    /** @param fromNode whether the connection is another node's */
    Reply answer(long at, boolean fromNode, Request request) {
        if (request.value() == null) {
            return Reply.ok()
                    .withItems(gossip.items(at))
                    .with("node", config.id())
                    .with("epoch", views.epoch());
        }
        if (!fromNode) {
            return NodesOnly.refusal(Verb.GOSSIP);
        }
        try {
            return gossip.asked(at, GossipMessage.of(request))
                    .reply()
                    .with("clock", Long.toString(clock.ownMillis()));
        } catch (IllegalArgumentException e) {
            return Reply.error(
                    ErrorCode.SYNTAX,
                    "a line of GOSSIP is: n2 start=8123 inc=0 addr=HOST:PORT state=alive; not: "
                            + e.getMessage());
        }
    }

    /** Ids with commas, empty for none: what a heartbeat tells. */
    String suspects() {
        List<String> all = gossip.suspects();
        return String.join(",", all.subList(0, Math.min(all.size(), SUSPECTS_MAX)));
    }

    @Override
    public Reply counted(Reply stats) {
        return stats.withItem(Counted.count("gossip-sent", gossip.sent()))
                .withItem(Counted.count("gossip-suspects", gossip.suspected()))
                .withItem(Counted.count("gossip-views", fetch.taken()));
    }

    // ---- the wire

    @Override
    public boolean isConnected(String node) {
        Peer peer = peers.get(node);
        return peer != null && peer.ready();
    }

    @Override
    public void ask(String node, GossipMessage message) {
        peers.of(node).ask(message.request(), new Answer(node));
    }

    @Override
    public void probe(String helper, String target) {
        Member member = views.view().member(target);
        if (member != null) {
            Request probe = Request.builder(Verb.PROBE)
                    .option(Option.NODE, target)
                    .option(Option.TIMEOUT, PROBE_TIMEOUT)
                    .argument(member.host())
                    .argument(Integer.toString(member.port()))
                    .build();
            peers.of(helper).ask(probe, new Probed(target));
        }
    }

    @Override
    public void fetchView(String node, long epoch) {
        if (isConnected(node)) {
            fetch.from(peers.of(node), epoch);
        }
    }

    private final class Answer implements Peer.ReplyHandler {
        private final String node;

        Answer(String node) {
            this.node = node;
        }

        @Override
        public void reply(Reply reply) {
            clock.heardNode(now, node, reply.longField("clock", 0));
            gossip.answered(now, message(reply));
        }

        /** A refusal is an answer of somebody who is there, and so is one that cannot be understood. */
        private GossipMessage message(Reply reply) {
            try {
                if (reply.isOk()) {
                    return GossipMessage.of(reply);
                }
            } catch (IllegalArgumentException e) {
                // Of a newer build, perhaps.
            }
            return new GossipMessage(node, 0, List.of());
        }

        @Override
        public void lost() {
            gossip.lost(now, node);
        }
    }

    private final class Probed implements Peer.ReplyHandler {
        private final String target;

        Probed(String target) {
            this.target = target;
        }

        @Override
        public void reply(Reply reply) {
            String reachable = reply.isOk() ? reply.field("reachable") : null;
            if (reachable != null) {
                gossip.probed(now, target, reachable.equals("1"));
            }
        }

        @Override
        public void lost() {
            // Its word is missing, which is no word against anybody.
        }
    }
}
