package io.ringkv.coordinator.core;

import io.ringkv.hashing.Slots;
import io.ringkv.protocol.ErrorCode;
import io.ringkv.protocol.Option;
import io.ringkv.protocol.Reply;
import io.ringkv.protocol.Request;
import io.ringkv.protocol.view.Member;
import io.ringkv.protocol.view.View;
import io.ringkv.protocol.view.ViewReplies;

/** What anybody may ask of a coordinator: answered at once from the state as it stands, and nothing changes. */
final class Questions {
    private final Metadata metadata;
    private final ClusterStatus status;
    private final SafeToStop safeToStop;
    private final CoordinatorHandshakes handshakes;

    Questions(
            Metadata metadata,
            ClusterStatus status,
            SafeToStop safeToStop,
            CoordinatorHandshakes handshakes) {
        this.metadata = metadata;
        this.safeToStop = safeToStop;
        this.status = status;
        this.handshakes = handshakes;
    }

    /** Of {@code EXPLAIN} what anybody who holds the log can tell. */
    Reply place(Request request) {
        return status.place(request);
    }

    Reply answer(Request request) {
        View view = metadata.view();
        return switch (request.verb()) {
            case PING -> Reply.pong();
            case GET_NODES_FOR_KEY -> ViewReplies.nodesFor(view, Slots.of(request.key()));
            case LIST_NODES -> ViewReplies.nodes(view);
            case GET_VIEW -> ViewReplies.view(view, request.longOption(Option.IF_NEWER, -1));
            case STATUS -> status.status();
            case EXPLAIN -> status.explain(request);
            case SAFE_TO_STOP -> safeToStop.answer(request.argument(0));
            case INFO -> handshakes.info();
            case PUT, GET, DELETE, EXISTS -> elsewhere(view, Slots.of(request.key()));
            default ->
                Reply.error(
                        ErrorCode.UNSUPPORTED, request.verb() + " is not served by a coordinator");
        };
    }

    /** A person who asks a coordinator for data is told whom to ask. */
    private static Reply elsewhere(View view, int slot) {
        Member primary = view.primaryOf(slot);
        return primary == null
                ? ViewReplies.nodesFor(view, slot)
                : Reply.error(
                                ErrorCode.NOT_PRIMARY,
                                "a coordinator holds no data; ask the node that serves this key")
                        .with("node", primary.id())
                        .with("addr", primary.address())
                        .with("epoch", Long.toString(view.epoch()));
    }
}
