package io.ringkv.protocol.view;

/**
 * A member of the coordinators' group, and where clients and nodes reach it.
 *
 * @param id its name in the metadata log, stable over restarts
 */
public record Coordinator(String id, String host, int port) {
    /** How one comes to another address: others look for an id where they knew it first. */
    public static final String MOVING =
            "start another one there, with an --id of its own and an empty --data-dir; then:"
                    + " kv coordinators add ID=HOST:PORT, and kv coordinators remove the old id";

    /** As {@code host:port}; an IPv6 host stands in brackets. */
    public String address() {
        return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
    }

    /**
     * What to think of so many of them; empty for a good number.
     *
     * @param count at least 1
     */
    public static String adviceOn(long count) {
        return count % 2 == 1
                ? ""
                : count + " coordinators go on without as many as " + (count - 1)
                        + " do; an odd number is as safe, and cheaper";
    }

    @Override
    public String toString() {
        return id + " (" + address() + ")";
    }
}
