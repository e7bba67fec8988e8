package io.ringkv.node.core;

import org.jspecify.annotations.Nullable;

/**
 * The orderly end of a node that was told to stop: hands its roles over, lets what is under way come to an end, and
 * signs off. No step waits for ever: a cluster that cannot take over is left all the same.
 */
final class Departure {
    private static final long HAND_OVER_NANOS_MAX = 4_000_000_000L;
    private static final long FINISH_NANOS_MAX = 1_000_000_000L;
    private static final long SIGN_OFF_NANOS_MAX = 1_000_000_000L;

    private enum Step {
        HANDING_OVER,
        FINISHING,
        SIGNING_OFF,
        GONE
    }

    private final HandOver handOver;
    private final DataRequests data;
    private final Answers answers;
    private final CoordinatorLink coordinator;
    private @Nullable Runnable whenGone;
    private Step step = Step.HANDING_OVER;
    private long since;

    Departure(HandOver handOver, DataRequests data, Answers answers, CoordinatorLink coordinator) {
        this.handOver = handOver;
        this.data = data;
        this.answers = answers;
        this.coordinator = coordinator;
    }

    /** @param gone run once, when the process may end */
    void begin(long now, Runnable gone) {
        if (whenGone == null) {
            whenGone = gone;
            since = now;
            coordinator.leave(now);
            handOver.leave();
        }
    }

    void endTurn(long now) {
        if (whenGone == null) {
            return;
        }
        long waited = now - since;
        switch (step) {
            case HANDING_OVER -> {
                if (handOver.yielding().done() || waited > HAND_OVER_NANOS_MAX) {
                    data.admitNothing();
                    advance(now, Step.FINISHING);
                }
            }
            case FINISHING -> {
                if (answers.open() == 0 || waited > FINISH_NANOS_MAX) {
                    signOff(now);
                }
            }
            case SIGNING_OFF -> {
                if (!coordinator.registered() || waited > SIGN_OFF_NANOS_MAX) {
                    gone(now);
                }
            }
            case GONE -> {}
        }
    }

    private void signOff(long now) {
        advance(now, Step.SIGNING_OFF);
        if (coordinator.registered()) {
            coordinator.signOff((answeredAt, reply) -> gone(answeredAt));
        } else {
            gone(now);
        }
    }

    private void gone(long now) {
        if (step != Step.GONE && whenGone != null) {
            advance(now, Step.GONE);
            whenGone.run();
        }
    }

    private void advance(long now, Step next) {
        step = next;
        since = now;
    }
}
