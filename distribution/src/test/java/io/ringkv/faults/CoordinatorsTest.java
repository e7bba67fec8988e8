package io.ringkv.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringkv.process.Await;
import io.ringkv.process.RealServer;
import io.ringkv.process.Wire;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.time.Duration;
import java.util.List;

/** Three coordinators that die, all of them too, and are cut off, while clients read and write. */
class CoordinatorsTest extends UnderFault {
    private static final double EVERY_SECONDS = 5;
    private static final double CUT_SECONDS = 8;
    private static final Duration LEADER_WITHIN = Duration.ofSeconds(10);
    private static final Duration JUDGED_WITHIN = Duration.ofSeconds(30);

    @BeforeEach
    void three() throws IOException {
        startWithThreeCoordinators();
    }

    private RealServer leader() {
        Await.until("a leader", LEADER_WITHIN, () -> findLeader() != null);
        return findLeader();
    }

    private RealServer findLeader() {
        for (RealServer one : cluster.coordinators()) {
            if (one.runs() && one.name().equals(said(one, "INFO", "leader"))) {
                return one;
            }
        }
        return null;
    }

    private static String said(RealServer server, String line, String field) {
        try (Wire wire = server.wire(Duration.ofSeconds(1))) {
            return String.valueOf(wire.ask(line).field(field));
        } catch (IOException away) {
            return "";
        }
    }

    @Test
    void theOneThatLeadsIsKilledAgainAndAgain() throws Exception {
        run("three coordinators: kill -9 of the leader every 5 s", () -> {
            long longest = 0;
            while (goesOn()) {
                RealServer killed = leader();
                killed.kill9();
                long began = System.nanoTime();
                leader();
                longest = Math.max(longest, System.nanoTime() - began);
                hold(EVERY_SECONDS / 2);
                killed.start();
                hold(EVERY_SECONDS / 2);
            }
            System.out.printf("a new leader after %d ms at most%n", longest / 1_000_000);
        });
    }

    @Test
    void allAreKilledForAWhile() throws Exception {
        run("three coordinators: all killed for the whole time, then started", () -> {
            cluster.coordinators().forEach(RealServer::kill9);
            int before = load.succeeded();
            holdToTheEnd();
            System.out.printf("%d operations without them%n", load.succeeded() - before);
            load.awaitMore(100);
            assertThat(said(node(0), "STATUS", "health")).isNotEqualTo("");
            assertThat(node(0).logged())
                    .contains("the data path goes on, joining and failover wait");
            cluster.coordinators().forEach(RealServer::start);
            leader();
        });
    }

    /** Who joins is not let in, and what the dead node was the primary of stands still, until they are back. */
    @Test
    void aNodeJoinsAndOneDiesWhileAllAreAway() throws Exception {
        run(
                "three coordinators: all killed for the whole time, while one node joins and one dies",
                () -> {
                    cluster.coordinators().forEach(RealServer::kill9);
                    hold(2);
                    RealServer dies = node(2);
                    dies.kill9();
                    ExtraNode joins = ExtraNode.join(cluster);
                    load.awaitMore(100);
                    holdToTheEnd();
                    assertThat(joins.server().logged()).contains("joining and failover wait");
                    try (Wire wire = joins.server().wire()) {
                        assertThat(wire.ask("PUT k v").text()).contains("has not joined");
                    }
                    cluster.coordinators().forEach(RealServer::start);
                    RealServer leader = leader();
                    awaitState(leader, dies, "DOWN");
                    awaitState(leader, joins.server(), "UP");
                    load.awaitMore(100);
                    dies.start();
                    joins.awaitFull();
                    joins.leave();
                });
    }

    private static void awaitState(RealServer asked, RealServer node, String state) {
        Await.until(node.name() + " is " + state, JUDGED_WITHIN, () -> {
            try (Wire wire = asked.wire()) {
                return wire.ask("LIST_NODES").items().stream()
                        .anyMatch(item -> item.word(1).equals(node.name())
                                && state.equals(item.field("state")));
            }
        });
    }

    @Test
    void oneAfterTheOtherIsCutOff() throws Exception {
        run("three coordinators: one cut off from all others, the leader among them", () -> {
            for (int i = 0; goesOn(); i++) {
                RealServer cut = i % 2 == 0 ? leader() : cluster.coordinators().get(i % 3);
                List<RealServer> others =
                        cluster.all().stream().filter(one -> one != cut).toList();
                network.cut(cut, others);
                hold(CUT_SECONDS);
                assertThat(network.dropped()).as("packets dropped").isPositive();
                network.heal();
                hold(2);
            }
        });
    }
}
