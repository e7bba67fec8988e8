package io.ringkv.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringkv.process.RealServer;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import java.util.List;

/** Networks that are cut or lose packets. Clients reach every process all the time, on whichever side it is. */
class CutTest extends UnderFault {
    private static final int CUT_SECONDS = 8;
    private static final double LESS_THAN_NODE_TIMEOUT_SECONDS = 2;

    private void healed() {
        assertThat(network.dropped()).as("packets dropped").isPositive();
        network.heal();
        hold(2);
    }

    private List<RealServer> othersAndCoordinator(RealServer node) {
        return cluster.all().stream().filter(server -> server != node).toList();
    }

    @Test
    @Tag("faults-short")
    void oneNodeIsCutOffFromAllOthers() throws Exception {
        run("a node cut off from all others", () -> {
            for (int i = 0; goesOn(); i++) {
                network.cut(node(i), othersAndCoordinator(node(i)));
                hold(CUT_SECONDS);
                healed();
            }
        });
    }

    @Test
    void oneNodeIsCutOffFromTheOtherNodesOnly() throws Exception {
        run("a node cut off from the other nodes, not from the coordinator", () -> {
            for (int i = 0; goesOn(); i++) {
                network.cut(node(i), cluster.others(node(i)));
                hold(CUT_SECONDS);
                healed();
            }
        });
    }

    /** For a while it cannot come back, but the coordinator reaches it, and so does every other node but one. */
    @Test
    @Tag("faults-short")
    void oneBadLinkTakesNobodyDown() throws Exception {
        run("two nodes cut apart, the coordinator's connection to one of them broken", () -> {
            for (int i = 0; goesOn(); i++) {
                network.cut(node(i), List.of(node(i + 1)));
                hold(1);
                network.refuseConnections(node(i), cluster.coordinator());
                network.breakConnections(node(i), cluster.coordinator());
                hold(LESS_THAN_NODE_TIMEOUT_SECONDS);
                healed();
                assertThat(cluster.coordinator().logged()).doesNotContain(" is DOWN");
            }
        });
    }

    @Test
    void theCoordinatorIsCutOffFromAllNodes() throws Exception {
        run("the coordinator cut off from all nodes", () -> {
            while (goesOn()) {
                network.cut(cluster.coordinator(), cluster.nodes());
                hold(CUT_SECONDS);
                healed();
            }
        });
    }

    @Test
    void aNodeIsHeardAndHearsNothing() throws Exception {
        run("one-way cut: a node hears nothing, or is not heard", () -> {
            for (int i = 0; goesOn(); i++) {
                for (RealServer other : othersAndCoordinator(node(i))) {
                    if (i % 2 == 0) {
                        network.cutOneWay(other, node(i));
                    } else {
                        network.cutOneWay(node(i), other);
                    }
                }
                hold(CUT_SECONDS);
                healed();
            }
        });
    }

    @Test
    @Tag("faults-short")
    void anHeirIsCutOffWhileItTakesOver() throws Exception {
        run("a node killed, its heirs cut apart while they take over", () -> {
            for (int i = 0; goesOn(); i++) {
                RealServer victim = node(i);
                victim.kill9();
                // About when silence becomes DOWN, and a little before and after it.
                hold(2.6 + i % 4 * 0.3);
                network.cut(node(i + 1), List.of(node(i + 2)));
                hold(3);
                healed();
                victim.start();
                cluster.awaitHealthy();
            }
        });
    }

    @Test
    @Tag("faults-short")
    void packetsAreLost() throws Exception {
        run(
                "30 % of packets lost between all processes",
                () -> {
                    network.lose(30, cluster.all());
                    holdToTheEnd();
                    healed();
                });
    }
}
