package io.ringkv.client;

import io.ringkv.client.core.HostAndPort;
import io.ringkv.protocol.Limits;
import io.ringkv.protocol.Option;
import io.ringkv.protocol.Push;
import io.ringkv.protocol.Reply;
import io.ringkv.protocol.Request;
import io.ringkv.protocol.actor.Actor;
import io.ringkv.protocol.view.Assignment;
import io.ringkv.protocol.view.EpochGaps;
import io.ringkv.protocol.view.Member;
import io.ringkv.protocol.view.MemberState;
import io.ringkv.protocol.view.SlotSet;
import io.ringkv.protocol.view.View;
import io.ringkv.protocol.view.ViewReplies;
import io.ringkv.protocol.view.Voter;
import io.ringkv.transport.ActorLoop;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Function;

/**
 * A whole cluster in one loopback socket: it greets as a coordinator or a node, names itself the primary of every
 * slot, takes every request for slow, and answers all else as the test says. No answer at all breaks the connection.
 */
public final class ScriptedServer implements Actor, AutoCloseable {
    private final ActorLoop loop =
            ActorLoop.create("scripted", Limits.DEFAULT, Duration.ZERO, failure -> {});
    private final boolean coordinator;
    private final Function<Request, @Nullable Reply> answers;
    private final ConcurrentLinkedQueue<Request> requests = new ConcurrentLinkedQueue<>();
    private volatile View view = View.none();

    private ScriptedServer(boolean coordinator, Function<Request, @Nullable Reply> answers) {
        this.coordinator = coordinator;
        this.answers = answers;
    }

    public static ScriptedServer node(Function<Request, @Nullable Reply> answers)
            throws IOException {
        return new ScriptedServer(false, answers).listen();
    }

    public static ScriptedServer coordinator(Function<Request, @Nullable Reply> answers)
            throws IOException {
        return new ScriptedServer(true, answers).listen();
    }

    /** A node whose cluster has another one, n9, which nobody can reach. */
    public static ScriptedServer besideOneThatIsGone(Function<Request, @Nullable Reply> answers)
            throws IOException {
        return new ScriptedServer(false, answers).listen(member("n9", 1, MemberState.DOWN));
    }

    private ScriptedServer listen(Member... others) throws IOException {
        loop.bind("127.0.0.1", 0);
        List<Member> members = new ArrayList<>();
        members.add(member("n1", loop.boundPort(), MemberState.UP));
        members.addAll(Arrays.asList(others));
        view = viewOf(members);
        loop.run(this);
        return this;
    }

    /** From now on it shows a view with these members, whether it is one of them or not. */
    public ScriptedServer showing(Member... members) {
        view = viewOf(Arrays.asList(members));
        return this;
    }

    /** This server, as views name a node. */
    public Member as(String id, MemberState state) {
        return member(id, loop.boundPort(), state);
    }

    private static Member member(String id, int port, MemberState state) {
        return new Member(id, "d1", 1, "127.0.0.1", port, "", 1, state, 0, false);
    }

    private static View viewOf(List<Member> members) {
        List<Voter> voters = List.of(new Voter("n1", "d1"));
        View.Share all = new View.Share(
                new Assignment(3, "n1", 1, voters, List.of(), false, List.of()),
                SlotSet.parse("0-16383"));
        return new View("k1", "test", 3, 1, 100, members, List.of(all), EpochGaps.NONE);
    }

    public HostAndPort address() {
        return new HostAndPort("127.0.0.1", loop.boundPort());
    }

    /** The requests that the test's answers were asked for. */
    public List<Request> requests() {
        return List.copyOf(requests);
    }

    @Override
    public void request(long now, long connection, long sequence, Request request) {
        Reply reply = switch (request.verb()) {
            case HELLO -> hello();
            case GET_VIEW -> ViewReplies.view(view, request.longOption(Option.IF_NEWER, -1));
            case LIST_NODES -> ViewReplies.nodes(view);
            default -> scripted(request);
        };
        if (reply == null) {
            loop.network().close(connection);
        } else {
            loop.network().answer(connection, sequence, reply);
        }
    }

    private @Nullable Reply scripted(Request request) {
        requests.add(request);
        return answers.apply(request);
    }

    private Reply hello() {
        Reply reply = Reply.ok().with("proto", "1").with("epoch", 3);
        return coordinator
                ? reply.with("role", "coordinator")
                : reply.with("node", "n1").with("session", "1700-ab");
    }

    @Override
    public void close() {
        loop.close();
    }

    @Override
    public void start(long now) {
        // Waits for requests.
    }

    @Override
    public void accepted(long now, long connection, boolean fromLoopback) {
        // Anybody may.
    }

    @Override
    public void connected(long now, long connection) {
        // Opens none.
    }

    @Override
    public void reply(long now, long connection, Reply reply) {
        // Asks nobody.
    }

    @Override
    public void push(long now, long connection, Push push) {
        // Asks nobody.
    }

    @Override
    public void disconnected(long now, long connection) {
        // Keeps nothing.
    }

    @Override
    public void tick(long now) {
        // Has no clock.
    }

    @Override
    public void endTurn(long now) {
        // Sends at once.
    }
}
