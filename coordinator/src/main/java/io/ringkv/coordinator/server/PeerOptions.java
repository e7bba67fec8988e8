package io.ringkv.coordinator.server;

import io.ringkv.coordinator.port.LogMember;
import io.ringkv.protocol.view.Coordinator;
import io.ringkv.transport.process.Address;
import io.ringkv.transport.process.Problems;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** What {@code --peers} says: {@code c1=10.0.0.1:5000,c2=10.0.0.2:5000/6000}, each with the port of its log if need be. */
final class PeerOptions {
    static final int LOG_PORT_BEHIND = 1_000;
    private static final int PORT_MAX = 65_535;
    private static final String AS_IN =
            "; write it as c1=10.0.0.1:5000,c2=10.0.0.2:5000,c3=10.0.0.3:5000";

    private PeerOptions() {}

    /** All that are named, in the order of their ids; the same list for all of them. */
    static List<LogMember> read(Problems problems, @Nullable String peers) {
        List<LogMember> members = new ArrayList<>();
        if (peers != null) {
            Set<String> ids = new TreeSet<>();
            Set<String> addresses = new TreeSet<>();
            for (String peer : peers.split(",", -1)) {
                LogMember member = member(problems, peer.strip());
                if (member != null) {
                    refuseTwice(problems, "the id " + member.id(), ids.add(member.id()));
                    for (String address :
                            List.of(member.coordinator().address(), member.logAddress())) {
                        refuseTwice(problems, "the address " + address, addresses.add(address));
                    }
                    members.add(member);
                }
            }
            members.sort((one, other) -> one.id().compareTo(other.id()));
        }
        return members;
    }

    private static void refuseTwice(Problems problems, String what, boolean once) {
        if (!once) {
            problems.add("--peers has " + what + " twice; each coordinator has its own");
        }
    }

    private static @Nullable LogMember member(Problems problems, String peer) {
        int equals = peer.indexOf('=');
        int slash = peer.indexOf('/');
        if (equals < 1 || !peer.substring(0, equals).matches("[A-Za-z0-9._-]{1,64}")) {
            problems.add("--peers: '" + peer + "' is no coordinator, which is its id, = and its"
                    + " address" + AS_IN);
            return null;
        }
        try {
            Address address = Address.parse(
                    slash < 0 ? peer.substring(equals + 1) : peer.substring(equals + 1, slash));
            int logPort = slash < 0
                    ? address.port() + LOG_PORT_BEHIND
                    : Integer.parseInt(peer.substring(slash + 1));
            if (logPort < 1 || logPort > PORT_MAX) {
                problems.add(
                        "--peers: " + peer + " has no port for its log, which is a number up to "
                                + PORT_MAX + "; write one behind it, as in " + address + "/6000");
            }
            return new LogMember(
                    new Coordinator(peer.substring(0, equals), address.host(), address.port()),
                    logPort);
        } catch (IllegalArgumentException e) {
            problems.add("--peers: " + peer + ": " + e.getMessage() + AS_IN);
            return null;
        }
    }

    /** Others can be reached on this machine alone. */
    static boolean isLoopback(String host) {
        return host.equals("localhost") || host.equals("::1") || host.startsWith("127.");
    }
}
