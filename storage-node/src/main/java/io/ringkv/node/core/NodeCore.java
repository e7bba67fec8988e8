package io.ringkv.node.core;

import io.ringkv.hashing.Slots;
import io.ringkv.node.port.DiskEvents;
import io.ringkv.protocol.ErrorCode;
import io.ringkv.protocol.Option;
import io.ringkv.protocol.Push;
import io.ringkv.protocol.Reply;
import io.ringkv.protocol.Request;
import io.ringkv.protocol.actor.Actor;
import io.ringkv.protocol.actor.Network;
import io.ringkv.protocol.view.View;
import io.ringkv.protocol.view.ViewReplies;

import org.jspecify.annotations.Nullable;

import java.util.List;

/**
 * A storage node: wires its cores together and hands each message to the one that owns it. It decides nothing. The
 * server and the simulator both build a node with {@link #create}; only the ports differ.
 */
public final class NodeCore implements Actor, DiskEvents {
    private final Network network;
    private final NodeConfig config;
    private final ViewKeeper views;
    private final Peers peers;
    private final Handshakes handshakes;
    private final Probes probes;
    private final ViewFetch fetch;
    private final GossipLink gossip;
    private final CoordinatorLink coordinator;
    private final Durably durably;
    private final Roles roles;
    private final CatchUp catchUp;
    private final MovePace pace;
    private final TakeOver takeOver;
    private final ReplicaStream stream;
    private final FromPeers fromPeers;
    private final PeerReplies peerReplies;
    private final ReplicaReports reports;
    private final DataRequests data;
    private final SessionFloors floors;
    private final Purges purges;
    private final HandOver handOver;
    private final Promotion promotion;
    private final Leftovers leftovers;
    private final Departure departure;
    private final Doubt doubt;
    private final Repair repair;
    private final NodeInfo info;
    private final NodeStatus status;
    private final SlotTable slots;
    private final Answers answers;
    private boolean activated;

    /** Reads the store once, and builds a node that waits for {@link #start}. */
    public static NodeCore create(NodeConfig config, NodePorts ports) {
        boolean trusting =
                !config.rules().keep(Rule.DOUBT) && config.health() == StoreHealth.DOUBTFUL;
        NodeConfig judged = trusting ? config.withHealth(StoreHealth.WHOLE) : config;
        return new NodeCore(judged, ports, SlotTable.load(ports.store(), judged.health()));
    }

    private NodeCore(NodeConfig nodeConfig, NodePorts ports, SlotTable table) {
        slots = table;
        config = nodeConfig;
        network = ports.network();
        views = new ViewKeeper(
                ports.disk(), config.clusterId(), config.savedEpoch(), config.rules());
        Rows rows = new Rows(ports.store(), config.bounds().rowCacheBytes());
        durably = new Durably(rows, ports.disk(), config);
        peers = new Peers(config, network, views);
        answers = new Answers(network, new Traces(ports.journal()));
        AgreedClock clock = new AgreedClock(ports.clock());
        AskedSlots asked = new AskedSlots();
        data = new DataRequests(config, slots, rows, views, peers, answers, clock, asked);
        CopyWriter writer = new CopyWriter(rows, config.rules());
        pace = new MovePace();
        catchUp = new CatchUp(slots, rows, config.bounds(), pace);
        roles = new Roles(config, slots, peers, answers, catchUp, ports.journal());
        takeOver = new TakeOver(
                config, slots, views, peers, rows, writer, durably, catchUp, this::activated);
        roles.takeOverBy(takeOver);
        Fence fence = new Fence(views, config.rules());
        stream = new ReplicaStream(slots, rows, writer, fence, durably, network, config.rules());
        doubt = new Doubt(config, slots, views, ports.disk(), ports.journal());
        RowDigests rowDigests = new RowDigests(slots, rows, fence, views, network);
        reports = new ReplicaReports(
                slots, writer, catchUp.reader(), fence, views, doubt, rowDigests, durably, network);
        repair = new Repair(slots, rows, catchUp, asked, ports, config.timing());
        handshakes = new Handshakes(
                config, ports, views, clock, new Door(config, () -> knownCoordinator()));
        fromPeers = new FromPeers(network, handshakes, stream, reports);
        probes = new Probes(network);
        fetch = new ViewFetch(views);
        peerReplies = new PeerReplies(peers, roles, takeOver, data.reads(), fetch);
        gossip = new GossipLink(config, ports.random(), peers, views, fetch, clock);
        floors = new SessionFloors(roles, data.writes(), clock, config.timing());
        purges = new Purges(roles, data.writes(), config.timing());
        info = new NodeInfo(
                config,
                slots,
                rows,
                views,
                data,
                doubt,
                ports.disk(),
                List.of(
                        roles, takeOver, doubt, data, stream, peers, catchUp, repair, purges,
                        gossip));
        coordinator = new CoordinatorLink(
                config, network, views, info::health, clock, pace, ports.journal());
        status = new NodeStatus(config, views, peers, coordinator);
        coordinator.whenAdmitted(doubt::admitted);
        coordinator.whenRegistered(this::registered);
        coordinator.suspecting(gossip::suspects);
        handOver = new HandOver(
                config, roles, views, pace, () -> data.writes().diskFull(), coordinator);
        promotion = new Promotion(config, roles, views, pace, coordinator);
        leftovers = new Leftovers(config, slots, rows, views, coordinator);
        departure = new Departure(handOver, data, answers, coordinator);
        views.listen(doubt);
        views.listen(peers);
        views.listen(roles);
        views.listen((now, before, view) -> takeOver.lookAgain());
        views.listen((now, before, view) -> reports.viewAdopted());
        views.listen((now, before, view) -> data.viewAdopted(now));
        peers.listen(roles);
    }

