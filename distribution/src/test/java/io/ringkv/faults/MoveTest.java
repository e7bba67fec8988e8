package io.ringkv.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringkv.process.RealServer;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A node is filled and emptied again and again, and the processes that take part die meanwhile. */
class MoveTest extends UnderFault {
    private static final double AWAY_SECONDS = 1;

    /** The coordinator, whoever gets or gives all of it, and one of the others, in turn and at other moments. */
    private RealServer victim(int round, ExtraNode extra) {
        return switch (round % 3) {
            case 0 -> cluster.coordinator();
            case 1 -> extra.server();
            default -> node(round / 3 % 3);
        };
    }

    private void killWhileItMoves(int round, ExtraNode extra) {
        hold(0.2 + 0.4 * (round % 4));
        RealServer victim = victim(round, extra);
        victim.kill9();
        hold(AWAY_SECONDS);
        victim.start();
    }

    @Test
    @Tag("faults-short")
    void processesDieWhileANodeIsFilledAndEmptied() throws Exception {
        run("kill -9 of coordinator, source or target while slots move", () -> {
            ExtraNode extra = ExtraNode.join(cluster);
            extra.awaitSlots();
            int round = 0;
            do {
                killWhileItMoves(round++, extra);
                extra.awaitFull();
                extra.drain();
                killWhileItMoves(round++, extra);
                extra.awaitEmpty();
                if (goesOn()) {
                    extra.stay();
                }
            } while (goesOn());
            extra.leave();
            assertThat(round).isGreaterThanOrEqualTo(2);
        });
    }
}
