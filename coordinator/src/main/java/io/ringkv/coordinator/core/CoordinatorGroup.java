package io.ringkv.coordinator.core;

import io.ringkv.coordinator.port.LogGroup;
import io.ringkv.protocol.ErrorCode;
import io.ringkv.protocol.Item;
import io.ringkv.protocol.Reply;
import io.ringkv.protocol.view.Coordinator;
import io.ringkv.protocol.view.Member;
import io.ringkv.protocol.view.View;
import io.ringkv.protocol.view.ViewStatus;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * What a coordinator says of the group that it belongs to: who leads instead of it, who of them is away, and how the
 * cluster does while nobody leads.
 */
final class CoordinatorGroup {
    /** As long as an election takes there is nothing to tell. */
    private static final long ELECTION_NANOS_MAX = 2_000_000_000L;

    private final Metadata metadata;
    private final Supplier<LogGroup> group;
    private long lastLed;
    private boolean everLed;

    CoordinatorGroup(Metadata metadata, Supplier<LogGroup> group) {
        this.metadata = metadata;
        this.group = group;
    }

    void start(long now) {
        lastLed = now;
    }

    void tick(long now) {
        if (group.get().hasLeader()) {
            lastLed = now;
            everLed = true;
        }
    }

    /** Nobody leads, and that is no election any more. */
    boolean isLeaderless(long now) {
        return !group.get().hasLeader() && now - lastLed > ELECTION_NANOS_MAX;
    }

    /** One of several that has heard of no leader since it started: what it has may be old. */
    boolean isStarting() {
        return !everLed && !group.get().hasLeader() && group.get().members().size() > 1;
    }

    static Reply starting() {
        return Reply.error(
                ErrorCode.STARTING,
                "this coordinator has just started, and has not heard of one that leads yet; try"
                        + " again, or ask another one");
    }

    /** Where a node, which needs the leader, finds it; without an address while it is not known. */
    Reply redirect() {
        Coordinator leader = group.get().leaderElsewhere();
        Reply reply = Reply.error(
                ErrorCode.NOT_LEADER,
                leader == null
                        ? "no coordinator leads, as far as this one knows; nothing was changed. Try"
                                + " again, or ask another one"
                        : "coordinator " + leader.id()
                                + " leads; nothing was changed. Ask that one");
        return leader == null
                ? reply
                : reply.with("node", leader.id()).with("addr", leader.address());
    }

    /** Once the metadata does not name the coordinators as the log has them. */
    List<MetadataRecord> changed() {
        List<Coordinator> members = group.get().members();
        boolean same = members.equals(metadata.view().coordinators());
        return same || members.isEmpty() || !metadata.created()
                ? List.of()
                : List.of(new MetadataRecord.CoordinatorsChanged(members));
    }

    /** Of the leader: who of the others is away. */
    List<Item> away() {
        LogGroup now = group.get();
        List<Item> reasons = new ArrayList<>();
        for (Coordinator member : now.members()) {
            if (now.away().contains(member.id())) {
                reasons.add(Item.of("REASON")
                        .with("coordinator", member.id())
                        .withText("coordinator " + member.id() + " at " + member.address()
                                + " is away: " + left(now)));
            }
        }
        return reasons;
    }

    private static String left(LogGroup group) {
        int members = group.members().size();
        int here = members - group.away().size();
        int spare = here - (members / 2 + 1);
        return here + " of " + members + " coordinators are here, "
                + (spare > 0
                        ? "and " + spare + " more may go; start it again"
                        : "which is the least that can lead; start it again");
    }

    /** {@code STATUS} while nobody leads: the view as it was last, whose data path goes on. */
    Reply statusWithoutLeader() {
        return ViewStatus.of(metadata.view(), new WithoutLeader());
    }

    private final class WithoutLeader implements ViewStatus.Beyond {
        @Override
        public boolean reaches(Member member) {
            return true;
        }

        @Override
        public @Nullable String about(Member member) {
            return null;
        }

        @Override
        public int standingStill() {
            return 0;
        }

        @Override
        public List<Item> more() {
            View view = metadata.view();
            String names = group.get().members().stream()
                    .map(Coordinator::toString)
                    .collect(Collectors.joining(", "));
            return List.of(Item.of("REASON")
                    .withText("no majority of the " + group.get().members().size()
                            + " coordinators answers" + (names.isEmpty() ? "" : ", " + names)
                            + ": reads and writes go on; joins, failover and moves wait, and this is"
                            + " how things stood in epoch " + view.epoch()
                            + ". Start the coordinators that are down"));
        }
    }
}
