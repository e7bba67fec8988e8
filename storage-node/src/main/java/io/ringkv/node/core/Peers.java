package io.ringkv.node.core;

import io.ringkv.protocol.Option;
import io.ringkv.protocol.Reply;
import io.ringkv.protocol.Request;
import io.ringkv.protocol.Verb;
import io.ringkv.protocol.actor.Network;
import io.ringkv.protocol.view.Member;
import io.ringkv.protocol.view.MemberState;
import io.ringkv.protocol.view.View;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Keeps one connection open to every other node of the view: connects, introduces itself, checks who answered, and
 * closes what is silent or too slow. What travels on a connection is {@link Peer}'s business.
 */
final class Peers implements ViewKeeper.Listener, Counted {
    /** Told when a connection comes and goes. */
    interface Listener {
        void opened(long now, Peer peer);

        void lost(long now, Peer peer);
    }

    private final NodeConfig config;
    private final Network network;
    private final ViewKeeper views;
    private final Map<String, Peer> peers = new TreeMap<>();
    private final Map<Long, Peer> byConnection = new LinkedHashMap<>();
    private final Map<String, Long> retryAt = new TreeMap<>();
    private final List<Listener> listeners = new ArrayList<>();

    Peers(NodeConfig config, Network network, ViewKeeper views) {
        this.config = config;
        this.network = network;
        this.views = views;
    }

    @Override
    public Reply counted(Reply stats) {
        long bytes = peers.values().stream().mapToLong(Peer::inFlightBytes).sum();
        return stats.withItem(Counted.count("unacknowledged-bytes", bytes));
    }

    void listen(Listener listener) {
        listeners.add(listener);
    }

    Collection<Peer> all() {
        return peers.values();
    }

    @Nullable
    Peer get(String id) {
        return peers.get(id);
    }

    /** The peer, known from now on: a role may name a node before it is connected. */
    Peer of(String id) {
        return peers.computeIfAbsent(id, name -> new Peer(network, name));
    }

    long epoch() {
        return views.epoch();
    }

    @Nullable
    Peer byConnection(long connection) {
        return byConnection.get(connection);
    }

    @Override
    public void adopted(long now, View before, View view) {
        for (Member member : view.members()) {
            Member old = before.member(member.id());
            boolean moved = old != null && !old.address().equals(member.address());
            boolean restarted = old != null && old.incarnation() != member.incarnation();
            Peer peer = peers.get(member.id());
            if (peer != null
                    && (moved || restarted)
                    && peer.incarnation() != member.incarnation()) {
                drop(now, peer);
            }
            retryAt.remove(member.id());
        }
        connectMissing(now);
    }

    private void connectMissing(long now) {
        for (Member member : views.view().members()) {
            boolean wanted =
                    !member.id().equals(config.id()) && member.state() != MemberState.REMOVED;
            if (wanted
                    && of(member.id()).connection() < 0
                    && retryAt.getOrDefault(member.id(), 0L) <= now) {
                retryAt.put(member.id(), now + config.timing().reconnectNanos());
                Peer peer = of(member.id());
                peer.connecting(network.connect(member.host(), member.port()));
                peer.heard(now);
                byConnection.put(peer.connection(), peer);
            }
        }
    }

    /** The connection is open: say who we are, and whom we mean. */
    void connected(long connection) {
        Peer peer = byConnection.get(connection);
        if (peer != null) {
            peer.tell(hello(config, peer.id())
                    .option(Option.CLUSTER, views.view().clusterId())
                    .tag(HELLO_TAG)
                    .build());
        }
    }

    static final String HELLO_TAG = "h";

    /** The introduction of a node, which carries both ids and our incarnation once for the whole connection. */
    static Request.Builder hello(NodeConfig config, String to) {
        Request.Builder hello = Request.builder(Verb.HELLO)
                .option(Option.ROLE, "node")
                .option(Option.NODE, config.id())
                .option(Option.TO, to)
                .option(Option.INCARNATION, config.incarnation())
                .option(Option.DATA_ID, config.dataId())
                .argument("1");
        return config.secret().isEmpty() ? hello : hello.option(Option.TOKEN, config.secret());
    }

    /** The peer answered our introduction. */
    void greeted(long now, Peer peer, Reply reply) {
        boolean right = reply.isOk() && peer.id().equals(reply.field("node"));
        if (!right) {
            drop(now, peer);
            return;
        }
        String dataId = reply.field("data-id");
        peer.opened(now, dataId == null ? "" : dataId, reply.longField("incarnation", 0));
        listeners.forEach(listener -> listener.opened(now, peer));
    }

    /** Closes a connection; it is opened again after a pause. */
    void drop(long now, Peer peer) {
        if (peer.connection() >= 0) {
            network.close(peer.connection());
            disconnected(now, peer.connection());
        }
    }

    void disconnected(long now, long connection) {
        Peer peer = byConnection.remove(connection);
        if (peer != null) {
            boolean wasReady = peer.ready();
            peer.closed();
            retryAt.put(peer.id(), now + config.timing().reconnectNanos());
            if (wasReady) {
                listeners.forEach(listener -> listener.lost(now, peer));
            }
        }
    }

    /** Reconnects, and drops peers that are silent or that do not keep up. */
    void tick(long now) {
        for (Peer peer : List.copyOf(peers.values())) {
            boolean silent = peer.connection() >= 0
                    && now - peer.lastHeard() > config.timing().peerSilenceNanos();
            boolean slow = peer.inFlightBytes() > config.bounds().peerBacklogBytes();
            if (silent || slow) {
                drop(now, peer);
            }
        }
        connectMissing(now);
    }

    void endTurn() {
        peers.values().forEach(Peer::flush);
    }
}
