package io.ringkv.node.core;

import io.ringkv.protocol.Reply;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.LongSupplier;

/**
 * How a primary lets slots go into their next term without anybody noticing: new requests of them wait while those under
 * way finish, so none of them ends UNKNOWN; then the coordinator is asked for the term. If it does not begin one, the
 * slots go on here, in the same term. A part of the slots at a time, and none of them is held for long.
 */
final class Yielding {
    /** Which slots are to get a next term, and why. */
    interface Reason {
        /** Roles that could be let go now, none of which is yielded already; as many as may wait at once. */
        Collection<PrimaryRole> candidates();

        /** Nothing of it is under way any more: whether it is still to be let go. */
        boolean stillStands(PrimaryRole role);

        /** Asks for the next terms, only while registered; {@link #answered} is told. */
        void ask(List<PrimaryRole> roles);
    }

    private static final long LOOK_AGAIN_NANOS = 1_000_000_000L;
    private static final long REFUSED_PAUSE_NANOS_MAX = 30_000_000_000L;
    private static final long FINISH_NANOS_MAX = 500_000_000L;
    private static final long ANSWER_NANOS_MAX = 2_000_000_000L;

    private final Reason reason;
    private final LongSupplier pauseNanos;
    private final CoordinatorLink coordinator;
    private final List<PrimaryRole> yielded = new ArrayList<>();
    private boolean asked;
    private boolean refused;
    private long since;
    private long nextAt;
    private long pause = LOOK_AGAIN_NANOS;

    /** @param pauseNanos between two parts of the slots */
    Yielding(Reason reason, CoordinatorLink coordinator, LongSupplier pauseNanos) {
        this.reason = reason;
        this.pauseNanos = pauseNanos;
        this.coordinator = coordinator;
    }

    /** Something changed that may be a reason. */
    void lookSoon() {
        nextAt = 0;
    }

    /** Nothing is held, and there is nothing more that the coordinator would take. */
    boolean done() {
        return yielded.isEmpty()
                && (refused || !coordinator.registered() || reason.candidates().isEmpty());
    }

    void tick(long now) {
        boolean wasYielding = !yielded.isEmpty();
        yielded.removeIf(role -> role.slot().role() != role);
        if (wasYielding && yielded.isEmpty()) {
            nextAt = now + pauseNanos.getAsLong();
            pause = LOOK_AGAIN_NANOS;
        } else if (wasYielding && asked && now - since > ANSWER_NANOS_MAX) {
            keep(now);
        } else if (!wasYielding && now >= nextAt && coordinator.registered()) {
            begin(now);
        }
    }

    private void begin(long now) {
        yielded.addAll(reason.candidates());
        yielded.forEach(role -> role.giving(true));
        asked = false;
        refused = false;
        since = now;
        nextAt = now + LOOK_AGAIN_NANOS;
    }

    /** Asks for the new terms once nothing is under way any more; what does not come to rest stays here. */
    void endTurn(long now) {
        if (yielded.isEmpty() || asked) {
            return;
        }
        boolean atRest = yielded.stream().allMatch(PrimaryRole::atRest);
        if (atRest || now - since > FINISH_NANOS_MAX) {
            yielded.removeIf(role -> {
                boolean ready = role.atRest() && reason.stillStands(role);
                role.giving(ready);
                return !ready;
            });
            asked = true;
            since = now;
            if (!yielded.isEmpty()) {
                reason.ask(yielded);
            }
        }
    }

    /** The coordinator's word; what it granted comes as a view. */
    void answered(long now, Reply reply) {
        if (!reply.isOk() && asked) {
            refused = true;
            keep(now);
        }
    }

    private void keep(long now) {
        yielded.forEach(role -> role.giving(false));
        yielded.clear();
        pause = Math.min(2 * pause, REFUSED_PAUSE_NANOS_MAX);
        nextAt = now + pause;
    }
}
