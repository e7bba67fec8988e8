package io.ringkv.client.core;

import io.ringkv.protocol.Option;
import io.ringkv.protocol.Reply;
import io.ringkv.protocol.Request;
import io.ringkv.protocol.Verb;
import io.ringkv.protocol.view.View;
import io.ringkv.protocol.view.ViewCodec;

import org.jspecify.annotations.Nullable;

/**
 * Decides when to ask for the view, and of whom: of the server that spoke of a newer one, or of anybody when something
 * failed. One question at a time; failures alone ask no more often than every {@link #PAUSE_NANOS}.
 */
final class ViewRefresh implements ClientCallback {
    private static final long PAUSE_NANOS = 100_000_000L;
    private static final long PATIENCE_NANOS = 3_000_000_000L;

    private final Routing routing;
    private final Links links;
    private final Runnable changed;
    private boolean asking;
    private boolean wanted = true;
    private @Nullable HostAndPort informant;
    private long informedOf;
    private long nextAt = Long.MIN_VALUE;

    /** @param changed runs after a newer view was taken over */
    ViewRefresh(Routing routing, Links links, Runnable changed) {
        this.routing = routing;
        this.links = links;
        this.changed = changed;
    }

    /** Something failed that a newer view may explain. */
    void want() {
        wanted = true;
    }

    /** A server is in this epoch. */
    void heardOf(long epoch, HostAndPort from) {
        if (epoch > Math.max(informedOf, routing.view().epoch())) {
            informedOf = epoch;
            informant = from;
        }
    }

    /** The question to ask now; null when there is none. */
    @Nullable
    ClientRequest due(long now) {
        if (informedOf <= routing.view().epoch()) {
            informant = null;
        }
        boolean due = informant != null || (wanted || !routing.viewKnown()) && now >= nextAt;
        if (asking || !due) {
            return null;
        }
        asking = true;
        wanted = false;
        nextAt = now + PAUSE_NANOS;
        Route route = informant == null ? Route.ANYBODY : Route.to(informant);
        informant = null;
        Request.Builder request = Request.builder(Verb.GET_VIEW);
        if (routing.viewKnown()) {
            request.option(Option.IF_NEWER, routing.view().epoch());
        }
        return ClientRequest.of(request.build(), route, PATIENCE_NANOS);
    }

    @Override
    public void answered(Reply reply) {
        asking = false;
        byte[] block = reply.block();
        if (!reply.isOk() || block == null) {
            return;
        }
        try {
            take(ViewCodec.decode(block));
        } catch (IllegalArgumentException e) {
            wanted = true;
        }
    }

    private void take(View view) {
        View old = routing.view();
        boolean foreign = !old.clusterId().isEmpty() && !old.clusterId().equals(view.clusterId());
        if (!foreign && (!routing.viewKnown() || view.epoch() > old.epoch())) {
            routing.view(view);
            links.cluster(view.clusterId(), view.epoch());
            changed.run();
        }
    }

    @Override
    public void unknown(String text) {
        asking = false;
    }

    @Override
    public void unreachable(String text) {
        asking = false;
    }
}
