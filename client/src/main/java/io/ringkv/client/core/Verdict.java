package io.ringkv.client.core;

import io.ringkv.protocol.ErrorClass;
import io.ringkv.protocol.ErrorCode;
import io.ringkv.protocol.Option;
import io.ringkv.protocol.Reply;
import io.ringkv.protocol.Request;
import io.ringkv.protocol.Status;
import io.ringkv.protocol.Verb;

import java.util.List;

/**
 * What a reply means for a request that may already have been applied by an earlier try. All of the client's safety
 * is here: an outcome that is not known is never called a failure, nor repeated without a request id.
 */
enum Verdict {
    /** The reply is the outcome. */
    FINAL,
    /** Nothing more was applied: try again while there is time. */
    RETRY,
    /** Another process serves this. */
    REDIRECT,
    /** This try may have been applied. It is repeated when that is harmless. */
    MAYBE,
    /** It stays unknown, whatever is tried. */
    UNKNOWN;

    /** What {@code REBALANCE} and {@code REPAIR} only show. */
    private static final List<String> LOOKS = List.of("PLAN", "STATUS");

    /** @param mayBeApplied whether an earlier try of the same request may have been, or may still be */
    static Verdict of(Request request, Reply reply, boolean mayBeApplied) {
        ErrorClass errorClass = reply.errorClass();
        if (errorClass == null) {
            return mayBeApplied && deniesEffect(request, reply) ? UNKNOWN : FINAL;
        }
        return switch (errorClass) {
            case RETRY, BUSY -> RETRY;
            case REDIRECT -> REDIRECT;
            case FATAL, AUTH -> mayBeApplied ? UNKNOWN : FINAL;
            case UNKNOWN -> reply.isError(ErrorCode.TOO_OLD) && changes(request) ? UNKNOWN : MAYBE;
        };
    }

    /** Whether it changes anything, so that asking twice is not the same as asking once. */
    static boolean changes(Request request) {
        return switch (request.verb()) {
            case PUT, DELETE, TOUCH, INCR, MDELETE, REMOVE_COORDINATOR -> true;
            case SET_REPLICAS, DRAIN, REMOVE_NODE -> !request.has(Option.PLAN);
            case REBALANCE, REPAIR ->
                LOOKS.stream().noneMatch(look -> look.equalsIgnoreCase(request.argument(0)));
            default -> false;
        };
    }

    /** This try changed nothing, but an earlier one that is still under way may. */
    private static boolean deniesEffect(Request request, Reply reply) {
        boolean deletedNothing =
                request.verb() == Verb.DELETE && "0".equals(reply.field("existed"));
        return reply.status() == Status.CONFLICT || deletedNothing;
    }
}
