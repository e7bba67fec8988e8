package io.ringkv.coordinator.core;

import io.ringkv.protocol.view.Member;
import io.ringkv.protocol.view.View;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.function.Supplier;

/**
 * Decides who is DOWN: silence for the node timeout, or a broken connection where nobody who tries reaches it, or
 * silence for half of it while enough nodes suspect it. A hint: a wrong suspicion costs time, never safety (rule M2).
 */
final class FailureDetector {
    private static final int WORDS_ENOUGH = 3;

    private final CoordinatorConfig config;
    private final Watch watch;
    private final Probing probing;
    private final Supplier<View> view;
    private final BiConsumer<String, String> down;
    private final Suspicions suspicions;
    private final Map<String, Inquiry> inquiries = new TreeMap<>();
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

    /** The connection of a registered node broke: others are asked, and this process tries it itself. */
    void suspect(long now, String id) {
        Member target = view.get().member(id);
        if (target == null || !target.isUp()) {
            return;
        }
        List<Member> asked = view.get().members().stream()
                .filter(member -> !member.id().equals(id)
                        && member.isUp()
                        && watch.of(member.id()).connection >= 0)
                .toList();
        if (asked.isEmpty()) {
            return;
        }
        Inquiry inquiry = new Inquiry(target, asked.size());
        Inquiry before = inquiries.put(id, inquiry);
        if (before != null) {
            before.over = true;
        }
        probing.ping(now, target, (about, word) -> inquiry.triedHere(word));
        asked.forEach(
                member -> probing.probe(now, member, target, (about, word) -> inquiry.told(word)));
    }

    /**
     * Who reaches one start of a node whose connection broke. One word against it may tell of that one's link, so this
     * process must not reach it either, nor a few of the others, or whoever of them answers at all; and nobody must.
     */
    private final class Inquiry {
        private final Member target;
        private int awaited;
        private int missing;
        private boolean goneFromHere;
        private boolean over;

        Inquiry(Member target, int asked) {
            this.target = target;
            this.awaited = asked;
        }

        void triedHere(Probing.Word word) {
            goneFromHere = word == Probing.Word.NOT_REACHED;
            over |= !goneFromHere;
            decide();
        }

        void told(Probing.Word word) {
            awaited--;
            missing += word == Probing.Word.NOT_REACHED ? 1 : 0;
            over |= word == Probing.Word.REACHED;
            decide();
        }

        private void decide() {
            boolean enough = missing >= WORDS_ENOUGH || awaited == 0 && missing > 0;
            if (!over && goneFromHere && enough) {
                over = true;
                Member member = view.get().member(target.id());
                boolean same = member != null && member.incarnation() == target.incarnation();
                if (same && watch.of(target.id()).connection < 0) {
                    down.accept(target.id(), "its connection broke, and nobody reaches it");
                }
            }
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
