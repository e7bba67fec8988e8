package io.ringkv.client.core;

import org.jspecify.annotations.Nullable;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The one connection to one address, what waits for it, and what was sent on it. {@link Links} drives it. */
final class Link {
    enum State {
        /** No connection; not tried again before {@link #retryAt}. */
        CLOSED,
        /** Asked for. */
        CONNECTING,
        /** HELLO is sent and not answered. */
        GREETING,
        /** Requests go out. */
        READY
    }

    enum Role {
        UNKNOWN,
        NODE,
        COORDINATOR
    }

    private final HostAndPort address;
    private final Deque<Call> queue = new ArrayDeque<>();
    private final Map<String, Call> sent = new LinkedHashMap<>();
    State state = State.CLOSED;
    Role role = Role.UNKNOWN;
    long connection = -1;
    long giveUpAt = Long.MAX_VALUE;
    long retryAt;
    long lastHeard;
    int failures;
    String problem = "not tried yet";

    Link(HostAndPort address) {
        this.address = address;
    }

    HostAndPort address() {
        return address;
    }

    void add(Call call) {
        queue.add(call);
        call.queuedOn(this);
    }

    boolean hasRoom(int pipelineMax) {
        return state == State.READY && sent.size() < pipelineMax && !queue.isEmpty();
    }

    Call next() {
        return queue.remove();
    }

    void sent(String tag, Call call) {
        sent.put(tag, call);
    }

    /** The call that this tag was sent for; null when it has its outcome or is tried elsewhere. */
    @Nullable
    Call answered(@Nullable String tag) {
        return tag == null ? null : sent.remove(tag);
    }

    /** The call is no longer this link's business, a late reply is passed over; true when it had been sent. */
    boolean forget(Call call) {
        queue.remove(call);
        return sent.values().remove(call);
    }

    List<Call> takeQueue() {
        List<Call> all = new ArrayList<>(queue);
        queue.clear();
        return all;
    }

    List<Call> takeSent() {
        List<Call> all = new ArrayList<>(sent.values());
        sent.clear();
        return all;
    }
}