    private NodeConfig.@Nullable Endpoint knownCoordinator() {
        return coordinator.known();
    }

    /** A coordinator that was rebuilt knows of no active term, and would hold on to lists that were let go. */
    private void registered() {
        doubt.settle();
        takeOver.lookAgain();
        for (PrimaryRole role : roles.all()) {
            if (role.active()) {
                coordinator.active(role.slot().number(), role.term());
            }
        }
    }

    private void activated(PrimaryRole role) {
        activated = true;
        catchUp.lookSoon();
        coordinator.active(role.slot().number(), role.term());
    }

    @Override
    public void start(long now) {
        repair.start(now);
        tick(now);
    }

    @Override
    public void accepted(long now, long connection, boolean fromLoopback) {
        handshakes.accepted(connection, fromLoopback);
    }

    @Override
    public void request(long now, long connection, long sequence, Request request) {
        switch (request.verb()) {
            case PUT, GET, DELETE, EXISTS -> data.admit(now, connection, sequence, request);
            case REPLICATE, SYNC_SLOT, CONFIRM, TAKE_OVER, DIGEST, FETCH_SLOT ->
                fromPeers.request(connection, sequence, request);
            case HELLO -> handshakes.hello(now, connection, sequence, request);
            case PROBE -> probe(now, connection, sequence, request);
            case GOSSIP ->
                network.answer(
                        connection,
                        sequence,
                        gossip.answer(now, handshakes.upstream(connection) != null, request));
            case REPAIR -> network.answer(connection, sequence, repair.answer(now, request));
            case GET_VIEW ->
                network.answer(
                        connection,
                        sequence,
                        ViewReplies.view(
                                handshakes.isCoordinator(connection)
                                        ? views.carried()
                                        : views.view(),
                                request.longOption(Option.IF_NEWER, -1)));
            default -> network.answer(connection, sequence, simple(request));
        }
    }

    private Reply simple(Request request) {
        return switch (request.verb()) {
            case PING -> Reply.pong();
            case STATS, INFO -> info.stats();
            case EXPLAIN -> info.explain(request);
            case STATUS -> status.status();
            case LIST_NODES -> ViewReplies.nodes(views.view());
            case GET_NODES_FOR_KEY -> ViewReplies.nodesFor(views.view(), Slots.of(request.key()));
            default ->
                Reply.error(
                        ErrorCode.UNSUPPORTED,
                        request.verb() + " is not served by a storage node; ask a coordinator");
        };
    }

    private void probe(long now, long connection, long sequence, Request request) {
        boolean mayAsk =
                handshakes.upstream(connection) != null || handshakes.isCoordinator(connection);
        Reply refusal = Probes.refusal(mayAsk, request);
        if (refusal == null) {
            probes.start(now, connection, sequence, request);
        } else {
            network.answer(connection, sequence, refusal);
        }
    }

    @Override
    public void connected(long now, long connection) {
        if (coordinator.owns(connection)) {
            coordinator.connected(now);
        } else if (probes.owns(connection)) {
            probes.connected(connection);
        } else {
            peers.connected(connection);
        }
    }

