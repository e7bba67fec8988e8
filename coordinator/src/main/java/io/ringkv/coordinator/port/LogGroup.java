package io.ringkv.coordinator.port;

import io.ringkv.protocol.view.Coordinator;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Map;

/**
 * The members of the log, as one of them sees them at this moment.
 *
 * @param self the id of the one that looks
 * @param leader the id of the member that leads; empty while none is known
 * @param members sorted by id; none while they are not known
 * @param away ids of members that the leader has not heard for a while; only the leader can tell
 * @param disks which directory each member keeps it in, by id, and the one that looks; of those that have a name
 */
public record LogGroup(
        String self,
        String leader,
        List<Coordinator> members,
        List<String> away,
        Map<String, String> disks) {
    public LogGroup {
        members = List.copyOf(members);
        // A leader that came while another member was being removed goes on missing it, though it
        // is none any more.
        List<String> ids = members.stream().map(Coordinator::id).toList();
        away = away.stream().filter(ids::contains).toList();
        disks = Map.copyOf(disks);
    }

    /** Of members that the log began with. */
    public LogGroup(String self, String leader, List<Coordinator> members, List<String> away) {
        this(self, leader, members, away, Map.of());
    }

    /** Empty for one that the log began with. */
    public String disk(String id) {
        return disks.getOrDefault(id, "");
    }

    /** The one that leads, if it is another one and it is known where it is. */
    public @Nullable Coordinator leaderElsewhere() {
        for (Coordinator member : members) {
            if (member.id().equals(leader) && !leader.equals(self)) {
                return member;
            }
        }
        return null;
    }

    public boolean hasLeader() {
        return !leader.isEmpty();
    }
}
