package io.ringkv.coordinator.log;

import io.ringkv.coordinator.port.LogMember;

import org.apache.ratis.protocol.RaftGroup;
import org.apache.ratis.protocol.RaftGroupId;
import org.apache.ratis.protocol.RaftPeer;
import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * Which log a directory has, or begins. Its id keeps the members of different logs apart: it is made of those that the
 * log begins with, and stays with it.
 */
final class Groups {
    private Groups() {}

    static RaftGroup of(LogPlace place) throws IOException {
        UUID known = known(place.directory());
        RaftGroupId id = RaftGroupId.valueOf(known == null ? begun(place) : known);
        return RaftGroup.valueOf(id, place.begins().stream().map(Groups::peer).toList());
    }

    /** Of the log in this directory; null when there is none. */
    static @Nullable UUID known(Path directory) throws IOException {
        if (!Files.isDirectory(directory)) {
            return null;
        }
        try (Stream<Path> entries = Files.list(directory)) {
            List<String> logs = entries.filter(Files::isDirectory)
                    .map(entry -> entry.getFileName().toString())
                    .filter(name -> name.matches("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}"))
                    .toList();
            if (logs.size() > 1) {
                throw new IOException("the directory " + directory + " holds " + logs.size()
                        + " logs, so whose it is cannot be told; move those away that are not"
                        + " this coordinator's");
            }
            return logs.isEmpty() ? null : UUID.fromString(logs.get(0));
        }
    }

    private static UUID begun(LogPlace place) {
        String given = place.groupId();
        return given != null
                ? UUID.fromString(given)
                : UUID.nameUUIDFromBytes(
                        ("ringkv metadata of " + place.begins()).getBytes(StandardCharsets.UTF_8));
    }

    static RaftPeer peer(LogMember member) {
        return RaftPeer.newBuilder()
                .setId(member.id())
                .setAddress(member.logAddress())
                .setClientAddress(member.coordinator().address())
                .build();
    }
}
