package io.ringkv.client.core;

import org.jspecify.annotations.Nullable;

/** Where a server listens. Text form {@code host:port}; an IPv6 host stands in brackets. */
public record HostAndPort(String host, int port) implements Comparable<HostAndPort> {
    public HostAndPort {
        if (host.isEmpty() || port < 1 || port > 65535) {
            throw new IllegalArgumentException("not an address: '" + host + ":" + port
                    + "'; write host:port, the port 1 to 65535");
        }
    }

    /** @throws IllegalArgumentException when the text is anything but {@code host:port} */
    public static HostAndPort parse(String text) {
        int colon = text.lastIndexOf(':');
        if (colon <= 0) {
            throw new IllegalArgumentException("not an address: '" + text + "'; write host:port");
        }
        String host = text.substring(0, colon);
        boolean bracketed = host.startsWith("[") && host.endsWith("]");
        try {
            return new HostAndPort(
                    bracketed ? host.substring(1, host.length() - 1) : host,
                    Integer.parseInt(text.substring(colon + 1)));
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(
                    "not an address: '" + text + "'; write host:port, the port 1 to 65535", e);
        }
    }

    /** The address that a server named; null when it named none, or none that is one. */
    public static @Nullable HostAndPort orNull(@Nullable String text) {
        try {
            return text == null ? null : parse(text);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    @Override
    public int compareTo(HostAndPort other) {
        int byHost = host.compareTo(other.host);
        return byHost != 0 ? byHost : Integer.compare(port, other.port);
    }

    @Override
    public String toString() {
        return host.indexOf(':') >= 0 ? "[" + host + "]:" + port : host + ":" + port;
    }
}
