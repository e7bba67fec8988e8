package io.ringkv.node.core;

import io.ringkv.protocol.Option;
import io.ringkv.protocol.Reply;
import io.ringkv.protocol.Request;
import io.ringkv.protocol.Verb;
import io.ringkv.protocol.view.SlotTerms;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A few slots, compared at once: the own rows are read, and each peer is asked about its own in one question. It goes out
 * behind the records of this turn on the same connection, so that both sides read their rows as they are at one position
 * of the stream (rule B2), and writes need not wait.
 */
final class CheckBatch {
    private final Rows rows;
    private final Map<SlotCheck, List<Follower>> asked = new LinkedHashMap<>();
    private final Map<Peer, List<Follower>> questions = new LinkedHashMap<>();
    private final Map<Follower, SlotReport> reports = new LinkedHashMap<>();
    private int unanswered;
    private boolean abandoned;

    CheckBatch(Rows rows) {
        this.rows = rows;
    }

    Collection<SlotCheck> checks() {
        return asked.keySet();
    }

    /** One more slot, of whose rows a part is read at once, and what is left later. Returns the steps that it took. */
    int add(long now, SlotCheck check, int stepsMax) {
        List<Follower> followers = check.begin(now, rows);
        asked.put(check, followers);
        for (Follower follower : followers) {
            questions
                    .computeIfAbsent(follower.peer(), peer -> new ArrayList<>())
                    .add(follower);
        }
        SlotScan scan = check.scan();
        return scan == null ? 1 : scan.read(stepsMax);
    }

    /** Asks everybody, in the turn in which the slots were added. */
    void ask() {
        questions.forEach((peer, followers) -> {
            SlotTerms question = new SlotTerms();
            for (Follower follower : followers) {
                question.add(follower.role().slot().number(), follower.role().term());
            }
            unanswered++;
            peer.flush();
            peer.ask(
                    Request.builder(Verb.DIGEST)
                            .option(Option.MODE, RowDigests.MODE)
                            .value(question.encode())
                            .build(),
                    new Digests(followers));
        });
    }

    /** Reads on. */
    void read(int stepsMax) {
        int left = stepsMax;
        for (SlotCheck check : checks()) {
            SlotScan scan = check.scan();
            left -= scan == null ? 0 : scan.read(left);
        }
    }

    /** Everything is read, here and elsewhere, or will not be. */
    boolean isDone() {
        return unanswered == 0
                && checks().stream()
                        .map(SlotCheck::scan)
                        .allMatch(scan -> scan == null || scan.done());
    }

    /** Those that were asked about this slot. */
    List<Follower> asked(SlotCheck check) {
        return asked.getOrDefault(check, List.of());
    }

    /** What it said; null when it said nothing. */
    @Nullable
    SlotReport report(Follower follower) {
        return reports.get(follower);
    }

    /** Nobody waits for it any more. */
    void abandon() {
        abandoned = true;
        for (SlotCheck check : checks()) {
            SlotScan scan = check.scan();
            if (scan != null) {
                scan.close();
            }
        }
    }

    private final class Digests implements Peer.ReplyHandler {
        private final List<Follower> followers;

        Digests(List<Follower> followers) {
            this.followers = followers;
        }

        @Override
        public void reply(Reply reply) {
            unanswered--;
            byte[] block = reply.block();
            if (abandoned || !reply.isOk() || block == null) {
                return;
            }
            Map<Integer, SlotReport> bySlot = new LinkedHashMap<>();
            SlotReport.decode(block).forEach(report -> bySlot.put(report.slot(), report));
            for (Follower follower : followers) {
                SlotReport report = bySlot.get(follower.role().slot().number());
                if (report != null) {
                    reports.put(follower, report);
                }
            }
        }

        @Override
        public void lost() {
            unanswered--;
        }
    }
}
