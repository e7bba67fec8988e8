package io.ringkv.client.core;

import io.ringkv.protocol.ErrorCode;
import io.ringkv.protocol.Reply;
import io.ringkv.protocol.actor.Network;
import io.ringkv.protocol.view.View;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.random.RandomGenerator;

/**
 * Every open call, from submission to outcome: sends it where {@link Routing} says, and repeats it as {@link Verdict}
 * allows and its deadline leaves room for.
 */
final class Calls implements Links.Listener {
    private static final long RETRY_FIRST_NANOS = 20_000_000L;
    private static final long RETRY_MOST_NANOS = 500_000_000L;

    private final ClientSettings settings;
    private final Links links;
    private final Routing routing;
    private final ViewRefresh refresh;
    private final Backoff backoff;
    private final Ending ending;
    private final Set<Call> open = new LinkedHashSet<>();
    private final Set<Call> waiting = new LinkedHashSet<>();
    private boolean viewChanged;

    Calls(ClientSettings settings, Network network, RandomGenerator random) {
        this.settings = settings;
        links = new Links(settings, network, random, this);
        routing = new Routing(settings.seeds(), links);
        ending = new Ending(routing);
        refresh = new ViewRefresh(routing, links, () -> viewChanged = true);
        backoff = new Backoff(random, RETRY_FIRST_NANOS, RETRY_MOST_NANOS);
    }

    Links links() {
        return links;
    }

    View view() {
        return routing.view();
    }

    int openCount() {
        return open.size();
    }

    void submit(long now, ClientRequest request, ClientCallback callback) {
        Call call = new Call(now, request, callback);
        if (open.size() >= settings.openRequestsMax()) {
            String text = "this client has too many open requests; nothing was applied";
            call.answer(Reply.error(ErrorCode.OVERLOADED, text));
            return;
        }
        open.add(call);
        dispatch(now, call);
        settle(now);
    }

    private void dispatch(long now, Call call) {
        HostAndPort to = routing.choose(now, call);
        if (to != null) {
            waiting.remove(call);
            links.send(now, call, to);
            return;
        }
        waiting.add(call);
        if (routing.hopeless(call)) {
            end(call);
        }
    }

    /** Asks for the view when that is due, and lets calls go on that waited for it. */
    void settle(long now) {
        ClientRequest question = refresh.due(now);
        if (question != null) {
            Call call = new Call(now, question, refresh);
            open.add(call);
            dispatch(now, call);
        }
        if (viewChanged) {
            viewChanged = false;
            wake(now);
        }
    }

    private void wake(long now) {
        for (Call call : new ArrayList<>(waiting)) {
            if (!call.done() && call.retryAt() <= now) {
                dispatch(now, call);
            }
        }
    }

    void replied(long now, long connection, Reply reply) {
        Call call = links.reply(now, connection, reply);
        if (call != null) {
            Link link = call.link();
            if (link != null) {
                heardOf(now, reply.longField("epoch", 0), link.address());
                decide(now, call, reply);
                links.pump(now, link);
            }
        }
        settle(now);
    }

    private void decide(long now, Call call, Reply reply) {
        switch (Verdict.of(call.request(), reply, call.mayBeApplied())) {
            case FINAL -> {
                forget(call);
                call.answer(reply);
            }
            case RETRY -> {
                refresh.want();
                call.refused(reply);
                retry(now, call, Durations.nanos(reply.field("retry-after")));
            }
            case REDIRECT -> redirect(now, call, reply);
            case MAYBE -> {
                call.refused(reply);
                call.maybeApplied();
                repeatOrEnd(now, call);
            }
            case UNKNOWN -> {
                call.refused(reply);
                call.maybeApplied();
                end(call);
            }
        }
    }

    private void redirect(long now, Call call, Reply reply) {
        refresh.want();
        call.refused(reply);
        call.waitUntil(now);
        HostAndPort address = HostAndPort.orNull(reply.field("addr"));
        if (address != null && call.follow(address)) {
            dispatch(now, call);
        } else {
            retry(now, call, 0);
        }
    }

    private void retry(long now, Call call, long leastNanos) {
        long at = now + Math.max(leastNanos, backoff.nanos(call.tries()));
        call.waitUntil(at);
        waiting.add(call);
        if (at >= call.deadline()) {
            end(call);
        }
    }

    private void repeatOrEnd(long now, Call call) {
        if (call.repeatable()) {
            retry(now, call, 0);
        } else {
            end(call);
        }
    }

    @Override
    public void notSent(long now, Call call) {
        call.waitUntil(now);
        waiting.add(call);
    }

    @Override
    public void misplaced(long now, Call call) {
        call.waitUntil(now);
        dispatch(now, call);
    }

    @Override
    public void lost(long now, Call call, HostAndPort address) {
        call.lost(address);
        repeatOrEnd(now, call);
    }

    @Override
    public void failed(long now, Link link) {
        refresh.want();
        for (Call call : new ArrayList<>(waiting)) {
            call.connectFailed();
        }
        wake(now);
    }

    @Override
    public void heardOf(long now, long epoch, HostAndPort from) {
        refresh.heardOf(epoch, from);
    }

    void tick(long now) {
        links.tick(now);
        for (Call call : new ArrayList<>(open)) {
            if (!call.done() && call.deadline() <= now) {
                expire(call);
            } else if (!call.done() && call.tryIsOver(now)) {
                abandonTry(now, call);
            }
        }
        if (!waiting.isEmpty() && view().members().isEmpty()) {
            refresh.want();
        }
        wake(now);
        settle(now);
    }

    /** Every open call gets the outcome that is known of it now. */
    void close() {
        for (Call call : new ArrayList<>(open)) {
            if (!call.done()) {
                expire(call);
            }
        }
        links.close();
    }

    private void expire(Call call) {
        Link link = call.link();
        if (link != null && link.forget(call)) {
            call.maybeApplied();
        }
        end(call);
    }

    /** No reply in good time. A server that is silent altogether loses its connection. */
    private void abandonTry(long now, Call call) {
        Link link = call.link();
        if (link == null) {
            return;
        }
        boolean silent = link.lastHeard < call.triedAt();
        link.forget(call);
        lost(now, call, link.address());
        if (silent && link.state == Link.State.READY) {
            links.fail(now, link, "it does not answer");
        }
    }

    private void forget(Call call) {
        open.remove(call);
        waiting.remove(call);
    }

    private void end(Call call) {
        forget(call);
        ending.end(call);
    }
}
