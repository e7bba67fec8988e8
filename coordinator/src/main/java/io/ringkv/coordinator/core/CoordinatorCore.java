package io.ringkv.coordinator.core;

import io.ringkv.coordinator.port.LogEvents;
import io.ringkv.coordinator.port.MetadataLog;
import io.ringkv.protocol.Option;
import io.ringkv.protocol.Push;
import io.ringkv.protocol.Reply;
import io.ringkv.protocol.Request;
import io.ringkv.protocol.Verb;
import io.ringkv.protocol.actor.Actor;
import io.ringkv.protocol.actor.Network;
import io.ringkv.protocol.actor.NodesOnly;
import io.ringkv.protocol.actor.WallClock;
import io.ringkv.protocol.view.View;
import io.ringkv.protocol.view.ViewReplies;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/**
 * A coordinator: wires its cores together, hands each request to the one that owns it, and applies what the log
 * commits. It never sees a value, and the data path does not need it.
 */
public final class CoordinatorCore implements Actor, LogEvents {
    private final Network network;
    private final Consumer<String> journal;
    private final Metadata metadata = new Metadata();
    private final Watch watch = new Watch();
    private final Membership membership = new Membership(metadata, watch);
    private final Proposals proposals;
    private final Subscribers subscribers;
    private final Probing probing;
    private final FailureDetector detector;
    private final CoordinatorHandshakes handshakes;
    private final LossReport losses;
    private final LossAcceptance lossAcceptance;
    private final Questions questions;
    private final Upkeep upkeep;
    private final Moves moves = new Moves(metadata, watch);
    private final Population population;
    private final Rebalance rebalance;
    private final Registration registration;
    private final Heartbeats heartbeats;
    private final CoordinatorConfig config;
    private @Nullable RebuildInquiry rebuild;
    private long now;

    /** @param journal takes what operators want to read; never part of a decision */
    public CoordinatorCore(
            CoordinatorConfig config,
            Network network,
            MetadataLog log,
            WallClock clock,
            Consumer<String> journal) {
        this.config = config;
        this.network = network;
        this.journal = journal;
        this.proposals = new Proposals(metadata, log, new EpochLeap(config.epochLeap()));
        this.subscribers = new Subscribers(network);
        this.probing = new Probing(network, config.secret());
        this.detector =
                new FailureDetector(config, watch, probing, metadata::view, this::judgedDown);
        this.handshakes = new CoordinatorHandshakes(config, network, metadata);
        this.losses = new LossReport(metadata);
        LostMajorities lost = new LostMajorities(metadata);
        this.lossAcceptance = new LossAcceptance(metadata, watch, lost);
        ClusterStatus status = new ClusterStatus(metadata, watch, losses, lost);
        this.questions =
                new Questions(metadata, status, new SafeToStop(metadata, watch), handshakes);
        this.upkeep = new Upkeep(config, metadata, watch, membership, proposals::propose, journal);
        this.population = new Population(config, metadata, moves);
        this.rebalance = new Rebalance(metadata, watch, moves, population, () -> now);
        this.registration = new Registration(
                config,
                network,
                metadata,
                watch,
                membership,
                moves,
                proposals,
                upkeep,
                () -> now,
                journal);
        this.heartbeats =
                new Heartbeats(network, metadata, watch, membership, proposals, probing, clock);
    }

    /**
     * Before the start: unless the log has metadata, it is taken from what nodes carry, and no new cluster begins
     * (rule M4).
     *
     * @param without nodes that are lost for good
     */
    public void rebuild(Set<String> without) {
        rebuild = new RebuildInquiry(new Rebuild(without), network, config.secret(), journal);
    }

    /** Null once there is metadata. */
    private @Nullable RebuildInquiry rebuilding() {
        return metadata.created() ? null : rebuild;
    }

    /** The state as it stands, for whoever runs this core. */
    public View view() {
        return metadata.view();
    }

