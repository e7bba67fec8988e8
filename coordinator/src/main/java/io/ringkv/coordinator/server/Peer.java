package io.ringkv.coordinator.server;

import io.ringkv.coordinator.port.LogMember;
import io.ringkv.transport.process.Address;
import io.ringkv.transport.process.Problems;

import org.jspecify.annotations.Nullable;

/**
 * One of {@code --peers}.
 *
 * @param given its address as it was typed: of a process with both roles that of its node
 * @param member the coordinator there, and where its log is
 */
public record Peer(Address given, LogMember member) {
    public String id() {
        return member.id();
    }

    /** Where its coordinator answers. */
    public Address coordinator() {
        return new Address(member.coordinator().host(), member.coordinator().port());
    }

    /** A port that is given to this process alone would be unknown to the others. */
    public void checkPort(Problems problems, String option, @Nullable String port) {
        boolean ofLog = option.equals("--log-port");
        int told = ofLog ? member.logPort() : member.coordinator().port();
        if (port != null && !port.equals(Integer.toString(told))) {
            problems.add("--peers tells the others that the " + (ofLog ? "log" : "coordinator")
                    + " of " + id() + " has port " + told + ", and " + option + "=" + port
                    + "; write /" + port + " behind its address in --peers, and leave " + option
                    + " out");
        }
    }
}
