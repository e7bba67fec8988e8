package io.ringkv.coordinator.core;

import io.ringkv.protocol.ErrorCode;
import io.ringkv.protocol.Option;
import io.ringkv.protocol.Reply;
import io.ringkv.protocol.Request;
import io.ringkv.protocol.view.Member;

import java.util.List;
import java.util.Locale;
import java.util.function.LongSupplier;

/** {@code REBALANCE}: what an operator sees of moves, and how they are planned, started, slowed, stopped and given up. */
final class Rebalance {
    private final Metadata metadata;
    private final Watch watch;
    private final Moves moves;
    private final Population population;
    private final LongSupplier now;

    Rebalance(
            Metadata metadata, Watch watch, Moves moves, Population population, LongSupplier now) {
        this.metadata = metadata;
        this.watch = watch;
        this.moves = moves;
        this.population = population;
        this.now = now;
    }

    Decision decide(Request request) {
        if (!metadata.view().formed()) {
            return refused("the cluster has not formed yet; start its nodes first");
        }
        Target target = metadata.target();
        if (request.has(Option.THROTTLE)) {
            target = target.withBytesPerSecond(request.longOption(Option.THROTTLE, 0));
        }
        return switch (request.argument(0).toUpperCase(Locale.ROOT)) {
            case "PLAN" ->
                Decision.answer(
                        plan(Reply.ok(), target.withMembers(population.counted(now.getAsLong()))));
            case "STATUS" -> Decision.answer(status());
            case "START" ->
                set(target.withMembers(population.counted(now.getAsLong()))
                        .withMode(Target.Mode.RUNNING));
            case "RESUME" -> set(target.withMode(Target.Mode.RUNNING));
            case "PAUSE" -> set(target.withMode(Target.Mode.PAUSED));
            case "CANCEL" -> set(target.withMode(Target.Mode.CANCELLED));
            default ->
                refused("REBALANCE knows PLAN, START, PAUSE, RESUME, CANCEL and STATUS, not "
                        + request.argument(0));
        };
    }

    private Decision set(Target target) {
        List<MetadataRecord> records = target.equals(metadata.target())
                ? List.of()
                : List.of(new MetadataRecord.TargetSet(target));
        return new Decision(records, Reply.ok());
    }

    private static Decision refused(String why) {
        return Decision.answer(Reply.error(ErrorCode.BAD_ARGUMENT, why));
    }

    /** What a decision would move, and where it would lead; nothing is changed. */
    Decision planned(Decision decision) {
        return decision.reply().isOk()
                ? Decision.answer(plan(decision.reply(), decision.target(metadata.target())))
                : decision;
    }

    private Reply plan(Reply reply, Target target) {
        int virtualNodes = metadata.view().virtualNodes();
        PlacedSlots placed = PlacedSlots.compute(target.members(), target.replicas(), virtualNodes);
        Reply moves = planFor(placed, target.bytesPerSecond()).addedTo(reply, this::needing);
        return new Outlook(target.members(), placed).addedTo(moves);
    }

    /** What is left of the moves that have begun, or would begin by themselves. */
    Reply status() {
        Target target = metadata.target();
        return planFor(moves.placed(), target.bytesPerSecond())
                .addedTo(Reply.ok(), this::needing)
                .with("moves", target.mode().name().toLowerCase(Locale.ROOT))
                .with("throttle", Long.toString(target.bytesPerSecond()));
    }

    private int needing(String node) {
        Member member = metadata.view().member(node);
        return member == null ? 0 : moves.needing(member).size();
    }

    private Plan planFor(PlacedSlots placed, long bytesPerSecond) {
        return new Plan(
                metadata.view(), placed, bytesPerSecond, node -> watch.of(node).bytesPerSlot());
    }
}
