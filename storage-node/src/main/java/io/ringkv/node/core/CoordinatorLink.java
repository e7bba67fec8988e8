package io.ringkv.node.core;

import io.ringkv.node.port.Journal;
import io.ringkv.protocol.ErrorClass;
import io.ringkv.protocol.Option;
import io.ringkv.protocol.Push;
import io.ringkv.protocol.Reply;
import io.ringkv.protocol.Request;
import io.ringkv.protocol.Verb;
import io.ringkv.protocol.actor.Network;
import io.ringkv.protocol.view.SlotTerms;
import io.ringkv.protocol.view.StoreDoubt;
import io.ringkv.protocol.view.View;
import io.ringkv.protocol.view.ViewCodec;

import org.jspecify.annotations.Nullable;

import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * The one connection to a coordinator: registers this incarnation, takes in views, sends heartbeats, and reports
 * active terms until they are acknowledged. Without a coordinator it keeps trying; the data path does not notice.
 */
final class CoordinatorLink {
    /** What a heartbeat says of this node. */
    record Health(
            long writes,
            long bytes,
            int slots,
            StoreDoubt doubt,
            boolean diskFull,
            byte[] behind) {}

    private static final String REGISTER = "r";
    private static final String VIEW = "v";
    private static final String HEARTBEAT = "b";
    private static final String ACTIVE = "a";
    private static final String HAND_OVER = "o";
    private static final String PROMOTE = "promote";
    private static final String RELEASE = "release";
    private static final String UNREGISTER = "u";

    /** Takes the answer to a request; never called when the connection breaks before it comes. */
    interface Answered {
        void answered(long now, Reply reply);
    }

    private final NodeConfig config;
    private final Network network;
    private final ViewKeeper views;
    private final Supplier<Health> health;
    private final AgreedClock clock;
    private final MovePace pace;
    private final Journal journal;
    private String lastComplaint = "";
    private long connection = -1;
    private boolean registered;
    private int nextCoordinator;
    private long retryAt;
    private long lastHeard;
    private long lastHeartbeat;
    private @Nullable SlotTerms unreported;
    private byte @Nullable [] reporting;
    private boolean reportSent;
    private Consumer<Boolean> whenAdmitted = doubtful -> {};
    private Runnable whenRegistered = () -> {};
    private boolean leaving;
    private boolean signedOff;
    private Answered handOverAnswered = (now, reply) -> {};
    private Answered promoteAnswered = (now, reply) -> {};
    private Answered releaseAnswered = (now, reply) -> {};
    private Answered signOffAnswered = (now, reply) -> {};

    CoordinatorLink(
            NodeConfig config,
            Network network,
            ViewKeeper views,
            Supplier<Health> health,
            AgreedClock clock,
            MovePace pace,
            Journal journal) {
        this.config = config;
        this.network = network;
        this.views = views;
        this.health = health;
        this.clock = clock;
        this.pace = pace;
        this.journal = journal;
    }

    /** Tells an operator why this node is not in its cluster; the same reason once. */
    private void complain(String why) {
        if (!why.equals(lastComplaint)) {
            lastComplaint = why;
            journal.event(why);
        }
    }

    boolean owns(long someConnection) {
        return connection == someConnection && connection >= 0;
    }

    boolean registered() {
        return registered;
    }

    /** Why this node is not registered, for people. */
    String absence() {
        return lastComplaint.isEmpty() ? "this node is about to register again" : lastComplaint;
    }

    /** Told at each registration, before anything follows from it, whether this store counts as doubtful. */
    void whenAdmitted(Consumer<Boolean> action) {
        whenAdmitted = action;
    }

    /** Run after each registration, the first and later ones. */
    void whenRegistered(Runnable action) {
        whenRegistered = action;
    }

    /** A term of a slot is active: the coordinators move the base of later take-overs (rule T3). */
    void active(int slot, long term) {
        if (unreported == null) {
            unreported = new SlotTerms();
        }
        unreported.add(slot, term);
    }

    void connected(long now) {
        lastHeard = now;
        network.request(
                connection,
                Peers.hello(config, "coordinator").tag(Peers.HELLO_TAG).build());
        network.request(connection, register());
        network.request(
                connection, Request.builder(Verb.SUBSCRIBE_VIEW).tag(VIEW).build());
    }

