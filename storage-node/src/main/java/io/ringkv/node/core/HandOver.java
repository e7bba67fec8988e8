package io.ringkv.node.core;

import io.ringkv.protocol.Reply;
import io.ringkv.protocol.view.Assignment;
import io.ringkv.protocol.view.Member;
import io.ringkv.protocol.view.MemberState;
import io.ringkv.protocol.view.SlotSet;
import io.ringkv.protocol.view.View;
import io.ringkv.protocol.view.Voter;

import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;

/**
 * Gives primary roles away on purpose (rule T9): back to the preferred primary once it is in sync, a part of the slots
 * at a time; or all of them, when this node is to stop or its disk is full. New requests of a slot wait while those
 * under way finish, so none of them ends UNKNOWN; then the coordinator begins a term of the heir. If it does not, the
 * slot goes on here, in the same term.
 */
final class HandOver {
    private static final int PART_OF_SLOTS = 512;
    private static final long PAUSE_NANOS = 100_000_000L;
    private static final long LOOK_AGAIN_NANOS = 1_000_000_000L;
    private static final long REFUSED_PAUSE_NANOS_MAX = 30_000_000_000L;
    private static final long FINISH_NANOS_MAX = 500_000_000L;
    private static final long ANSWER_NANOS_MAX = 2_000_000_000L;

    private final NodeConfig config;
    private final Roles roles;
    private final ViewKeeper views;
    private final BooleanSupplier diskFull;
    private final CoordinatorLink coordinator;
    private final List<PrimaryRole> giving = new ArrayList<>();
    private boolean leaving;
    private boolean asked;
    private boolean refused;
    private long since;
    private long nextAt;
    private long pause = LOOK_AGAIN_NANOS;

    HandOver(
            NodeConfig config,
            Roles roles,
            ViewKeeper views,
            BooleanSupplier diskFull,
            CoordinatorLink coordinator) {
        this.config = config;
        this.roles = roles;
        this.views = views;
        this.diskFull = diskFull;
        this.coordinator = coordinator;
    }

    /** From now on everything goes to others that can take it. */
    void leave() {
        leaving = true;
        nextAt = 0;
    }

    /** While leaving: there is nothing more that anybody can take. */
    boolean done() {
        return giving.isEmpty() && (refused || !coordinator.registered() || heirs().isEmpty());
    }

    void tick(long now) {
        boolean wasGiving = !giving.isEmpty();
        giving.removeIf(role -> role.slot().role() != role);
        if (wasGiving && giving.isEmpty()) {
            nextAt = now + PAUSE_NANOS;
            pause = LOOK_AGAIN_NANOS;
        } else if (wasGiving && asked && now - since > ANSWER_NANOS_MAX) {
            keep(now);
        } else if (!wasGiving && now >= nextAt && coordinator.registered()) {
            begin(now);
        }
    }

    private void begin(long now) {
        giving.addAll(heirs().keySet());
        giving.forEach(role -> role.giving(true));
        asked = false;
        refused = false;
        since = now;
        nextAt = now + LOOK_AGAIN_NANOS;
    }

    /** Asks for the new terms once nothing is under way any more; what does not come to rest stays here. */
    void endTurn(long now) {
        if (giving.isEmpty() || asked) {
            return;
        }
        boolean atRest = giving.stream().allMatch(PrimaryRole::atRest);
        if (atRest || now - since > FINISH_NANOS_MAX) {
            giving.removeIf(role -> {
                boolean ready = role.atRest() && heir(role) != null;
                role.giving(ready);
                return !ready;
            });
            asked = true;
            since = now;
            if (!giving.isEmpty()) {
                coordinator.handOver(request(), this::answered);
            }
        }
    }

    /** The coordinator's word; what it granted comes as a view. */
    private void answered(long now, Reply reply) {
        if (!reply.isOk() && asked) {
            refused = true;
            keep(now);
        }
    }

    private void keep(long now) {
        giving.forEach(role -> role.giving(false));
        giving.clear();
        pause = Math.min(2 * pause, REFUSED_PAUSE_NANOS_MAX);
        nextAt = now + pause;
    }

    private byte[] request() {
        Map<String, BitSet> slotsByHeir = new TreeMap<>();
        for (PrimaryRole role : giving) {
            Voter heir = heir(role);
            if (heir != null) {
                slotsByHeir
                        .computeIfAbsent(heir.node(), node -> new BitSet(SlotSet.SLOTS))
                        .set(role.slot().number());
            }
        }
        StringBuilder lines = new StringBuilder();
        slotsByHeir.forEach((heir, slots) -> lines.append(lines.length() == 0 ? "" : "\n")
                .append(heir)
                .append(' ')
                .append(SlotSet.of(slots)));
        return lines.toString().getBytes(StandardCharsets.UTF_8);
    }

    private Map<PrimaryRole, Voter> heirs() {
        Map<PrimaryRole, Voter> heirs = new java.util.LinkedHashMap<>();
        if (!toAnybody() && !preferredIsBack()) {
            return heirs;
        }
        int most = leaving ? SlotSet.SLOTS : PART_OF_SLOTS;
        for (PrimaryRole role : roles.all()) {
            Voter heir = role.active() && heirs.size() < most ? heir(role) : null;
            if (heir != null) {
                heirs.put(role, heir);
            }
        }
        return heirs;
    }

    private boolean toAnybody() {
        return leaving || diskFull.getAsBoolean();
    }

    /** Of some slots whose primary this node is, though another is to be; as a rule of none. */
    private boolean preferredIsBack() {
        View view = views.view();
        for (View.Share share : view.shares()) {
            Assignment assignment = share.assignment();
            String preferred = assignment.voters().get(0).node();
            boolean isForAnother =
                    assignment.primary().equals(config.id()) && !preferred.equals(config.id());
            if (isForAnother && isWell(view.member(preferred))) {
                return true;
            }
        }
        return false;
    }

    private static boolean isWell(@Nullable Member member) {
        return member != null && member.state() == MemberState.UP && !member.doubtful();
    }

    private @Nullable Voter heir(PrimaryRole role) {
        boolean anybody = toAnybody();
        boolean isPreferred = role.assignment().voters().get(0).node().equals(config.id());
        if (isPreferred && !anybody) {
            return null;
        }
        for (Follower follower : role.followers()) {
            if ((anybody || follower.index() == 0) && couldServe(follower)) {
                return follower.voter();
            }
        }
        return null;
    }

    private boolean couldServe(Follower follower) {
        return follower.index() >= 0
                && follower.state() == Follower.State.IN_SYNC
                && follower.reachable()
                && isWell(views.view().member(follower.voter().node()));
    }
}
