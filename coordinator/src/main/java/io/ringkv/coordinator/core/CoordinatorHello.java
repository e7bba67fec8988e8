package io.ringkv.coordinator.core;

import io.ringkv.protocol.Option;
import io.ringkv.protocol.Request;
import io.ringkv.protocol.Verb;

/** How a coordinator introduces itself to whom it connects to. */
final class CoordinatorHello {
    private CoordinatorHello() {}

    /** @param secret of the cluster, empty for none */
    static Request.Builder with(String secret) {
        Request.Builder hello =
                Request.builder(Verb.HELLO).option(Option.ROLE, "coordinator").argument("1");
        if (!secret.isEmpty()) {
            hello.option(Option.TOKEN, secret);
        }
        return hello;
    }

    /** To other coordinators, which refuse one of another cluster. */
    static Request.Builder with(String secret, Metadata metadata) {
        Request.Builder hello = with(secret);
        if (metadata.created()) {
            hello.option(Option.CLUSTER, metadata.view().clusterId());
        }
        return hello;
    }
}