    private Request register() {
        Request.Builder register = Request.builder(Verb.REGISTER_NODE)
                .tag(REGISTER)
                .option(Option.INCARNATION, config.incarnation())
                .option(Option.PREVIOUS, config.previous())
                .option(Option.DATA_ID, config.dataId())
                .option(Option.STORE, config.health().name().toLowerCase(java.util.Locale.ROOT))
                .option(Option.EPOCH, Math.max(config.savedEpoch(), views.epoch()))
                .option(Option.WEIGHT, config.weight());
        if (!config.zone().isEmpty()) {
            register.option(Option.ZONE, config.zone());
        }
        if (!cluster().isEmpty()) {
            register.option(Option.CLUSTER, cluster());
        }
        return register.argument(config.id())
                .argument(config.host())
                .argument(Integer.toString(config.port()))
                .build();
    }

    void reply(long now, Reply reply) {
        lastHeard = now;
        String tag = reply.tag() == null ? "" : reply.tag();
        switch (tag) {
            case REGISTER -> registrationAnswered(now, reply);
            case VIEW -> offer(now, reply.block());
            case HEARTBEAT -> heartbeatAnswered(now, reply);
            case HAND_OVER -> handOverAnswered.answered(now, reply);
            case PROMOTE -> promoteAnswered.answered(now, reply);
            case RELEASE -> releaseAnswered.answered(now, reply);
            case UNREGISTER -> signOffAnswered.answered(now, reply);
            case ACTIVE -> {
                reportSent = false;
                reporting = reply.isOk() ? null : reporting;
            }
            default -> {
                if (isFinal(reply)) {
                    refused(now, reply.text());
                }
            }
        }
    }

    /** Empty until the first view came. */
    private String cluster() {
        return views.epoch() > 0 ? views.view().clusterId() : config.clusterId();
    }

    private void registrationAnswered(long now, Reply reply) {
        if (isFinal(reply)) {
            refused(now, reply.text());
            return;
        }
        if (reply.isOk()) {
            registered = true;
            lastComplaint = "";
            journal.event("registered with a coordinator as " + config.id());
            whenAdmitted.accept("doubtful".equals(reply.field("store")));
            views.registered(reply.longField("epoch", 0));
            lastHeartbeat = 0;
            whenRegistered.run();
        } else {
            complain("not registered: " + reply.text());
            drop(now);
        }
    }

    private void heartbeatAnswered(long now, Reply reply) {
        clock.heard(now, reply.longField("clock", 0));
        if (!reply.isOk()) {
            drop(now);
            return;
        }
        pace.heard(reply);
        if (views.wants(reply.longField("epoch", 0))) {
            network.request(connection, Request.builder(Verb.GET_VIEW).tag(VIEW).build());
        }
    }

    private static boolean isFinal(Reply reply) {
        ErrorClass errorClass = reply.errorClass();
        return errorClass == ErrorClass.FATAL || errorClass == ErrorClass.AUTH;
    }

    /**
     * Before this start has taken part in anything the process ends with the reason. Later the coordinator is the
     * stranger, one that lost its disk perhaps: it must not end a cluster that serves.
     */
    private void refused(long now, String why) {
        if (!views.accepting()) {
            throw new RefusedByCluster(why);
        }
        complain("the data path goes on without this coordinator: " + why);
        drop(now);
    }

    void push(long now, Push push) {
        lastHeard = now;
        offer(now, push.block());
    }

    private void offer(long now, byte @Nullable [] block) {
        if (block != null && block.length > 0) {
            View view = ViewCodec.decode(block);
            if (cluster().isEmpty() || cluster().equals(view.clusterId())) {
                take(now, view, block);
            } else {
                refused(
                        now,
                        "this data directory belongs to cluster " + cluster()
                                + ", and the coordinator serves " + view.clusterId());
            }
        }
    }

    private void take(long now, View view, byte[] text) {
        if (views.isOutdated(view)) {
            refused(
                    now,
                    "the coordinator's view, of epoch " + view.epoch()
                            + ", lacks what this node has seen: its disk is an older copy. Bring back"
                            + " its newest data directory, or start it in an empty one with --rebuild");
        }
        views.offer(view, text);
    }

