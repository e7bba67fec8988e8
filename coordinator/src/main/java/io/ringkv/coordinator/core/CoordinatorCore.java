package io.ringkv.coordinator.core;

import io.ringkv.coordinator.port.LogEvents;
import io.ringkv.coordinator.port.MetadataLog;
import io.ringkv.hashing.Slots;
import io.ringkv.protocol.ErrorCode;
import io.ringkv.protocol.Option;
import io.ringkv.protocol.Push;
import io.ringkv.protocol.Reply;
import io.ringkv.protocol.Request;
import io.ringkv.protocol.actor.Actor;
import io.ringkv.protocol.actor.Network;
import io.ringkv.protocol.view.Member;
import io.ringkv.protocol.view.MemberState;
import io.ringkv.protocol.view.View;
import io.ringkv.protocol.view.ViewReplies;

import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * A coordinator: wires its cores together, hands each request to the one that owns it, and applies what the log
 * commits. It never sees a value, and the data path does not need it.
 */
public final class CoordinatorCore implements Actor, LogEvents {
    private final CoordinatorConfig config;
    private final Network network;
    private final Consumer<String> journal;
    private final Metadata metadata = new Metadata();
    private final Watch watch = new Watch();
    private final Membership membership = new Membership(metadata, watch);
    private final ClusterStatus status = new ClusterStatus(metadata, watch);
    private final Proposals proposals;
    private final Subscribers subscribers;
    private final Probing probing;
    private final FailureDetector detector;
    private final CoordinatorHandshakes handshakes;
    private final Upkeep upkeep;
    private long now;

    /** @param journal takes what operators want to read; never part of a decision */
    public CoordinatorCore(
            CoordinatorConfig config, Network network, MetadataLog log, Consumer<String> journal) {
        this.config = config;
        this.network = network;
        this.journal = journal;
        this.proposals = new Proposals(metadata, log);
        this.subscribers = new Subscribers(network);
        this.probing = new Probing(network, config.secret());
        this.detector =
                new FailureDetector(config, watch, probing, metadata::view, this::judgedDown);
        this.handshakes = new CoordinatorHandshakes(config, network, metadata);
        this.upkeep = new Upkeep(config, metadata, watch, membership, this::propose, journal);
    }

    /** The state as it stands, for whoever runs this core. */
    public View view() {
        return metadata.view();
    }

    @Override
    public void start(long at) {
        now = at;
    }

    @Override
    public void accepted(long at, long connection, boolean fromLoopback) {
        handshakes.accepted(connection, fromLoopback);
    }

    @Override
    public void request(long at, long connection, long sequence, Request request) {
        now = at;
        switch (request.verb()) {
            case HELLO -> handshakes.hello(connection, sequence, request);
            case REGISTER_NODE, HEARTBEAT, ACTIVE, UNREGISTER_NODE ->
                fromNode(connection, sequence, request);
            case SUBSCRIBE_VIEW -> {
                subscribers.add(connection);
                network.answer(connection, sequence, ViewReplies.view(metadata.view(), 0));
            }
            default -> network.answer(connection, sequence, simple(request));
        }
    }

    private Reply simple(Request request) {
        return switch (request.verb()) {
            case PING -> Reply.pong();
            case GET_NODES_FOR_KEY ->
                ViewReplies.nodesFor(metadata.view(), Slots.of(request.key()));
            case LIST_NODES -> ViewReplies.nodes(metadata.view());
            case GET_VIEW ->
                ViewReplies.view(metadata.view(), request.longOption(Option.IF_NEWER, -1));
            case STATUS -> status.status();
            case EXPLAIN -> status.explain(request);
            case INFO -> handshakes.info();
            case PUT, GET, DELETE, EXISTS -> elsewhere(request);
            default ->
                Reply.error(
                        ErrorCode.UNSUPPORTED, request.verb() + " is not served by a coordinator");
        };
    }

    /** A person who asks a coordinator for data is told whom to ask. */
    private Reply elsewhere(Request request) {
        Member primary = metadata.view().primaryOf(Slots.of(request.key()));
        return primary == null
                ? ViewReplies.nodesFor(metadata.view(), Slots.of(request.key()))
                : Reply.error(
                                ErrorCode.NOT_PRIMARY,
                                "a coordinator holds no data; ask the node that serves this key")
                        .with("node", primary.id())
                        .with("addr", primary.address())
                        .with("epoch", Long.toString(metadata.view().epoch()));
    }

    private void fromNode(long connection, long sequence, Request request) {
        if (!handshakes.isNode(connection)) {
            network.answer(
                    connection,
                    sequence,
                    Reply.error(
                            ErrorCode.NOT_AUTHORIZED,
                            request.verb()
                                    + " is for nodes: the connection must open with HELLO --role=node"));
            return;
        }
        switch (request.verb()) {
            case REGISTER_NODE -> register(connection, sequence, request);
            case HEARTBEAT -> heartbeat(connection, sequence, request);
            case ACTIVE ->
                proposals.submit(
                        () -> membership.active(request.requiredValue()),
                        reply -> network.answer(connection, sequence, reply));
            default -> unregister(connection, sequence, request);
        }
    }

