package io.ringkv.coordinator.log;

import io.ringkv.coordinator.port.LogMember;

import org.jspecify.annotations.Nullable;

import java.nio.file.Path;
import java.util.List;

/**
 * Where a member of the log is, and with whom it begins.
 *
 * @param home the coordinator's data directory, which people know
 * @param bindHost what its own port listens on
 * @param begins those that the log begins with, this one among them, when the directory has none; none at all for one
 *     that is to be added to a log that there is
 * @param groupId of the log there is, or is to be; a directory with a log has its own
 * @param secret the cluster's, of which the authority of the log is made; without one its traffic is open
 * @param snapshotEntries after so many entries the log is cut behind a snapshot
 */
public record LogPlace(
        Path home,
        LogMember self,
        String bindHost,
        List<LogMember> begins,
        @Nullable String groupId,
        String secret,
        int snapshotEntries) {
    public LogPlace {
        begins = List.copyOf(begins);
    }

    /** The log's own part of it. */
    public Path directory() {
        return directoryIn(home);
    }

    /** Of a coordinator whose data is there. */
    public static Path directoryIn(Path home) {
        return home.resolve("log");
    }

    /** The secret stays where it is needed. */
    @Override
    public String toString() {
        return self + " in " + home;
    }
}
