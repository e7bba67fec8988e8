package io.ringkv.coordinator.core;

import io.ringkv.coordinator.port.LogEvents;
import io.ringkv.coordinator.port.MetadataLog;
import io.ringkv.protocol.Push;
import io.ringkv.protocol.Reply;
import io.ringkv.protocol.Request;
import io.ringkv.protocol.Verb;
import io.ringkv.protocol.actor.Actor;
import io.ringkv.protocol.actor.Network;
import io.ringkv.protocol.actor.WallClock;
import io.ringkv.protocol.view.View;
import io.ringkv.protocol.view.ViewReplies;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
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
    private final Questions questions;
    private final Upkeep upkeep;
    private final Moves moves = new Moves(metadata, watch);
    private final Population population;
    private final CoordinatorConfig config;
    private final CoordinatorGroup group;
    private final Forwarding forwarding;
    private final FromNodes fromNodes;
    private final Operators operators;
    private final CoordinatorMembers members;
    private Consumer<String> whenCreated = cluster -> {};
    private final List<OwnConnections> own = new ArrayList<>();
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
        this.group = new CoordinatorGroup(metadata, log::group);
        this.forwarding = new Forwarding(network, config.secret(), metadata, log::group);
        this.proposals = new Proposals(metadata, log, new EpochLeap(config.epochLeap()));
        this.subscribers = new Subscribers(network);
        this.probing = new Probing(network, config.secret());
        this.detector =
                new FailureDetector(config, watch, probing, metadata::view, this::judgedDown);
        this.handshakes = new CoordinatorHandshakes(config, network, metadata, log);
        LossReport losses = new LossReport(metadata);
        LostMajorities lost = new LostMajorities(metadata);
        ClusterStatus status = new ClusterStatus(
                metadata, watch, losses, lost, group::away, () -> detector.hasJustBegun(now));
        this.questions =
                new Questions(metadata, status, new SafeToStop(metadata, watch), handshakes);
        this.upkeep = new Upkeep(config, metadata, watch, membership, proposals::propose, journal);
        this.population = new Population(config, metadata, moves);
        Introduction introduction = new Introduction(network, config.secret(), metadata, log);
        this.members = new CoordinatorMembers(log, metadata, moves, introduction, journal);
        this.operators = new Operators(
                network,
                metadata,
                proposals,
                population,
                new Rebalance(metadata, watch, moves, population, () -> now),
                losses,
                new LossAcceptance(metadata, watch, lost),
                new ForcedRemoval(metadata, watch, population, lost),
                () -> now,
                journal);
        Registration registration = new Registration(
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
        this.fromNodes = new FromNodes(
                network,
                metadata,
                handshakes,
                proposals,
                group,
                registration,
                new Heartbeats(network, metadata, watch, membership, proposals, probing, clock),
                this::rebuilding);
        own.addAll(List.of(probing, forwarding, introduction));
    }

    /**
     * Before the start: unless the log has metadata, it is taken from what nodes carry, and no new cluster begins
     * (rule M4).
     *
     * @param without nodes that are lost for good
     */
    public void rebuild(Set<String> without) {
        RebuildInquiry inquiry =
                new RebuildInquiry(new Rebuild(without), network, config.secret(), journal);
        rebuild = inquiry;
        own.add(inquiry);
    }

    /** Before the start: what its directory says of the cluster; empty for nothing. */
    public void belongsTo(String cluster) {
        handshakes.belongsTo(cluster);
    }

    /** Before the start: told the id of the cluster as soon as it is known. */
    public void whenCreated(Consumer<String> action) {
        whenCreated = action;
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
        group.start(at);
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
                fromNodes.request(now, connection, sequence, request);
            case PING, INFO -> network.answer(connection, sequence, questions.answer(request));
            case SUBSCRIBE_VIEW -> {
                subscribers.add(connection);
                network.answer(connection, sequence, ViewReplies.view(metadata.view(), 0));
            }
            case ACKNOWLEDGE_LOSS,
                    ACCEPT_LOSS,
                    DRAIN,
                    REMOVE_NODE,
                    SET_REPLICAS,
                    REBALANCE,
                    STATUS,
                    EXPLAIN,
                    SAFE_TO_STOP,
                    ADD_COORDINATOR,
                    REMOVE_COORDINATOR,
                    LIST_COORDINATORS -> {
                if (proposals.leading()) {
                    ofLeader(connection, sequence, request);
                } else {
                    passOn(connection, sequence, request);
                }
            }
            default ->
                network.answer(
                        connection,
                        sequence,
                        group.isStarting()
                                ? CoordinatorGroup.starting()
                                : questions.answer(request));
        }
    }

    /** What changes something, or asks for what only the leader knows. */
    private void ofLeader(long connection, long sequence, Request request) {
        switch (request.verb()) {
            case STATUS, EXPLAIN, SAFE_TO_STOP ->
                network.answer(connection, sequence, answer(request));
            case LIST_COORDINATORS -> network.answer(connection, sequence, members.list());
            case ADD_COORDINATOR, REMOVE_COORDINATOR ->
                members.change(now, request, reply -> network.answer(connection, sequence, reply));
            default -> operators.request(connection, sequence, request);
        }
    }

    /** To the leader, once; of the whole cluster's health there is a word without one. */
    private void passOn(long connection, long sequence, Request request) {
        if (handshakes.isCoordinator(connection)) {
            network.answer(connection, sequence, group.redirect());
        } else if (request.verb() == Verb.STATUS && group.isLeaderless(now)) {
            network.answer(connection, sequence, group.statusWithoutLeader());
        } else if (request.verb() == Verb.LIST_COORDINATORS && group.isLeaderless(now)) {
            network.answer(connection, sequence, members.list());
        } else if (request.verb() == Verb.EXPLAIN && !forwarding.knowsLeader()) {
            network.answer(connection, sequence, questions.place(request));
        } else {
            forwarding.forward(now, connection, sequence, request);
        }
    }

    private Reply answer(Request request) {
        RebuildInquiry inquiry = rebuilding();
        return inquiry != null && request.verb() == Verb.STATUS
                ? inquiry.status()
                : questions.answer(request);
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

    /** Whoever opened this connection; null when another process did. */
    private @Nullable OwnConnections opener(long connection) {
        for (OwnConnections one : own) {
            if (one.owns(connection)) {
                return one;
            }
        }
        return null;
    }

    @Override
    public void connected(long at, long connection) {
        now = at;
        OwnConnections opener = opener(connection);
        if (opener != null) {
            opener.connected(connection);
        }
    }

    @Override
    public void reply(long at, long connection, Reply reply) {
        now = at;
        OwnConnections opener = opener(connection);
        if (opener != null) {
            opener.reply(connection, reply);
        }
    }

    @Override
    public void push(long at, long connection, Push push) {
        // A coordinator subscribes to nobody.
    }

    @Override
    public void disconnected(long at, long connection) {
        now = at;
        OwnConnections opener = opener(connection);
        if (opener != null) {
            opener.disconnected(connection);
            return;
        }
        handshakes.disconnected(connection);
        subscribers.remove(connection);
        String id = watch.byConnection(connection);
        if (id != null) {
            watch.of(id).connection = -1;
            if (proposals.leading()) {
                detector.suspect(now, id);
            }
        }
    }

    @Override
    public void tick(long at) {
        now = at;
        own.forEach(one -> one.tick(now));
        group.tick(now);
        members.tick();
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
        proposals.propose(group::changed);
        proposals.propose(() -> population.settled(now));
        proposals.propose(moves::next);
    }

    @Override
    public void endTurn(long at) {
        now = at;
    }

    // ---- the log

    /** Also while this coordinator serves, when it was so far behind that the leader sends it everything. */
    @Override
    public void restored(long at, byte[] snapshot) {
        now = at;
        View before = metadata.view();
        metadata.restore(snapshot);
        tellOfChange(before);
    }

    private void tellOfChange(View before) {
        if (metadata.view().epoch() != before.epoch()) {
            subscribers.push(before, metadata.view());
        }
        if (metadata.created() && before.clusterId().isEmpty()) {
            whenCreated.accept(metadata.view().clusterId());
        }
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
        tellOfChange(before);
        if (metadata.view().epoch() != before.epoch()) {
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
            upkeep.began();
            population.began();
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
    public void membersChanged(long at, long number, String problem) {
        now = at;
        members.changed(number, problem);
    }

    @Override
    public byte[] snapshot() {
        return metadata.snapshot();
    }
}
