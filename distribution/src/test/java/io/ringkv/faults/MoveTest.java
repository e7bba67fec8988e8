package io.ringkv.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringkv.process.Await;
import io.ringkv.process.RealServer;
import io.ringkv.process.Wire;
import io.ringkv.protocol.Item;
import io.ringkv.protocol.Reply;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.time.Duration;

/** A node is filled and emptied again and again, and the processes that take part die meanwhile. */
class MoveTest extends UnderFault {
    private static final Duration PATIENCE = Duration.ofSeconds(120);
    private static final double AWAY_SECONDS = 1;

    private Reply ask(String line) throws IOException {
        try (Wire wire = cluster.coordinator().wire()) {
            return wire.ask(line);
        }
    }

    private long slotsOf(RealServer node) throws IOException {
        for (Item item : ask("REBALANCE STATUS").items()) {
            if (item.word(1).equals(node.name())) {
                return item.longField("slots", -1);
            }
        }
        return -1;
    }

    private boolean allMoved() throws IOException {
        return "0".equals(ask("REBALANCE STATUS").field("copies"));
    }

    /** A change whose answer was lost is asked for again. */
    private void demand(String line) {
        Await.until(line, PATIENCE, () -> ask(line).isOk());
    }

    /** The coordinator, whoever gets or gives all of it, and one of the others, in turn and at other moments. */
    private RealServer victim(int round, RealServer extra) {
        return switch (round % 3) {
            case 0 -> cluster.coordinator();
            case 1 -> extra;
            default -> node(round / 3 % 3);
        };
    }

    private void killWhileItMoves(int round, RealServer extra) {
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
            RealServer extra = cluster.join();
            Await.until("it gets slots", PATIENCE, () -> slotsOf(extra) > 0);
            int round = 0;
            do {
                killWhileItMoves(round++, extra);
                Await.until("it is full", PATIENCE, () -> allMoved() && slotsOf(extra) > 10_000);
                demand("DRAIN " + extra.name());
                killWhileItMoves(round++, extra);
                Await.until("it is empty", PATIENCE, () -> allMoved() && slotsOf(extra) == 0);
                if (goesOn()) {
                    demand("DRAIN --cancel " + extra.name());
                }
            } while (goesOn());
            demand("DRAIN " + extra.name());
            Await.until("it is empty", PATIENCE, () -> allMoved() && slotsOf(extra) == 0);
            demand("REMOVE_NODE " + extra.name());
            Await.until("what it had is dropped", PATIENCE, () -> extra.stat("slots-held") == 0);
            cluster.dismiss(extra);
            assertThat(round).isGreaterThanOrEqualTo(2);
        });
    }
}