    private void register(long connection, long sequence, Request request) {
        String id = request.argument(0);
        proposals.submit(() -> membership.register(request, anotherIsAlive(request)), reply -> {
            if (reply.isOk()) {
                Watch.Node node = watch.of(id);
                node.connection = connection;
                node.incarnation = request.longOption(Option.INCARNATION, 0);
                node.lastHeard = now;
                node.pinged = false;
                node.answersAtAddress = false;
                node.suspected = false;
                node.doubtful = "doubtful".equals(request.option(Option.STORE));
                upkeep.registered(now);
                journal.accept(
                        id + " registered from " + request.argument(1) + ":" + request.argument(2));
            }
            network.answer(
                    connection,
                    sequence,
                    reply.isOk()
                            ? reply.with("epoch", Long.toString(metadata.view().epoch()))
                            : reply);
        });
    }

    private boolean anotherIsAlive(Request request) {
        Watch.Node known = watch.of(request.argument(0));
        return known.connection >= 0
                && known.incarnation != request.longOption(Option.INCARNATION, 0)
                && now - known.lastHeard < config.nodeTimeoutNanos();
    }

    private void heartbeat(long connection, long sequence, Request request) {
        String id = request.option(Option.NODE);
        Member member = id == null ? null : metadata.view().member(id);
        Watch.Node node = watch.of(id == null ? "" : id);
        if (member == null
                || node.connection != connection
                || member.incarnation() != request.longOption(Option.INCARNATION, 0)) {
            network.answer(
                    connection,
                    sequence,
                    Reply.error(
                            ErrorCode.STALE_EPOCH,
                            "this incarnation is not registered on this connection; register again"));
            return;
        }
        HeartbeatReader.read(request, node);
        node.lastHeard = now;
        network.answer(
                connection,
                sequence,
                Reply.ok().with("epoch", Long.toString(metadata.view().epoch())));
        propose(() -> membership.heard(member.id()));
        if (member.state() == MemberState.JOINING || member.state() == MemberState.DOWN) {
            welcome(member, node);
        }
    }

    /** Asked with every heartbeat until the node is UP: a proposal may be lost, and so may an answer. */
    private void welcome(Member member, Watch.Node node) {
        if (node.answersAtAddress) {
            propose(() -> membership.up(member.id()));
        } else if (!node.pinged) {
            node.pinged = true;
            probing.ping(now, member, this::pinged);
        }
    }

    private void pinged(String id, boolean answers) {
        Watch.Node node = watch.of(id);
        node.pinged = false;
        node.answersAtAddress = answers && node.connection >= 0;
        node.unreachable =
                answers ? null : "it does not answer at its advertised address; check --advertise";
        if (node.answersAtAddress) {
            propose(() -> membership.up(id));
        }
    }

    private void unregister(long connection, long sequence, Request request) {
        String id = request.argument(0);
        proposals.submit(
                () -> new Decision(membership.down(id), Reply.ok()),
                reply -> network.answer(connection, sequence, reply));
    }

    private void judgedDown(String id, String why) {
        propose(() -> {
            List<MetadataRecord> records = membership.down(id);
            if (!records.isEmpty()) {
                journal.accept(id + " is DOWN: " + why);
            }
            return records;
        });
    }

    private void propose(Supplier<List<MetadataRecord>> records) {
        if (proposals.leading()) {
            proposals.submit(() -> new Decision(records.get(), Reply.ok()), reply -> {});
        }
    }

    @Override
    public void connected(long at, long connection) {
        now = at;
        probing.connected(connection);
    }

    @Override
    public void reply(long at, long connection, Reply reply) {
        now = at;
        probing.reply(connection, reply);
    }

    @Override
    public void push(long at, long connection, Push push) {
        // A coordinator subscribes to nobody.
    }

    @Override
    public void disconnected(long at, long connection) {
        now = at;
        if (probing.owns(connection)) {
            probing.disconnected(connection);
            return;
        }
        handshakes.disconnected(connection);
        subscribers.remove(connection);
        String id = watch.byConnection(connection);
        if (id != null) {
            watch.of(id).connection = -1;
            detector.suspect(now, id);
        }
    }

    @Override
    public void tick(long at) {
        now = at;
        probing.tick(now);
        if (!proposals.leading()) {
            return;
        }
        if (metadata.created()) {
            detector.tick(now);
        }
        upkeep.tick(now);
    }

    @Override
    public void endTurn(long at) {
        now = at;
    }

    // ---- the log

    @Override
    public void restored(long at, byte[] snapshot) {
        now = at;
        metadata.restore(snapshot);
    }

    @Override
    public void committed(long at, byte[] bytes) {
        now = at;
        LogEntry entry = LogEntry.decode(bytes);
        long before = metadata.view().epoch();
        boolean applied = metadata.apply(entry);
        if (metadata.view().epoch() != before) {
            subscribers.push(metadata.view());
            journal.accept("epoch " + metadata.view().epoch() + ": "
                    + entry.records().size() + " records");
        }
        proposals.committed(entry, applied);
    }

    @Override
    public void leading(long at, boolean nowLeading) {
        now = at;
        if (nowLeading && !proposals.leading()) {
            watch.forgetAll();
            detector.began(now);
        }
        proposals.leading(nowLeading);
    }

    @Override
    public void appendFailed(long at) {
        now = at;
        proposals.failAppended();
    }

    @Override
    public byte[] snapshot() {
        return metadata.snapshot();
    }
}