    @Override
    public void reply(long now, long connection, Reply reply) {
        Peer peer = peers.byConnection(connection);
        if (coordinator.owns(connection)) {
            coordinator.reply(now, reply);
        } else if (probes.owns(connection)) {
            probes.ended(connection, true);
        } else if (peer != null) {
            peerReplies.reply(now, peer, reply);
        }
    }

    @Override
    public void push(long now, long connection, Push push) {
        if (coordinator.owns(connection)) {
            coordinator.push(now, push);
        }
    }

    @Override
    public void disconnected(long now, long connection) {
        if (coordinator.owns(connection)) {
            coordinator.disconnected(now);
        } else if (probes.owns(connection)) {
            probes.ended(connection, false);
        } else {
            peers.disconnected(now, connection);
            handshakes.disconnected(connection);
            reports.disconnected(connection);
        }
    }

    @Override
    public void viewSaved(long now, long epoch) {
        views.saved(now, epoch);
    }

    @Override
    public void synced(long now, long batch) {
        durably.synced(now, batch);
        data.reads().changed();
    }

    /** Before the start: the view that the disk holds, for a coordinator that lost what it knew (rule M4). */
    public void remember(View saved) {
        views.remember(saved);
    }

    /** The disk is nearly full, or has space again: puts of this node's own slots are refused. */
    public void diskFull(boolean full) {
        data.writes().diskFull(full);
    }

    /** What is left is needed to go on at all, or there is more again: puts of other primaries are refused as well. */
    public void diskExhausted(boolean exhausted) {
        stream.diskExhausted(exhausted);
        catchUp.lookSoon();
    }

    /**
     * Hands everything over to others, and leaves the cluster until the next start.
     *
     * @param gone run once, within a turn, when the process may end
     */
    public void leave(long now, Runnable gone) {
        departure.begin(now, gone);
    }

    /** The epoch that this node acts on. */
    public long epoch() {
        return views.epoch();
    }

    /** Slots that this node is primary of and does not serve yet. */
    public int recovering() {
        return takeOver.recoveringCount();
    }

    /** The last term that this node was in sync with. */
    public long syncedTerm(int slot) {
        return slots.get(slot).copying() ? 0 : slots.get(slot).syncedTerm();
    }

    /** How far this node came in the last term that it was in sync with. */
    public long position(int slot) {
        return slots.get(slot).position();
    }

    /** The checksum of what this node holds of a slot. */
    public long digest(int slot) {
        return slots.get(slot).digest();
    }

    /** Replicas of slots that checks of this process found to hold other rows than this node. */
    public long differing() {
        return repair.differing();
    }

    public NodeBacklog backlog() {
        return NodeBacklog.of(answers, data.reads(), reports, peers);
    }

    /** For traces: how this node sees a slot, and as its primary each follower. */
    public String describe(int slot) {
        Slot here = slots.get(slot);
        StringBuilder text = new StringBuilder(here.report().toString());
        PrimaryRole role = here.role();
        if (role != null) {
            text.append(" primary ")
                    .append(role.phase())
                    .append(" last ")
                    .append(role.lastSequence());
            for (Follower follower : role.followers()) {
                text.append("; ").append(follower.voter()).append(' ').append(follower.state());
                text.append(follower.reachable() ? "" : " unreachable");
            }
        }
        return text.toString();
    }

    /** Slots of which the newest part may be missing here, and which count for nothing yet. */
    public int doubtfulSlots() {
        return doubt.slots();
    }

    @Override
    public void tick(long now) {
        coordinator.tick(now);
        peers.tick(now);
        probes.tick(now);
        gossip.tick(now);
        pace.tick(now, data.served());
        catchUp.ask(now);
        roles.expire(now);
        data.expire(now);
        floors.tick(now);
        purges.tick(now);
        handOver.yielding().tick(now);
        promotion.yielding().tick(now);
        leftovers.tick(now);
        reports.tick();
        repair.tick(now);
    }

    /** What the turn gathered: to the disk, to the peers, and only then the answers that stand on both. */
    @Override
    public void endTurn(long now) {
        takeOver.endTurn(now);
        if (activated) {
            activated = false;
            data.retryWaiting(now);
        }
        catchUp.endTurn(now);
        data.writes().endTurn(durably);
        peers.endTurn();
        durably.endTurn(now);
        data.endTurn(now);
        coordinator.reportActive();
        handOver.yielding().endTurn(now);
        promotion.yielding().endTurn(now);
        departure.endTurn(now);
    }
}
