package io.ringkv.transport.process;

import java.net.InetAddress;
import java.net.UnknownHostException;

/** A host and a port, as {@code host:port}; an IPv6 literal stands in brackets. */
public record Address(String host, int port) {
    /** @throws IllegalArgumentException when the text is no address */
    public static Address parse(String text) {
        int colon = text.lastIndexOf(':');
        String host = colon < 0 ? "" : text.substring(0, colon);
        boolean bracketed = host.startsWith("[") && host.endsWith("]");
        if (bracketed) {
            host = host.substring(1, host.length() - 1);
        }
        if (host.isEmpty() || host.contains(" ") || !bracketed && host.contains(":")) {
            throw new IllegalArgumentException("'" + text + "' is not host:port");
        }
        try {
            int port = Integer.parseInt(text.substring(colon + 1));
            if (port >= 1 && port <= 65_535) {
                return new Address(host, port);
            }
        } catch (NumberFormatException e) {
            // Falls through to the one message.
        }
        throw new IllegalArgumentException("'" + text + "' has no port from 1 to 65535");
    }

    /** Listened on, it means every address of the machine; nobody can connect to it by that name. */
    public static boolean isWildcard(String host) {
        return host.equals("0.0.0.0") || host.equals("::") || host.equals("*");
    }

    /** The same words, or names of one machine. Asks the name service. */
    public boolean isSameAs(Address other) {
        if (equals(other) || port != other.port) {
            return port == other.port;
        }
        try {
            return InetAddress.getByName(host).equals(InetAddress.getByName(other.host));
        } catch (UnknownHostException e) {
            return false;
        }
    }

    @Override
    public String toString() {
        return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
    }
}
