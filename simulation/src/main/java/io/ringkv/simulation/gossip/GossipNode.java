package io.ringkv.simulation.gossip;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.ringkv.node.core.Gossip;
import io.ringkv.node.core.GossipEntry;
import io.ringkv.node.core.GossipMessage;
import io.ringkv.node.core.GossipPace;
import io.ringkv.protocol.Reply;
import io.ringkv.protocol.Request;
import io.ringkv.protocol.codec.ReplyEncoder;
import io.ringkv.protocol.codec.RequestEncoder;
import io.ringkv.protocol.view.View;

import java.util.List;
import java.util.SplittableRandom;

/** One node of a {@link GossipCluster}: its core, its view, and what it sent. */
final class GossipNode implements Gossip.Wire {
    private static final long PROBE_NANOS = 500_000_000L;

    private final GossipCluster cluster;
    private final String id;
    private final Gossip gossip;
    private final ByteBuf buffer = Unpooled.buffer();
    private View view = View.none();
    private boolean running = true;
    private long bytes;

    GossipNode(GossipCluster cluster, int number, SplittableRandom random) {
        this.cluster = cluster;
        this.id = GossipCluster.id(number);
        GossipEntry own = new GossipEntry(
                id, GossipCluster.start(number), 0, GossipCluster.address(number), List.of());
        gossip = new Gossip(own, GossipPace.DEFAULT, random, this);
    }

    Gossip gossip() {
        return gossip;
    }

    View view() {
        return view;
    }

    boolean running() {
        return running;
    }

    /** The machine is gone, and nobody is told. */
    void powerCut() {
        running = false;
    }

    long bytes() {
        return bytes;
    }

    void adopt(View newer) {
        if (running && newer.epoch() > view.epoch()) {
            view = newer;
            gossip.viewed(cluster.now(), newer);
        }
    }

    void tick() {
        if (running) {
            gossip.tick(cluster.now());
        }
    }

    /** A machine without power is missed by its connections no sooner than by anything else. */
    @Override
    public boolean isConnected(String node) {
        return true;
    }

    @Override
    public void ask(String node, GossipMessage message) {
        Request request = message.request();
        RequestEncoder.encode(request, buffer);
        count();
        GossipNode to = cluster.node(node);
        cluster.later(cluster.delays().oneWay(), () -> to.asked(this, request));
    }

    private void asked(GossipNode from, Request request) {
        if (running) {
            Reply reply = gossip.asked(cluster.now(), GossipMessage.of(request)).reply();
            ReplyEncoder.encode(reply, buffer);
            count();
            cluster.later(cluster.delays().oneWay(), () -> from.answered(reply));
        }
    }

    private void answered(Reply reply) {
        if (running) {
            gossip.answered(cluster.now(), GossipMessage.of(reply));
        }
    }

    private void count() {
        bytes += buffer.readableBytes();
        buffer.clear();
    }

    @Override
    public void probe(String helper, String target) {
        GossipNode asked = cluster.node(helper);
        GossipNode probed = cluster.node(target);
        TcpDelays delays = cluster.delays();
        cluster.later(delays.oneWay(), () -> {
            if (asked.running) {
                long took = delays.opening() + delays.oneWay() + delays.oneWay();
                boolean reached = probed.running && took < PROBE_NANOS;
                long known = (reached ? took : PROBE_NANOS) + delays.oneWay();
                cluster.later(known, () -> gossip.probed(cluster.now(), target, reached));
            }
        });
    }

    @Override
    public void fetchView(String node, long epoch) {
        TcpDelays delays = cluster.delays();
        GossipNode from = cluster.node(node);
        cluster.later(delays.oneWay() + delays.oneWay(), () -> adopt(from.view));
    }
}
