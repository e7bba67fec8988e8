package io.ringkv.node.core;

import io.ringkv.node.port.Journal;
import io.ringkv.protocol.ErrorClass;
import io.ringkv.protocol.ErrorCode;
import io.ringkv.protocol.Option;
import io.ringkv.protocol.Push;
import io.ringkv.protocol.Reply;
import io.ringkv.protocol.Request;
import io.ringkv.protocol.Verb;
import io.ringkv.protocol.actor.Network;
import io.ringkv.protocol.actor.SaidLately;
import io.ringkv.protocol.view.StoreDoubt;

import org.jspecify.annotations.Nullable;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * The one connection to the coordinator that leads: registers this incarnation, takes in views, sends heartbeats, and
 * reports active terms until they are acknowledged. Without a coordinator it keeps trying; the data path does not notice.
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
    private final SaidLately said = new SaidLately();
    private String lastComplaint = "";
    private long connection = -1;
    private boolean registered;
    private long retryAt;
    private long lastHeard;
    private long lastHeartbeat;
    private final ViewFeed feed;
    private final CoordinatorAddresses addresses;
    private final ActiveReport active = new ActiveReport();
    private final Map<String, Answered> asked = new LinkedHashMap<>();
    private long nextTag;
    private Consumer<Boolean> whenAdmitted = doubtful -> {};
    private Runnable whenRegistered = () -> {};
    private Supplier<String> suspects = () -> "";
    private boolean leaving;
    private boolean signedOff;

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
        this.feed = new ViewFeed(views);
        this.addresses = new CoordinatorAddresses(config.coordinators(), views::carried);
    }

    /** Tells an operator why this node is not in its cluster; a reason that stays, or comes in turn with others, once. */
    private void complain(long now, String why) {
        lastComplaint = why;
        if (said.isNews(now, why)) {
            journal.event(why);
        }
    }

    boolean owns(long someConnection) {
        return connection == someConnection && connection >= 0;
    }

    boolean registered() {
        return registered;
    }

    /** All that are known: those it was given, which may be doors of other kinds, and those that the view names. */
    List<NodeConfig.Endpoint> all() {
        return addresses.all();
    }

    /** A coordinator, the leader if it is known; null where nobody is. */
    NodeConfig.@Nullable Endpoint known() {
        return addresses.forOthers(registered);
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

    /** Asked with each heartbeat whom this node cannot reach: ids with commas, empty for nobody. */
    void suspecting(Supplier<String> ids) {
        suspects = ids;
    }

    /** A term of a slot is active: the coordinators move the base of later take-overs (rule T3). */
    void active(int slot, long term) {
        active.add(slot, term);
    }

    void connected(long now) {
        lastHeard = now;
        feed.begin();
        network.request(
                connection,
                Peers.hello(config, Door.SOUGHT).tag(Peers.HELLO_TAG).build());
        ask(register(), this::registrationAnswered);
        ask(Request.builder(Verb.SUBSCRIBE_VIEW), this::viewAnswered);
    }

    /** Sends a request over the connection there is. */
    void ask(Request.Builder request, Answered answered) {
        String tag = "q" + nextTag++;
        asked.put(tag, answered);
        network.request(connection, request.tag(tag).build());
    }

    /** A request that says which node it is from. */
    Request.Builder fromThisNode(Verb verb) {
        return Request.builder(verb).argument(config.id());
    }

    /** And which start of it. */
    Request.Builder fromThisStart(Verb verb) {
        return fromThisNode(verb).option(Option.INCARNATION, config.incarnation());
    }

    private Request.Builder register() {
        Request.Builder register = fromThisStart(Verb.REGISTER_NODE)
                .option(Option.PREVIOUS, config.previous())
                .option(Option.DATA_ID, config.dataId())
                .option(Option.STORE, config.health().name().toLowerCase(java.util.Locale.ROOT))
                .option(Option.EPOCH, Math.max(config.savedEpoch(), views.epoch()))
                .option(Option.WEIGHT, config.weight());
        if (!config.zone().isEmpty()) {
            register.option(Option.ZONE, config.zone());
        }
        if (!views.clusterId().isEmpty()) {
            register.option(Option.CLUSTER, views.clusterId());
        }
        return register.argument(config.host()).argument(Integer.toString(config.port()));
    }

    void reply(long now, Reply reply) {
        lastHeard = now;
        addresses.answered();
        if (reply.isError(ErrorCode.NOT_LEADER)) {
            follow(now, reply);
            return;
        }
        Answered answered = reply.tag() == null ? null : asked.remove(reply.tag());
        if (answered != null) {
            answered.answered(now, reply);
        } else if (isFinal(reply)) {
            refused(now, reply.text());
        }
    }

    private void registrationAnswered(long now, Reply reply) {
        if (isFinal(reply)) {
            refused(now, reply.text());
            return;
        }
        if (reply.isOk()) {
            registered = true;
            addresses.settled();
            lastComplaint = "";
            said.forget();
            journal.event("registered with a coordinator as " + config.id());
            whenAdmitted.accept("doubtful".equals(reply.field("store")));
            views.registered(reply.longField("epoch", 0));
            lastHeartbeat = 0;
            whenRegistered.run();
        } else {
            complain(now, "not registered: " + reply.text());
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
            ask(Request.builder(Verb.GET_VIEW), this::viewAnswered);
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
        complain(now, "the data path goes on without this coordinator: " + why);
        drop(now);
    }

    void push(long now, Push push) {
        lastHeard = now;
        if (feed.continues(push)) {
            refusedIf(now, feed.change(push));
        } else {
            ask(Request.builder(Verb.GET_VIEW), this::viewAnswered);
        }
    }

    private void viewAnswered(long now, Reply reply) {
        refusedIf(now, feed.whole(reply.block()));
    }

    private void refusedIf(long now, @Nullable String why) {
        if (why != null) {
            refused(now, why);
        }
    }

    void disconnected(long now) {
        addresses.failed();
        if (addresses.allInVain()) {
            complain(
                    now,
                    "no coordinator answers at " + addresses.all()
                            + (views.view().isNone()
                                    ? "; start one of them"
                                    : "; the data path goes on, joining and failover wait"));
        }
        forgetConnection(now + config.timing().reconnectNanos());
    }

    private void forgetConnection(long nextTryAt) {
        connection = -1;
        registered = false;
        active.disconnected();
        asked.clear();
        retryAt = nextTryAt;
    }

    /** This one does not lead, or no longer: on to the one that it names, or to the next. */
    private void follow(long now, Reply reply) {
        boolean atOnce = addresses.redirected(reply);
        if (!atOnce) {
            complain(now, "not registered yet: " + addresses.saysOfLeader(reply));
        }
        long left = connection;
        forgetConnection(atOnce ? now : now + config.timing().reconnectNanos());
        network.close(left);
        connect(now);
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
            heartbeat(now);
        }
        reportActive();
    }

    /** Tells at once that this node is to be nobody's heir any more. */
    void leave(long now) {
        leaving = true;
        if (registered) {
            heartbeat(now);
        }
    }

    /** The last word: this node is not waited for. No heartbeat follows, which would bring it back. */
    void signOff(Answered answered) {
        signedOff = true;
        ask(fromThisStart(Verb.UNREGISTER_NODE), answered);
    }

    private void connect(long now) {
        NodeConfig.Endpoint to = now >= retryAt ? addresses.next() : null;
        if (to != null) {
            lastHeard = now;
            connection = network.connect(to.host(), to.port());
        }
    }

    private void heartbeat(long now) {
        lastHeartbeat = now;
        Health state = health.get();
        Request.Builder heartbeat = Request.builder(Verb.HEARTBEAT)
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
        String unreached = suspects.get();
        if (!unreached.isEmpty()) {
            heartbeat.option(Option.SUSPECTS, unreached);
        }
        if (state.behind.length > 0) {
            heartbeat.value(state.behind);
        }
        ask(heartbeat, this::heartbeatAnswered);
    }

    /** Sends what became active since the last report. */
    void reportActive() {
        byte[] terms = registered ? active.due() : null;
        if (terms != null) {
            ask(Request.builder(Verb.ACTIVE).value(terms), (now, reply) -> active.answered(reply));
        }
    }
}