    /** How many slots have a list that is not yet what it is to be. */
    public int slotsToMove() {
        return moves.left().size();
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
            case REGISTER_NODE, HEARTBEAT, ACTIVE, HAND_OVER, PROMOTE, RELEASE, UNREGISTER_NODE ->
                fromNode(connection, sequence, request);
            case ACKNOWLEDGE_LOSS ->
                proposals.submit(
                        () -> losses.acknowledge(request),
                        reply -> network.answer(connection, sequence, reply));
            case DRAIN, REMOVE_NODE, SET_REPLICAS, REBALANCE ->
                proposals.submit(
                        () -> decide(request),
                        reply -> network.answer(connection, sequence, withEpoch(reply)));
            case ACCEPT_LOSS -> acceptLoss(connection, sequence, request);
            case SUBSCRIBE_VIEW -> {
                subscribers.add(connection);
                network.answer(connection, sequence, ViewReplies.view(metadata.view(), 0));
            }
            default -> network.answer(connection, sequence, answer(request));
        }
    }

    /** What operators change about where data belongs. */
    private Decision decide(Request request) {
        Decision decision = change(request);
        return request.has(Option.PLAN) ? rebalance.planned(decision) : decision;
    }

    private Decision change(Request request) {
        return switch (request.verb()) {
            case DRAIN ->
                request.has(Option.CANCEL)
                        ? population.stay(request.argument(0))
                        : population.drain(now, request.argument(0));
            case REMOVE_NODE -> population.remove(now, request.argument(0));
            case SET_REPLICAS -> population.setReplicas(now, request.argument(0));
            default -> rebalance.decide(request);
        };
    }

    private Reply withEpoch(Reply reply) {
        return reply.isOk() ? reply.with("epoch", Long.toString(metadata.view().epoch())) : reply;
    }

    private void acceptLoss(long connection, long sequence, Request request) {
        proposals.submit(() -> lossAcceptance.accept(request), reply -> {
            if (reply.isOk()) {
                journal.accept("a person accepted the loss of stores: " + reply.field("slots")
                        + " slots go on with what is left");
            }
            network.answer(connection, sequence, reply);
        });
    }

    private Reply answer(Request request) {
        RebuildInquiry inquiry = rebuilding();
        return inquiry != null && request.verb() == Verb.STATUS
                ? inquiry.status()
                : questions.answer(request);
    }

    private void fromNode(long connection, long sequence, Request request) {
        if (!handshakes.isNode(connection)) {
            network.answer(connection, sequence, NodesOnly.refusal(request.verb()));
            return;
        }
        switch (request.verb()) {
            case REGISTER_NODE -> register(connection, sequence, request);
            case HEARTBEAT -> heartbeats.heartbeat(now, connection, sequence, request);
            case HAND_OVER -> registration.handOver(connection, sequence, request);
            case ACTIVE -> registration.active(connection, sequence, request);
            case PROMOTE -> registration.promote(connection, sequence, request);
            case RELEASE -> registration.release(connection, sequence, request);
            default -> registration.unregister(connection, sequence, request);
        }
    }

    private void register(long connection, long sequence, Request request) {
        RebuildInquiry inquiry = rebuilding();
        Reply refusal = Admission.refusal(request);
        if (refusal != null) {
            network.answer(connection, sequence, refusal);
        } else if (inquiry != null) {
            inquiry.register(connection, sequence, request);
        } else {
            registration.register(connection, sequence, request);
        }
    }

    private void judgedDown(String id, String why) {
        proposals.propose(() -> {
            List<MetadataRecord> records = membership.down(id);
            if (!records.isEmpty()) {
                journal.accept(id + " is DOWN: " + why);
            }
            return records;
        });
    }

    @Override
    public void connected(long at, long connection) {
        now = at;
        if (rebuild != null && rebuild.owns(connection)) {
            rebuild.connected(connection);
            return;
        }
        probing.connected(connection);
    }

    @Override
    public void reply(long at, long connection, Reply reply) {
        now = at;
        if (rebuild != null && rebuild.owns(connection)) {
            rebuild.reply(connection, reply);
            return;
        }
        probing.reply(connection, reply);
    }

    @Override
    public void push(long at, long connection, Push push) {
        // A coordinator subscribes to nobody.
    }

    @Override
    public void disconnected(long at, long connection) {
        now = at;
        if (rebuild != null && rebuild.owns(connection)) {
            rebuild.disconnected(connection);
            return;
        }
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
        RebuildInquiry inquiry = rebuilding();
        if (inquiry != null) {
            proposals.propose(() -> metadata.created() ? List.of() : inquiry.records());
            return;
        }
        if (metadata.created()) {
            detector.tick(now);
        }
        upkeep.tick(now);
        proposals.propose(() -> population.settled(now));
        proposals.propose(moves::next);
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
        View before = metadata.view();
        boolean created = metadata.created();
        boolean applied = metadata.apply(entry);
        if (!created && metadata.created()) {
            // Members of a rebuilt cluster have not been let in yet: they are given the time for
            // it.
            detector.began(now);
        }
        if (metadata.view().epoch() != before.epoch()) {
            subscribers.push(before, metadata.view());
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
            if (rebuild != null && metadata.created()) {
                journal.accept(
                        "--rebuild is passed over, since there is metadata already, of cluster "
                                + metadata.view().clusterId() + "; it takes an empty directory");
            }
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
