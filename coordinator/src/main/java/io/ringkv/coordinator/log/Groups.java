package io.ringkv.coordinator.log;

import io.ringkv.coordinator.port.LogMember;
import io.ringkv.protocol.view.Coordinator;
import io.ringkv.transport.process.Address;

import org.apache.ratis.proto.RaftProtos.LogEntryProto;
import org.apache.ratis.proto.RaftProtos.RaftPeerProto;
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
    /** Ratis's own. */
    private static final Path MEMBERS_FILE = Path.of("current", "raft-meta.conf");

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

    /**
     * The others look for a member where their log says that it is, and nowhere else; a second process with a copy of its
     * directory would promise what the first one does not know of.
     *
     * @throws IOException when this one is to be somewhere else than the log in its directory says
     */
    static void requireSamePlace(LogPlace place) throws IOException {
        List<RaftPeerProto> members = members(place.directory());
        for (RaftPeerProto member : members) {
            boolean isSelf = member.getId().toStringUtf8().equals(place.self().memberId());
            if (isSelf && members.size() > 1 && !isAt(place.self(), member)) {
                throw new IOException("the others know coordinator "
                        + place.self().id() + " at "
                        + member.getClientAddress() + ", its log at " + member.getAddress()
                        + ", and here it is to be at "
                        + place.self().coordinator().address() + ", its log at "
                        + place.self().logAddress() + ". Start it where it was. To move it, "
                        + Coordinator.MOVING);
            }
        }
    }

    private static boolean isAt(LogMember self, RaftPeerProto known) {
        return isSame(known.getAddress(), self.logAddress())
                && isSame(known.getClientAddress(), self.coordinator().address());
    }

    /** A port that the system chose is none to connect to, and the same words all the same. */
    private static boolean isSame(String known, String here) {
        return known.equals(here)
                || !known.endsWith(":0") && Address.parse(known).isSameAs(Address.parse(here));
    }

    /** As the log in this directory has them; none where there is no log, or one that has not heard of any. */
    private static List<RaftPeerProto> members(Path directory) throws IOException {
        UUID log = known(directory);
        Path file = directory.resolve(String.valueOf(log)).resolve(MEMBERS_FILE);
        if (log == null || !Files.exists(file)) {
            return List.of();
        }
        return LogEntryProto.parseFrom(Files.readAllBytes(file))
                .getConfigurationEntry()
                .getPeersList();
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
                .setId(member.memberId())
                .setAddress(member.logAddress())
                .setClientAddress(member.coordinator().address())
                .build();
    }
}
