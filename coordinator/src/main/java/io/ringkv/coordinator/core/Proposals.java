package io.ringkv.coordinator.core;

import io.ringkv.coordinator.port.MetadataLog;
import io.ringkv.protocol.ErrorCode;
import io.ringkv.protocol.Reply;

import org.jspecify.annotations.Nullable;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * One decision at a time: each is taken on the state that the one before left, appended, and answered once it is
 * committed. So handlers never see a state that may not come to be.
 */
final class Proposals {
    private record Proposal(Supplier<Decision> handler, Consumer<Reply> answer) {}

    private record Appended(LogEntry entry, Reply reply, Consumer<Reply> answer) {}

    private static final int QUEUED_MAX = 10_000;

    private final Metadata metadata;
    private final MetadataLog log;
    private final EpochLeap leap;
    private final Deque<Proposal> queue = new ArrayDeque<>();
    private @Nullable Appended appended;
    private boolean leading;

    Proposals(Metadata metadata, MetadataLog log, EpochLeap leap) {
        this.leap = leap;
        this.metadata = metadata;
        this.log = log;
    }

    boolean leading() {
        return leading;
    }

    void leading(boolean nowLeading) {
        leading = nowLeading;
        failAppended();
        if (!leading) {
            while (!queue.isEmpty()) {
                queue.remove().answer.accept(notLeading());
            }
        }
    }

    private static Reply notLeading() {
        return Reply.error(
                ErrorCode.UNAVAILABLE,
                "this coordinator does not lead the metadata log now; nothing was changed. Try again");
    }

    void submit(Supplier<Decision> handler, Consumer<Reply> answer) {
        if (!leading || queue.size() >= QUEUED_MAX) {
            answer.accept(notLeading());
            return;
        }
        queue.add(new Proposal(handler, answer));
        next();
    }

    /** Records that nobody waits for; whoever proposes them asks again until they hold. */
    void propose(Supplier<List<MetadataRecord>> records) {
        if (leading) {
            submit(() -> new Decision(records.get(), Reply.ok()), reply -> {});
        }
    }

    private void next() {
        while (leading && appended == null && !queue.isEmpty()) {
            Proposal proposal = queue.remove();
            Decision decision = proposal.handler.get();
            if (decision.records().isEmpty()) {
                proposal.answer.accept(decision.reply());
            } else {
                LogEntry entry = new LogEntry(metadata.version(), leap.before(decision.records()));
                appended = new Appended(entry, decision.reply(), proposal.answer);
                log.append(entry.encode());
            }
        }
    }

    /** An entry was committed and applied, or skipped. */
    void committed(LogEntry entry, boolean applied) {
        if (applied && leading) {
            leap.committed(entry);
        }
        Appended mine = appended;
        if (mine != null && mine.entry.basedOn() < metadata.version()) {
            appended = null;
            boolean isMine = applied && entry.equals(mine.entry);
            mine.answer.accept(isMine ? mine.reply : unknown());
        }
        next();
    }

    /** The append failed: whether it comes to be is unknown, and the next decision reads what did. */
    void failAppended() {
        Appended mine = appended;
        appended = null;
        if (mine != null) {
            mine.answer.accept(unknown());
        }
        next();
    }

    private static Reply unknown() {
        return Reply.error(
                ErrorCode.TIMEOUT,
                "the change was not committed in time; it may still be. Ask again");
    }
}
