package io.ringkv.coordinator.server;

import io.ringkv.coordinator.port.LogMember;
import io.ringkv.protocol.Port;
import io.ringkv.protocol.view.Coordinator;
import io.ringkv.transport.process.Address;
import io.ringkv.transport.process.ListenOptions;
import io.ringkv.transport.process.Problems;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * What {@code --peers} says: {@code c1=10.0.0.1:5000,c2=10.0.0.2:5000/6000}, each with the port of its log if need be.
 * Of processes with both roles the address is the node's, and the port of the coordinator may stand behind it, then that
 * of its log.
 */
final class PeerOptions {
    static final int LOG_PORT_BEHIND = 1_000;
    private static final String AS_IN =
            "; write it as c1=10.0.0.1:5000,c2=10.0.0.2:5000,c3=10.0.0.3:5000";

    private final Problems problems;
    private final int behind;

    /** @param behind how far above the address that is given the coordinator's port is; 0 where it is that */
    PeerOptions(Problems problems, int behind) {
        this.problems = problems;
        this.behind = behind;
    }

    /** All that are named, in the order of their ids; the same list for all of them. */
    List<Peer> read(@Nullable String peers) {
        List<Peer> all = new ArrayList<>();
        if (peers != null) {
            Set<String> ids = new TreeSet<>();
            Set<String> addresses = new TreeSet<>();
            for (String text : peers.split(",", -1)) {
                Peer peer = peer(text.strip());
                if (peer != null) {
                    refuseTwice("the id " + peer.id(), ids.add(peer.id()));
                    addressesOf(peer)
                            .forEach(one -> refuseTwice("the address " + one, addresses.add(one)));
                    all.add(peer);
                }
            }
            all.sort((one, other) -> one.id().compareTo(other.id()));
        }
        return all;
    }

    private List<String> addressesOf(Peer peer) {
        List<String> own = new ArrayList<>();
        if (behind > 0) {
            own.add(peer.given().toString());
        }
        own.add(peer.member().coordinator().address());
        own.add(peer.member().logAddress());
        return own;
    }

    private void refuseTwice(String what, boolean once) {
        if (!once) {
            problems.add("--peers has " + what + " twice; each of them has its own");
        }
    }

    private @Nullable Peer peer(String text) {
        int equals = text.indexOf('=');
        if (equals < 1 || !text.substring(0, equals).matches("[A-Za-z0-9._-]{1,64}")) {
            problems.add("--peers: '" + text + "' is no peer, which is its id, = and its address"
                    + AS_IN);
            return null;
        }
        try {
            return at(text, text.substring(0, equals), text.substring(equals + 1));
        } catch (IllegalArgumentException e) {
            problems.add("--peers: " + text + ": " + e.getMessage() + AS_IN);
            return null;
        }
    }

    private Peer at(String text, String id, String place) {
        List<String> parts = List.of(place.split("/", -1));
        Address given = Address.parse(parts.get(0));
        int used = behind > 0 ? 2 : 1;
        int port = behind > 0 ? port(parts, 1, given.port() + behind) : given.port();
        int logPort = port(parts, used, Math.min(port, Port.MAX) + LOG_PORT_BEHIND);
        if (!Port.isPort(port)) {
            noPort(text, "its coordinator", given + "/5100");
        } else if (!Port.isPort(logPort)) {
            noPort(text, "its log", (behind > 0 ? given + "/" + port : given) + "/6000");
        }
        if (parts.size() > used + 1) {
            throw new IllegalArgumentException("there are more ports than it has");
        }
        return new Peer(given, new LogMember(new Coordinator(id, given.host(), port), logPort));
    }

    private static int port(List<String> parts, int index, int otherwise) {
        if (index >= parts.size()) {
            return otherwise;
        }
        if (!parts.get(index).matches("[0-9]{1,6}")) {
            throw new IllegalArgumentException("'" + parts.get(index) + "' is no port");
        }
        return Integer.parseInt(parts.get(index));
    }

    private void noPort(String text, String of, String example) {
        problems.add("--peers: " + text + " has no port for " + of
                + ", which is a number up to " + Port.MAX + "; write one behind it, as in "
                + example);
    }

    /** What others are told of this one is what it does. */
    void checkSelf(Peer self, ListenOptions.Listen where) {
        Address reached = where.reachedAt(where.port());
        if (!reached.equals(self.given()) && problems.none()) {
            problems.add("--peers tells the others that " + self.id() + " is at " + self.given()
                    + ", and --host, --port and --advertise say " + reached
                    + "; make them the same, or leave those three out");
        }
        if (!isLoopback(self.given().host()) && where.secret().isEmpty()) {
            problems.add("--peers has " + self.given() + ", which other machines reach, and"
                    + " without a cluster secret the traffic of the log would be open to them;"
                    + " give all coordinators the same --secret-file, or addresses of this"
                    + " machine");
        }
    }

    /** Others can be reached on this machine alone. */
    static boolean isLoopback(String host) {
        return host.equals("localhost") || host.equals("::1") || host.startsWith("127.");
    }
}