    void disconnected(long now) {
        if (lastComplaint.isEmpty()) {
            complain("no coordinator answers at " + config.coordinators()
                    + "; the data path goes on, joining and failover wait");
        }
        connection = -1;
        registered = false;
        reportSent = false;
        retryAt = now + config.timing().reconnectNanos();
        nextCoordinator++;
    }

    private void drop(long now) {
        long dropped = connection;
        disconnected(now);
        network.close(dropped);
    }

    void tick(long now) {
        if (connection < 0) {
            connect(now);
        } else if (now - lastHeard > config.timing().peerSilenceNanos()) {
            drop(now);
        } else if (registered
                && !signedOff
                && now - lastHeartbeat >= config.timing().heartbeatNanos()) {
            lastHeartbeat = now;
            network.request(connection, heartbeat());
        }
        reportActive();
    }

    /** Tells at once that this node is to be nobody's heir any more. */
    void leave(long now) {
        leaving = true;
        if (registered) {
            lastHeartbeat = now;
            network.request(connection, heartbeat());
        }
    }

    /** Asks for new terms of these slots; only while registered. */
    void handOver(byte[] slotsByHeir, Answered answered) {
        handOverAnswered = answered;
        network.request(
                connection,
                Request.builder(Verb.HAND_OVER)
                        .tag(HAND_OVER)
                        .option(Option.INCARNATION, config.incarnation())
                        .argument(config.id())
                        .value(slotsByHeir)
                        .build());
    }

    /** Asks for the lists that are to follow. */
    void promote(byte[] terms, Answered answered) {
        promoteAnswered = answered;
        network.request(
                connection,
                Request.builder(Verb.PROMOTE)
                        .tag(PROMOTE)
                        .option(Option.INCARNATION, config.incarnation())
                        .argument(config.id())
                        .value(terms)
                        .build());
    }

    /** Asks which slots may be dropped here. */
    void release(byte[] terms, Answered answered) {
        releaseAnswered = answered;
        network.request(
                connection,
                Request.builder(Verb.RELEASE)
                        .tag(RELEASE)
                        .option(Option.DATA_ID, config.dataId())
                        .argument(config.id())
                        .value(terms)
                        .build());
    }

    /** The last word: this node is not waited for. No heartbeat follows, which would bring it back. */
    void signOff(Answered answered) {
        signedOff = true;
        signOffAnswered = answered;
        network.request(
                connection,
                Request.builder(Verb.UNREGISTER_NODE)
                        .tag(UNREGISTER)
                        .option(Option.INCARNATION, config.incarnation())
                        .argument(config.id())
                        .build());
    }

    private void connect(long now) {
        if (now >= retryAt && !config.coordinators().isEmpty()) {
            NodeConfig.Endpoint to = config.coordinators()
                    .get(nextCoordinator % config.coordinators().size());
            lastHeard = now;
            connection = network.connect(to.host(), to.port());
        }
    }

    private Request heartbeat() {
        Health state = health.get();
        Request.Builder heartbeat = Request.builder(Verb.HEARTBEAT)
                .tag(HEARTBEAT)
                .option(Option.NODE, config.id())
                .option(Option.INCARNATION, config.incarnation())
                .option(Option.EPOCH, views.epoch())
                .option(Option.WRITES, state.writes)
                .option(Option.BYTES, state.bytes)
                .option(Option.COUNT, state.slots)
                .option(Option.STORE, state.doubt.word());
        if (leaving || state.diskFull) {
            heartbeat.option(Option.SICK, leaving ? "leaving" : "disk-full");
        }
        return state.behind.length == 0
                ? heartbeat.build()
                : heartbeat.value(state.behind).build();
    }

    /** Sends what became active since the last report; one report at a time. */
    void reportActive() {
        if (reporting == null && unreported != null) {
            reporting = unreported.encode();
            unreported = null;
        }
        if (reporting != null && registered && !reportSent) {
            reportSent = true;
            network.request(
                    connection,
                    Request.builder(Verb.ACTIVE).tag(ACTIVE).value(reporting).build());
        }
    }
}
