package io.ringkv.coordinator.port;

import io.ringkv.protocol.view.Coordinator;

/**
 * A member of the log: the coordinator, and the port at which the members' own protocol is spoken, on the same host.
 *
 * @param disk which of its directories, of one that came when the log was there already; empty for those that it began with
 */
public record LogMember(Coordinator coordinator, int logPort, String disk) {
    /** No word of an id has it. */
    private static final char BEHIND_ID = '~';

    /** One that the log begins with. */
    public LogMember(Coordinator coordinator, int logPort) {
        this(coordinator, logPort, "");
    }

    public String id() {
        return coordinator.id();
    }

    public LogMember withDisk(String itsDisk) {
        return new LogMember(coordinator, logPort, itsDisk);
    }

    /**
     * By which the log knows it. What one directory promised binds no other one, so a directory that takes the place of
     * another one under its id is another member.
     */
    public String memberId() {
        return disk.isEmpty() ? id() : id() + BEHIND_ID + disk;
    }

    /** Of whom the log knows by that name. */
    public static String idOf(String memberId) {
        int behind = memberId.indexOf(BEHIND_ID);
        return behind < 0 ? memberId : memberId.substring(0, behind);
    }

    /** Empty for one that the log began with. */
    public static String diskOf(String memberId) {
        return memberId.substring(Math.min(memberId.length(), idOf(memberId).length() + 1));
    }

    /** As {@code host:port}; an IPv6 host stands in brackets. */
    public String logAddress() {
        return new Coordinator(coordinator.id(), coordinator.host(), logPort).address();
    }
}
