package io.ringkv.client.core;

import org.jspecify.annotations.Nullable;

/** Who is to answer a request: the primary of its key, any coordinator, anybody, or one process by its address. */
public record Route(Kind kind, @Nullable HostAndPort address) {
    enum Kind {
        PRIMARY,
        COORDINATOR,
        ANYBODY,
        ADDRESS
    }

    public static final Route PRIMARY = new Route(Kind.PRIMARY, null);
    public static final Route COORDINATOR = new Route(Kind.COORDINATOR, null);
    public static final Route ANYBODY = new Route(Kind.ANYBODY, null);

    public static Route to(HostAndPort address) {
        return new Route(Kind.ADDRESS, address);
    }
}
