package io.ringkv.coordinator.log;

import io.ringkv.coordinator.port.LogMember;

import org.jspecify.annotations.Nullable;

import java.nio.file.Path;
import java.util.List;

/**
 * Where a member of the log is, and with whom it begins.
 *
 * @param bindHost what its own port listens on
 * @param begins those that the log begins with, this one among them, when the directory has none; none at all for one
 *     that is to be added to a log that there is
 * @param groupId of the log there is, or is to be; a directory with a log has its own
 * @param snapshotEntries after so many entries the log is cut behind a snapshot
 */
public record LogPlace(
        Path directory,
        LogMember self,
        String bindHost,
        List<LogMember> begins,
        @Nullable String groupId,
        int snapshotEntries) {
    public LogPlace {
        begins = List.copyOf(begins);
    }
}
