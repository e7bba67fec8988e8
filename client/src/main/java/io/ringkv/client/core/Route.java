package io.ringkv.client.core;

import io.ringkv.protocol.Request;

import org.jspecify.annotations.Nullable;

/** Who is to answer a request: the primary of its key, any node or coordinator, anybody, or one process by its address. */
public record Route(Kind kind, @Nullable HostAndPort address) {
    enum Kind {
        PRIMARY,
        NODE,
        COORDINATOR,
        ANYBODY,
        ADDRESS
    }

    public static final Route PRIMARY = new Route(Kind.PRIMARY, null);
    public static final Route NODE = new Route(Kind.NODE, null);
    public static final Route COORDINATOR = new Route(Kind.COORDINATOR, null);
    public static final Route ANYBODY = new Route(Kind.ANYBODY, null);

    /** Who answers this, as the verb table has it. */
    public static Route of(Request request) {
        return switch (request.verb().side()) {
            case EVERYONE -> ANYBODY;
            case COORDINATOR -> COORDINATOR;
            case STORAGE -> request.hasKey() ? PRIMARY : NODE;
        };
    }

    public static Route to(HostAndPort address) {
        return new Route(Kind.ADDRESS, address);
    }
}
