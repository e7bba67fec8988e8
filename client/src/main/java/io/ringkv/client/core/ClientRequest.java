package io.ringkv.client.core;

import io.ringkv.protocol.Option;
import io.ringkv.protocol.Request;
import io.ringkv.protocol.record.RequestId;

/**
 * One question of the application: what to ask, whom, and for how long to try.
 *
 * @param request without a tag
 * @param timeoutNanos from the submission to the callback
 * @param identified give a write a request id of this client's session, unless it has one: then it can be repeated
 *     until its outcome is known
 */
public record ClientRequest(Request request, Route route, long timeoutNanos, boolean identified) {
    public ClientRequest {
        String id = request.option(Option.REQUEST_ID);
        if (id != null && RequestId.parse(id) == null) {
            throw new IllegalArgumentException(
                    "not a request id: '" + id + "'; it is <milliseconds>-<hex>-<number>");
        }
        if (timeoutNanos <= 0) {
            throw new IllegalArgumentException("a request needs some time: " + timeoutNanos);
        }
        if (route.kind() == Route.Kind.PRIMARY && !request.hasKey()) {
            throw new IllegalArgumentException(request.verb() + " has no key to find a node by");
        }
    }

    public static ClientRequest of(Request request, Route route, long timeoutNanos) {
        return new ClientRequest(request, route, timeoutNanos, false);
    }
}
