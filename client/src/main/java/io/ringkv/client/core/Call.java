package io.ringkv.client.core;

import io.ringkv.protocol.Option;
import io.ringkv.protocol.Reply;
import io.ringkv.protocol.Request;
import io.ringkv.protocol.Verb;

import org.jspecify.annotations.Nullable;

/**
 * One request on its way: its deadline, its tries, and what is known of its effect. It moves from waiting, to the
 * queue of a link, to sent under a tag of its own for each try, until it has its outcome.
 */
final class Call {
    private static final long MARGIN_NANOS_MAX = 100_000_000L;
    private static final long PATIENCE_NANOS_MIN = 500_000_000L;

    private final ClientRequest asked;
    private final ClientCallback callback;
    private final long deadline;
    private Request request;
    private int tries;
    private int redirects;
    private int failedConnects;
    private boolean mayBeApplied;
    private boolean done;
    private long retryAt;
    private long triedAt;
    private long giveUpTryAt = Long.MAX_VALUE;
    private @Nullable HostAndPort redirect;
    private @Nullable HostAndPort avoided;
    private @Nullable Link link;
    private @Nullable Reply refusal;

    Call(long now, ClientRequest asked, ClientCallback callback) {
        this.asked = asked;
        this.callback = callback;
        this.request = asked.request();
        this.deadline = now + asked.timeoutNanos();
        this.retryAt = now;
    }

    Route route() {
        return asked.route();
    }

    Request request() {
        return request;
    }

    long deadline() {
        return deadline;
    }

    int tries() {
        return tries;
    }

    boolean done() {
        return done;
    }

    boolean mayBeApplied() {
        return mayBeApplied;
    }

    boolean changes() {
        return Verdict.changes(request);
    }

    /** Whether another try does no harm, even if this one was applied. */
    boolean repeatable() {
        return !changes() || request.has(Option.REQUEST_ID);
    }

    @Nullable
    HostAndPort redirect() {
        return redirect;
    }

    @Nullable
    HostAndPort avoided() {
        return avoided;
    }

    @Nullable
    Link link() {
        return link;
    }

    /** The last server's reason for not doing it. */
    @Nullable
    Reply refusal() {
        return refusal;
    }

    long retryAt() {
        return retryAt;
    }

    long triedAt() {
        return triedAt;
    }

    boolean tryIsOver(long now) {
        return giveUpTryAt <= now;
    }

    int failedConnects() {
        return failedConnects;
    }

    void connectFailed() {
        failedConnects++;
    }

    void queuedOn(Link newLink) {
        link = newLink;
        redirect = null;
        avoided = null;
    }

    boolean needsId() {
        return asked.identified()
                && request.verb().supports(Option.REQUEST_ID)
                && !request.has(Option.REQUEST_ID);
    }

    void identify(String id) {
        request = request.toBuilder().option(Option.REQUEST_ID, id).build();
    }

    /** The request of the next try: tagged, with the time that is left and the epoch that is known. */
    Request nextTry(long now, String tag, long epoch) {
        tries++;
        triedAt = now;
        long left = deadline - now;
        long patience = repeatable() ? Math.max(PATIENCE_NANOS_MIN, left / 2) : left;
        giveUpTryAt = now + patience;
        Verb verb = request.verb();
        Request.Builder next = request.toBuilder().tag(tag);
        if (verb.supports(Option.TIMEOUT)) {
            // A little less than we wait, so that the server's own word arrives in time.
            long given = Math.min(patience, left);
            given -= Math.min(MARGIN_NANOS_MAX, given / 10);
            next.option(Option.TIMEOUT, Math.max(1, given / 1_000_000) + "ms");
        }
        if (verb.supports(Option.EPOCH) && epoch > 0) {
            next.option(Option.EPOCH, epoch);
        }
        return next.build();
    }

    /** Follows to the address; false when it has been sent around too often. */
    boolean follow(HostAndPort address) {
        redirect = address;
        return ++redirects % 4 != 0;
    }

    void refused(Reply reply) {
        refusal = reply;
    }

    /** The try ended without a word on whether it was applied. */
    void lost(HostAndPort address) {
        mayBeApplied |= changes();
        avoided = address;
    }

    void maybeApplied() {
        mayBeApplied |= changes();
    }

    void waitUntil(long at) {
        link = null;
        giveUpTryAt = Long.MAX_VALUE;
        retryAt = at;
    }

    private ClientCallback finish() {
        if (done) {
            throw new IllegalStateException("a request has one outcome: " + request);
        }
        done = true;
        link = null;
        return callback;
    }

    void answer(Reply reply) {
        finish().answered(reply.withTag(null));
    }

    void unknown(String text) {
        String id = request.option(Option.REQUEST_ID);
        String ofKey = id == null
                ? "; read the key before you decide to write again"
                : "; read the key, or repeat it with --request-id=" + id;
        // What operators decide is the same when it is decided twice.
        finish().unknown(text + (request.hasKey() ? ofKey : "; ask again, which does no harm"));
    }

    void unreachable(String text) {
        finish().unreachable(text);
    }

    @Override
    public String toString() {
        return request + " after " + tries + " tries";
    }
}
