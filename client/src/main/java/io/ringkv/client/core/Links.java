package io.ringkv.client.core;

import io.ringkv.protocol.Option;
import io.ringkv.protocol.Reply;
import io.ringkv.protocol.Request;
import io.ringkv.protocol.Verb;
import io.ringkv.protocol.actor.Network;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.random.RandomGenerator;

/**
 * All connections of a client: opens them when something is to be sent, greets, sends, and gives back what a broken
 * one leaves behind, told apart by whether it had been sent. Where a call goes next is not decided here.
 */
final class Links {
    /** Takes what a connection could not finish. */
    interface Listener {
        /** Nobody has seen this request. */
        void notSent(long now, Call call);

        /** The process at this address turned out not to be one that could serve it. */
        void misplaced(long now, Call call);

        /** The request had left, and no reply will come. */
        void lost(long now, Call call, HostAndPort address);

        /** After all its calls were given back. */
        void failed(long now, Link link);

        /** A server said which epoch it is in. */
        void heardOf(long now, long epoch, HostAndPort from);
    }

    private static final String HELLO_TAG = "hello";
    private static final long RETRY_FIRST_NANOS = 50_000_000L;
    private static final long RETRY_MOST_NANOS = 2_000_000_000L;

    private final ClientSettings settings;
    private final Network network;
    private final Backoff backoff;
    private final Listener listener;
    private final Map<HostAndPort, Link> links = new TreeMap<>();
    private final Map<Long, Link> byConnection = new TreeMap<>();
    private final Session session = new Session();
    private String clusterId = "";
    private long epoch;
    private long tags;

    Links(ClientSettings settings, Network network, RandomGenerator random, Listener listener) {
        this.settings = settings;
        this.network = network;
        this.backoff = new Backoff(random, RETRY_FIRST_NANOS, RETRY_MOST_NANOS);
        this.listener = listener;
    }

    /** From now on, servers of another cluster are refused, and requests carry this epoch. */
    void cluster(String id, long newEpoch) {
        clusterId = id;
        epoch = newEpoch;
    }

    Link at(HostAndPort address) {
        return links.computeIfAbsent(address, Link::new);
    }

    Collection<Link> all() {
        return links.values();
    }

    /** Whether a request could be given to this address now. */
    boolean usable(HostAndPort address, long now) {
        Link link = links.get(address);
        return link == null || link.state != Link.State.CLOSED || link.retryAt <= now;
    }

    /** Usable, and not in the middle of failing: what is not healthy is opened aside, while others serve. */
    boolean healthy(HostAndPort address) {
        Link link = links.get(address);
        return link == null || link.failures == 0;
    }

    Link.Role role(HostAndPort address) {
        Link link = links.get(address);
        return link == null ? Link.Role.UNKNOWN : link.role;
    }

    void send(long now, Call call, HostAndPort address) {
        Link link = at(address);
        link.add(call);
        open(now, link);
        pump(now, link);
    }

    /** Opens the connection, unless it is open, being opened, or not to be tried yet. */
    void open(long now, Link link) {
        if (link.state == Link.State.CLOSED && link.retryAt <= now) {
            link.state = Link.State.CONNECTING;
            link.giveUpAt = now + settings.connectTimeoutNanos();
            link.connection =
                    network.connect(link.address().host(), link.address().port());
            byConnection.put(link.connection, link);
        }
    }

    void connected(long now, long connection) {
        Link link = byConnection.get(connection);
        if (link == null) {
            return;
        }
        link.state = Link.State.GREETING;
        network.request(connection, hello());
    }

    private Request hello() {
        Request.Builder hello = Request.builder(Verb.HELLO)
                .tag(HELLO_TAG)
                .option(Option.OOO)
                .option(Option.CLIENT, settings.name());
        if (!clusterId.isEmpty()) {
            hello.option(Option.CLUSTER, clusterId);
        }
        return hello.argument("1").build();
    }

    /** The call that was answered; null when the reply is for none that is still open. */
    @Nullable
    Call reply(long now, long connection, Reply reply) {
        Link link = byConnection.get(connection);
        if (link == null) {
            return null;
        }
        link.lastHeard = now;
        if (link.state == Link.State.GREETING
                && HELLO_TAG.equals(reply.tag())
                && !reply.isError()) {
            greeted(now, link, reply);
            return null;
        }
        if (link.state != Link.State.READY || reply.tag() == null) {
            fail(now, link, reply.isError() ? reply.text() : "it does not speak this protocol");
            return null;
        }
        if (HELLO_TAG.equals(reply.tag())) {
            session.adopt(now, reply);
            return null;
        }
        return link.answered(reply.tag());
    }

    private void greeted(long now, Link link, Reply reply) {
        link.state = Link.State.READY;
        link.giveUpAt = Long.MAX_VALUE;
        link.failures = 0;
        link.role =
                "coordinator".equals(reply.field("role")) ? Link.Role.COORDINATOR : Link.Role.NODE;
        session.adopt(now, reply);
        listener.heardOf(now, reply.longField("epoch", 0), link.address());
        pump(now, link);
    }

    /** Sends what the pipeline has room for. */
    void pump(long now, Link link) {
        while (link.hasRoom(settings.pipelineMax())) {
            Call call = link.next();
            if (misplaced(call, link)) {
                listener.misplaced(now, call);
                continue;
            }
            String id = call.needsId() ? session.nextId(now) : null;
            if (id != null) {
                call.identify(id);
            }
            String tag = "r" + Long.toString(++tags, Character.MAX_RADIX);
            link.sent(tag, call);
            network.request(link.connection, call.nextTry(now, tag, epoch));
        }
    }

    private static boolean misplaced(Call call, Link link) {
        return switch (call.route().kind()) {
            case COORDINATOR -> link.role == Link.Role.NODE;
            case NODE -> link.role == Link.Role.COORDINATOR;
            case PRIMARY, ANYBODY, ADDRESS -> false;
        };
    }

    void disconnected(long now, long connection) {
        Link link = byConnection.get(connection);
        if (link != null) {
            boolean open = link.state == Link.State.READY;
            fail(now, link, open ? "the connection broke" : "it closes new connections");
        }
    }

    void notConnected(long now, long connection, String why) {
        Link link = byConnection.get(connection);
        if (link != null) {
            fail(now, link, why);
        }
    }

    void tick(long now) {
        for (Link link : new ArrayList<>(links.values())) {
            if (link.giveUpAt <= now) {
                fail(now, link, "it does not answer");
            }
        }
        if (session.renewalDue(now)) {
            renewSession();
        }
    }

    /** Any node that is connected issues one. */
    private void renewSession() {
        for (Link link : links.values()) {
            if (link.state == Link.State.READY && link.role == Link.Role.NODE) {
                network.request(link.connection, hello());
                return;
            }
        }
    }

    /** Gives a connection up: whatever stands open on it goes elsewhere. */
    void fail(long now, Link link, String problem) {
        byConnection.remove(link.connection);
        network.close(link.connection);
        link.state = Link.State.CLOSED;
        link.giveUpAt = Long.MAX_VALUE;
        link.failures++;
        link.retryAt = now + backoff.nanos(link.failures);
        link.problem = problem;
        List<Call> queued = link.takeQueue();
        List<Call> sent = link.takeSent();
        sent.forEach(call -> listener.lost(now, call, link.address()));
        queued.forEach(call -> listener.notSent(now, call));
        listener.failed(now, link);
    }

    void close() {
        byConnection.keySet().forEach(network::close);
        byConnection.clear();
    }
}
