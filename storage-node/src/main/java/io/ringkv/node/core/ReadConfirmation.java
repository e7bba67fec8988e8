package io.ringkv.node.core;

import io.ringkv.protocol.Option;
import io.ringkv.protocol.Reply;
import io.ringkv.protocol.Request;
import io.ringkv.protocol.Verb;

import org.jspecify.annotations.Nullable;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * Holds answers back until they are known to be true (rules Q1 and I4): the state they were decided on is committed,
 * and a majority of the list confirmed, to a message sent after the read began, that the term still stands. One
 * small CONFIRM to each peer serves all reads of a turn.
 */
final class ReadConfirmation {
    private static final class Read {
        final Operation operation;
        final PrimaryRole role;
        final long sequence;
        final long lastWrite;
        final Reply reply;

        Read(Operation operation, PrimaryRole role, long sequence, Reply reply) {
            this.operation = operation;
            this.role = role;
            this.sequence = sequence;
            this.lastWrite = role.lastSequence();
            this.reply = reply;
        }

        /** Something was written to the slot since: decided anew, this would take effect after it. */
        boolean overtaken() {
            return role.lastSequence() > lastWrite;
        }
    }

    private record Round(long number, List<Read> reads) {}

    private final Peers peers;
    private final Answers answers;
    private final NodeTiming timing;
    private final boolean enforced;
    private final boolean ownTermCounts;
    private final LongSupplier epoch;
    private final Consumer<Operation> again;
    private final Deque<Round> open = new ArrayDeque<>();
    private List<Read> gathering = new ArrayList<>();
    private long lastRound;
    private long lastSentAt;
    private boolean dirty;
    private boolean askAgain;
    private long heldBytes;

    /** @param again takes reads whose term ended before they were confirmed: nothing was shown, so they start over */
    ReadConfirmation(
            Peers peers,
            Answers answers,
            NodeConfig config,
            LongSupplier epoch,
            Consumer<Operation> again) {
        this.peers = peers;
        this.answers = answers;
        this.timing = config.timing();
        this.enforced = config.rules().keep(Rule.Q1);
        this.ownTermCounts = config.rules().keep(Rule.Q1_OWN);
        this.epoch = epoch;
        this.again = again;
    }

    /** @param sequence what of the role's term must be committed first; 0 when that is the recovered state */
    void add(Operation operation, PrimaryRole role, long sequence, Reply reply) {
        if (!enforced && sequence <= role.committed()) {
            answers.answer(operation, reply);
        } else {
            gathering.add(new Read(operation, role, sequence, reply));
            role.readBegun();
            heldBytes += bytesOf(reply);
        }
    }

    /** Why this level cannot be reached now, as far as is known; null when it can. */
    @Nullable
    String unreachable(long now, Operation.Level level, PrimaryRole role) {
        int up = role.inOwnList() ? 1 : 0;
        long silence =
                level == Operation.Level.ONE ? timing.levelOneNanos() : timing.peerSilenceNanos();
        for (Follower follower : role.followers()) {
            boolean heard = follower.reachable() && now - follower.peer().lastHeard() <= silence;
            boolean counts = follower.index() >= 0 && heard;
            up += counts
                            && (level != Operation.Level.ALL
                                    || follower.state() == Follower.State.IN_SYNC)
                    ? 1
                    : 0;
        }
        int need =
                level == Operation.Level.ALL ? role.assignment().voters().size() : role.majority();
        return up >= need
                ? null
                : "only " + up + " of the key's replicas can be reached and " + need
                        + " are needed; nothing was written. Bring its nodes back, then try again";
    }

    /** Bytes of values in answers that are not confirmed yet. */
    long heldBytes() {
        return heldBytes;
    }

    private static long bytesOf(Reply reply) {
        byte[] block = reply.block();
        return block == null ? 0 : block.length;
    }

    /** A peer confirmed, or something was committed. */
    void changed() {
        dirty = true;
    }

    /** Sends one CONFIRM for this turn's reads, and answers what can be answered. */
    void endTurn(long now) {
        boolean waiting = !open.isEmpty() && (askAgain || now - lastSentAt > timing.resendNanos());
        boolean keepAlive = now - lastSentAt > timing.heartbeatNanos();
        if (!gathering.isEmpty()) {
            open.add(new Round(lastRound + 1, gathering));
            gathering = new ArrayList<>();
            send(now);
            dirty = true;
        } else if (waiting || keepAlive) {
            send(now);
        }
        if (dirty) {
            dirty = false;
            answerConfirmed();
        }
    }

    /**
     * Reads whose term ended start over, at once, so that nothing overtakes them; one that a write of its slot has
     * overtaken already is refused, since it may be a later request of the same connection. Of the others the question
     * is asked again: peers that held this view already have refused to confirm it.
     */
    void viewAdopted() {
        askAgain = true;
        for (Round round : open) {
            round.reads.removeIf(read -> ended(read, startedOver(read)));
        }
        gathering.removeIf(read -> ended(read, startedOver(read)));
    }

    private boolean startedOver(Read read) {
        boolean over =
                ownTermCounts && (read.role.slot().role() != read.role || !read.role.active());
        if (over && read.overtaken()) {
            answers.unavailable(
                    read.operation,
                    "the key's primary is changing; nothing was applied. Try again");
        } else if (over) {
            again.accept(read.operation);
        }
        return over;
    }

    private void send(long now) {
        askAgain = false;
        lastRound++;
        lastSentAt = now;
        Request confirm = Request.builder(Verb.CONFIRM)
                .tag(CONFIRM_TAG)
                .option(Option.EPOCH, epoch.getAsLong())
                .option(Option.ROUND, lastRound)
                .build();
        for (Peer peer : peers.all()) {
            if (peer.ready()) {
                peer.tell(confirm);
            }
        }
    }

    static final String CONFIRM_TAG = "c";

    private void answerConfirmed() {
        for (Iterator<Round> rounds = open.iterator(); rounds.hasNext(); ) {
            Round round = rounds.next();
            round.reads.removeIf(read -> ended(read, settled(round.number, read)));
            if (round.reads.isEmpty()) {
                rounds.remove();
            }
        }
    }

    private boolean ended(Read read, boolean ended) {
        if (ended) {
            heldBytes -= bytesOf(read.reply);
            read.role.readEnded();
        }
        return ended;
    }

    private boolean settled(long round, Read read) {
        PrimaryRole role = read.role;
        if (startedOver(read)) {
            return true;
        }
        if (role.committed() < read.sequence || enforced && !confirmed(round, role)) {
            return false;
        }
        answers.answer(read.operation, read.reply);
        return true;
    }

    private static boolean confirmed(long round, PrimaryRole role) {
        int confirmed = role.inOwnList() ? 1 : 0;
        for (Follower follower : role.followers()) {
            boolean counts = follower.index() >= 0
                    && follower.peer().dataId().equals(follower.voter().dataId());
            confirmed += counts && follower.peer().confirmedRound() >= round ? 1 : 0;
        }
        return confirmed >= role.majority();
    }

    /** Reads whose time is up, and reads whose term ended: a read never ends UNKNOWN (rule Q2). */
    void expire(long now) {
        for (Round round : open) {
            round.reads.removeIf(read -> ended(read, expired(read, now)));
        }
        dirty = true;
    }

    private boolean expired(Read read, long now) {
        if (read.operation.deadline() > now) {
            return false;
        }
        answers.unavailable(
                read.operation,
                "too few of the key's replicas answered in time to be sure of an answer;"
                        + " nothing was changed. Bring its nodes back, then try again");
        return true;
    }
}
