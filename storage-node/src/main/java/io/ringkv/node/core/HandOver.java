package io.ringkv.node.core;

import io.ringkv.protocol.Verb;
import io.ringkv.protocol.view.Assignment;
import io.ringkv.protocol.view.Member;
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
 * at a time; or all of them, when this node is to stop or its disk is full. The coordinator begins terms of the heirs.
 */
final class HandOver implements Yielding.Reason {
    private static final int PART_OF_SLOTS = 512;
    private static final long PAUSE_NANOS = 100_000_000L;

    private final NodeConfig config;
    private final Roles roles;
    private final ViewKeeper views;
    private final MovePace pace;
    private final BooleanSupplier diskFull;
    private final CoordinatorLink coordinator;
    private final Yielding yielding;
    private boolean leaving;

    HandOver(
            NodeConfig config,
            Roles roles,
            ViewKeeper views,
            MovePace pace,
            BooleanSupplier diskFull,
            CoordinatorLink coordinator) {
        this.config = config;
        this.roles = roles;
        this.views = views;
        this.pace = pace;
        this.diskFull = diskFull;
        this.coordinator = coordinator;
        this.yielding = new Yielding(this, coordinator, this::pauseNanos);
    }

    Yielding yielding() {
        return yielding;
    }

    /** From now on everything goes to others that can take it. */
    void leave() {
        leaving = true;
        yielding.lookSoon();
    }

    @Override
    public List<PrimaryRole> candidates() {
        List<PrimaryRole> candidates = new ArrayList<>();
        if (!toAnybody() && !preferredIsBack()) {
            return candidates;
        }
        int most = most();
        for (PrimaryRole role : roles.all()) {
            if (candidates.size() < most && role.active() && !role.giving() && heir(role) != null) {
                candidates.add(role);
            }
        }
        return candidates;
    }

    /** Nobody waits for those that go home, so they alone give way to clients. */
    private int most() {
        if (leaving) {
            return SlotSet.SLOTS;
        }
        return diskFull.getAsBoolean() ? PART_OF_SLOTS : pace.part(PART_OF_SLOTS);
    }

    private long pauseNanos() {
        return toAnybody() ? PAUSE_NANOS : pace.pauseNanos(PAUSE_NANOS);
    }

    @Override
    public boolean stillStands(PrimaryRole role) {
        return heir(role) != null;
    }

    @Override
    public void ask(List<PrimaryRole> given) {
        Map<String, BitSet> slotsByHeir = new TreeMap<>();
        for (PrimaryRole role : given) {
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
        coordinator.ask(
                coordinator
                        .fromThisStart(Verb.HAND_OVER)
                        .value(lines.toString().getBytes(StandardCharsets.UTF_8)),
                yielding::answered);
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
        return member != null && member.isUp() && !member.doubtful();
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
