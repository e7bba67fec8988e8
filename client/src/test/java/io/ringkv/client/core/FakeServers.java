package io.ringkv.client.core;

import io.ringkv.protocol.Push;
import io.ringkv.protocol.Reply;
import io.ringkv.protocol.Request;
import io.ringkv.protocol.Verb;
import io.ringkv.protocol.actor.Actor;
import io.ringkv.protocol.actor.Network;
import io.ringkv.protocol.view.Assignment;
import io.ringkv.protocol.view.Coordinator;
import io.ringkv.protocol.view.EpochGaps;
import io.ringkv.protocol.view.Member;
import io.ringkv.protocol.view.MemberState;
import io.ringkv.protocol.view.SlotSet;
import io.ringkv.protocol.view.View;
import io.ringkv.protocol.view.ViewReplies;
import io.ringkv.protocol.view.Voter;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Servers that exist only as answers: HELLO and GET_VIEW are answered at once, data requests wait for the test to
 * answer them. Addresses that are down refuse; those that are silent accept nothing and say nothing.
 */
final class FakeServers implements Network {
    record Sent(long connection, String address, Request request) {}

    final List<Sent> sent = new ArrayList<>();
    final Set<String> down = new TreeSet<>();
    final Set<String> silent = new TreeSet<>();
    final Set<String> coordinators = new TreeSet<>();
    private final Map<Long, String> open = new TreeMap<>();
    private final List<Runnable> events = new ArrayList<>();
    private View view = View.none();
    private @Nullable Actor client;
    private long connections;
    boolean issuesSessions = true;
    long now = 1_000;

    static View viewOf(long epoch, String primary) {
        List<Member> members = new ArrayList<>();
        List<Voter> voters = new ArrayList<>();
        for (String id : List.of("n1", "n2", "n3")) {
            members.add(new Member(id, "d" + id, 1, id, 7, "", 1, MemberState.UP, 0, false));
            voters.add(new Voter(id, "d" + id));
        }
        View.Share all = new View.Share(
                new Assignment(epoch, primary, 1, voters, List.of(), false, List.of()),
                SlotSet.parse("0-16383"));
        return new View("k1", "test", epoch, 3, 100, members, List.of(all), EpochGaps.NONE);
    }

    /** The same, which names a coordinator at this host, on port 7. */
    static View naming(View view, String coordinator) {
        return new View(
                view.clusterId(),
                view.clusterName(),
                view.epoch(),
                view.replicas(),
                view.virtualNodes(),
                view.members(),
                view.shares(),
                view.gaps(),
                List.of(new Coordinator(coordinator, coordinator, 7)));
    }

    void serve(Actor actor, View newView) {
        client = actor;
        view = newView;
    }

    void view(View newView) {
        view = newView;
    }

    private Actor client() {
        return java.util.Objects.requireNonNull(client);
    }

    /** Lets everything that was caused happen. */
    void settle() {
        while (!events.isEmpty()) {
            events.remove(0).run();
            client().endTurn(now);
        }
    }

    void pass(long millis) {
        for (long until = now + millis * 1_000_000L; now < until; ) {
            now = Math.min(until, now + Actor.TICK_NANOS);
            client().tick(now);
            settle();
        }
    }

    /** The only data request that is not answered yet. */
    Sent only() {
        if (sent.size() != 1) {
            throw new AssertionError("one request is expected, not " + sent);
        }
        return sent.get(0);
    }

    void answer(Reply reply) {
        Sent first = sent.remove(0);
        client().reply(now, first.connection, reply.withTag(first.request.tag()));
        settle();
    }

    void cut(String address) {
        for (Map.Entry<Long, String> entry : new ArrayList<>(open.entrySet())) {
            if (entry.getValue().equals(address)) {
                open.remove(entry.getKey());
                sent.removeIf(s -> s.connection == entry.getKey());
                client().disconnected(now, entry.getKey());
            }
        }
        settle();
    }

    @Override
    public long connect(String host, int port) {
        long connection = ++connections;
        String address = host + ":" + port;
        if (down.contains(address)) {
            events.add(() -> client().notConnected(now, connection, "it refuses connections"));
        } else if (!silent.contains(address)) {
            open.put(connection, address);
            events.add(() -> client().connected(now, connection));
        }
        return connection;
    }

    @Override
    public void request(long connection, Request request) {
        String address = open.get(connection);
        if (address == null || silent.contains(address)) {
            return;
        }
        if (request.verb() == Verb.HELLO || request.verb() == Verb.GET_VIEW) {
            Reply reply = request.verb() == Verb.HELLO
                    ? hello(address)
                    : ViewReplies.view(
                            view, request.longOption(io.ringkv.protocol.Option.IF_NEWER, -1));
            events.add(() -> client().reply(now, connection, reply.withTag(request.tag())));
        } else {
            sent.add(new Sent(connection, address, request));
        }
    }

    private Reply hello(String address) {
        Reply reply = Reply.ok().with("proto", "1").with("epoch", view.epoch());
        if (coordinators.contains(address)) {
            return reply.with("role", "coordinator");
        }
        return !issuesSessions
                ? reply.with("node", address)
                : reply.with("node", address)
                        .with("session", (1700 + now / 100_000_000_000L) + "-ab");
    }

    @Override
    public void close(long connection) {
        open.remove(connection);
    }

    @Override
    public void answer(long connection, long sequence, Reply reply) {
        throw new AssertionError("a client answers nobody");
    }

    @Override
    public void allowOvertaking(long connection) {
        throw new AssertionError("a client answers nobody");
    }

    @Override
    public void push(long connection, Push push) {
        throw new AssertionError("a client pushes nothing");
    }
}
