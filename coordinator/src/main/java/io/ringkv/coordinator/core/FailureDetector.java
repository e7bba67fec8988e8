package io.ringkv.coordinator.core;

import io.ringkv.protocol.view.Member;
import io.ringkv.protocol.view.View;

import java.util.function.BiConsumer;
import java.util.function.Supplier;

/**
 * Decides who is DOWN: silence for the node timeout, or a broken connection that another node's probe confirms, or
 * silence for half of it while enough nodes suspect it. A hint: a wrong suspicion costs time, never safety (rule M2).
 */
final class FailureDetector {
    private final CoordinatorConfig config;
    private final Watch watch;
    private final Probing probing;
    private final Supplier<View> view;
    private final BiConsumer<String, String> down;
    private final Suspicions suspicions;
    private long judgeFrom = Long.MAX_VALUE;

    /** @param down told the node and the reason */
    FailureDetector(
            CoordinatorConfig config,
            Watch watch,
            Probing probing,
            Supplier<View> view,
            BiConsumer<String, String> down) {
        this.config = config;
        this.watch = watch;
        this.probing = probing;
        this.view = view;
        this.down = down;
        this.suspicions = new Suspicions(watch, view, config.nodeTimeoutNanos() / 2);
    }

    /** A new leader knows nothing yet: nobody is judged for a while. */
    void began(long now) {
        judgeFrom = now + config.nodeTimeoutNanos() + CoordinatorConfig.GRACE_NANOS;
    }

    /** It leads, and has not had the time yet in which everyone who lives is heard. */
    boolean hasJustBegun(long now) {
        return now < judgeFrom;
    }

    /** The connection of a registered node broke: ask somebody else. */
    void suspect(long now, String id) {
        Watch.Node suspect = watch.of(id);
        Member target = view.get().member(id);
        if (target == null || !target.isUp()) {
            return;
        }
        suspect.suspected = true;
        for (Member member : view.get().members()) {
            Watch.Node asked = watch.of(member.id());
            if (!member.id().equals(id) && member.isUp() && asked.connection >= 0) {
                long incarnation = target.incarnation();
                probing.probe(
                        now,
                        member,
                        target,
                        (about, reachable) -> probed(about, incarnation, reachable));
            }
        }
    }

    private void probed(String id, long incarnation, boolean reachable) {
        Watch.Node node = watch.of(id);
        Member member = view.get().member(id);
        boolean same = member != null && member.incarnation() == incarnation;
        if (!reachable && same && node.suspected && node.connection < 0) {
            down.accept(id, "its connection broke and another node cannot reach it");
        }
    }

    void tick(long now) {
        for (Member member : view.get().members()) {
            Watch.Node node = watch.of(member.id());
            long silentSince = Math.max(node.lastHeard, judgeFrom - config.nodeTimeoutNanos());
            if (!isJudged(member) || now < judgeFrom) {
                continue;
            }
            if (now - silentSince > config.nodeTimeoutNanos()) {
                down.accept(member.id(), "it was silent for longer than the node timeout");
            } else if (suspicions.confirm(now, member, silentSince)) {
                down.accept(member.id(), "it is silent, and other nodes cannot reach it either");
            }
        }
    }

    /** Also who was not welcomed yet: it may hold the primary role of slots, which wait for it until it is DOWN. */
    private static boolean isJudged(Member member) {
        return switch (member.state()) {
            case JOINING, UP, DRAINING -> true;
            case DOWN, REMOVED -> false;
        };
    }
}
