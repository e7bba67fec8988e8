package io.ringkv.coordinator.core;

import io.ringkv.hashing.Ring;
import io.ringkv.hashing.Slots;
import io.ringkv.protocol.ErrorCode;
import io.ringkv.protocol.Item;
import io.ringkv.protocol.Reply;
import io.ringkv.protocol.Request;
import io.ringkv.protocol.view.Assignment;
import io.ringkv.protocol.view.Member;
import io.ringkv.protocol.view.MemberState;
import io.ringkv.protocol.view.View;
import io.ringkv.protocol.view.ViewReplies;
import io.ringkv.protocol.view.ViewStatus;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** One answer about the whole cluster's health, with reasons, and where a key lives and why. */
final class ClusterStatus implements ViewStatus.Beyond {
    private static final String STALLED =
            "it lives and stands still, most likely in a call to its disk; look at that disk";

    private final Metadata metadata;
    private final Watch watch;
    private final LossReport losses;
    private final LostMajorities lost;
    private final Supplier<List<Item>> coordinatorsAway;
    private final BooleanSupplier hasJustBegun;
    private final Survival survival;
    private Map<String, Integer> takingOver = new TreeMap<>();
    private StandingStill standingStill = StandingStill.NOTHING;
    private long countedVersion = -1;
    private @Nullable Ring ring;
    private long ringEpoch;

    /**
     * @param coordinatorsAway a reason for each coordinator that should be here and is not
     * @param hasJustBegun this coordinator leads, and has not had the time to hear everyone who lives
     */
    ClusterStatus(
            Metadata metadata,
            Watch watch,
            LossReport losses,
            LostMajorities lost,
            Supplier<List<Item>> coordinatorsAway,
            BooleanSupplier hasJustBegun) {
        this.metadata = metadata;
        this.watch = watch;
        this.losses = losses;
        this.lost = lost;
        this.coordinatorsAway = coordinatorsAway;
        this.hasJustBegun = hasJustBegun;
        this.survival = new Survival(metadata, watch);
    }

    /** {@code STATUS}: what the view says, what heartbeats say beyond it, and what nobody has acknowledged yet. */
    Reply status() {
        return losses.addedTo(lost.addedTo(health()));
    }

    private Reply health() {
        if (countedVersion != metadata.version()) {
            countedVersion = metadata.version();
            takingOver = metadata.slotsBeingTakenOver();
            standingStill = StandingStill.of(metadata);
        }
        return ViewStatus.of(metadata.view(), this);
    }

    /** The log may say UP of a node that this coordinator has not heard of since it leads; at first that says nothing. */
    @Override
    public boolean reaches(Member member) {
        return isHeard(member) || hasJustBegun.getAsBoolean();
    }

    private boolean isHeard(Member member) {
        return watch.of(member.id()).isRegistered(member.incarnation());
    }

    @Override
    public @Nullable String about(Member member) {
        Watch.Node node = watch.of(member.id());
        if (node.unreachable != null) {
            return node.unreachable;
        }
        if (member.state() == MemberState.DOWN) {
            // What it said of itself it said when it lived.
            return null;
        }
        if (member.isUp() && !isHeard(member)) {
            return hasJustBegun.getAsBoolean()
                    ? "was UP when this coordinator began to lead, a moment ago, and has not been"
                            + " heard yet"
                    : "is not connected to this coordinator; it is DOWN if it stays so";
        }
        if (node.stalled()) {
            return STALLED;
        }
        return node.sick != null
                ? ailment(node.sick)
                : underWay(takingOver.getOrDefault(member.id(), 0));
    }

    @Override
    public List<Item> more() {
        List<Item> more = new ArrayList<>();
        if (!standingStill.nodes().isEmpty()) {
            more.add(Item.of("REASON")
                    .with("slots", standingStill.slots())
                    .withText("their take-over needs stores that are away: "
                            + String.join(", ", standingStill.nodes()) + "; start them"));
        }
        more.addAll(coordinatorsAway.get());
        return more;
    }

    @Override
    public int standingStill() {
        return standingStill.slots();
    }

    private static @Nullable String underWay(int slots) {
        return slots == 0 ? null : "it is taking over " + slots + " slots; requests to them wait";
    }

    private static String ailment(String sick) {
        return switch (sick) {
            case "disk-full" -> "its disk is full; puts to its slots are refused";
            case "leaving" -> "it is stopping, and hands its slots over";
            default -> "it says that it is " + sick;
        };
    }

    /** Made once for each view. */
    private Ring ring(View view) {
        Ring known = ring;
        if (known == null || ringEpoch != view.epoch()) {
            known = Ring.of(metadata.target().members(), Placing.settings(view));
            ring = known;
            ringEpoch = view.epoch();
        }
        return known;
    }

    /** {@code EXPLAIN key}: as {@link #place}, and what the deaths of its replicas would mean; of the leader alone. */
    Reply explain(Request request) {
        Reply reply = place(request);
        if (reply.isOk()) {
            for (Item item : survival.of(Slots.of(request.key()))) {
                reply = reply.withItem(item);
            }
        }
        return reply;
    }

    /** A key's slot, its replicas, and the ring walk that led to them, which the log alone tells. */
    Reply place(Request request) {
        View view = metadata.view();
        int slot = Slots.of(request.key());
        Reply reply = ViewReplies.nodesFor(view, slot);
        Assignment assignment = view.assignment(slot);
        if (assignment == null) {
            return Reply.error(
                    ErrorCode.UNAVAILABLE,
                    "the cluster has not formed yet: too few nodes have registered");
        }
        for (Ring.VirtualNode step : ring(view).walk(slot)) {
            reply = reply.withItem(Item.of("WALK", step.node())
                    .with("token", Long.toHexString(step.token()))
                    .with("virtual", step.index()));
        }
        return reply.with("term", Long.toString(assignment.term()));
    }
}
