package io.ringkv.client.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringkv.client.ScriptedServer;
import io.ringkv.protocol.ErrorCode;
import io.ringkv.protocol.Item;
import io.ringkv.protocol.Reply;
import io.ringkv.protocol.Request;
import io.ringkv.protocol.Verb;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** The commands that look at the cluster, in their formats. */
class KvInspectTest extends InProcessKv {
    @Test
    void statusExitsByHealth() throws IOException {
        Reply reply = Reply.ok().withItem(Item.of("REASON").with("node", "n2").withText("is DOWN"));
        assertThat(kvAgainstCoordinator(reply.with("health", "HEALTHY"), "status"))
                .isZero();
        assertThat(kvAgainstCoordinator(reply.with("health", "DEGRADED"), "status"))
                .isEqualTo(1);
        assertThat(kvAgainstCoordinator(reply.with("health", "UNAVAILABLE"), "status"))
                .isEqualTo(2);
        assertThat(out()).contains("health=DEGRADED").contains("n2     is DOWN");
    }

    @Test
    void statusSaysItsWordInEveryFormat() throws IOException {
        Reply healthy = Reply.ok().with("health", "HEALTHY");
        for (String format : new String[] {"table", "json", "jsonl", "csv", "raw"}) {
            out.reset();
            kvAgainstCoordinator(healthy, "status", "--output", format);
            assertThat(out()).as(format).contains("HEALTHY");
        }
    }

    @Test
    void aLossIsAcceptedOnlyWhenItIsThereAndMeantAndForTheStateThatWasRead() throws IOException {
        assertThat(kvAgainstCoordinator(Reply.ok().with("epoch", "7"), "accept-loss"))
                .isZero();
        assertThat(out()).contains("no slot has lost a majority of its stores");
        Reply lost = Reply.ok()
                .withItem(Item.of("REASON")
                        .with("slots", 12)
                        .with("next", "accept-loss")
                        .withText("gone"))
                .with("health", "UNAVAILABLE")
                .with("epoch", "7");
        List<Request> asked = new ArrayList<>();
        try (ScriptedServer coordinator = ScriptedServer.coordinator(request -> {
            asked.add(request);
            return request.verb() == Verb.STATUS ? lost : Reply.ok().with("slots", "12");
        })) {
            server = coordinator.address().toString();
            assertThat(kv("accept-loss")).isEqualTo(ExitCode.USAGE);
            assertThat(err()).contains("12 slots", "--yes");
            assertThat(asked).noneMatch(request -> request.verb() == Verb.ACCEPT_LOSS);
            assertThat(kv("accept-loss", "--yes")).isZero();
            assertThat(asked)
                    .filteredOn(request -> request.verb() == Verb.ACCEPT_LOSS)
                    .singleElement()
                    .satisfies(request -> assertThat(request.argument(0)).isEqualTo("7"));
            kv("doctor");
            assertThat(out()).contains("fix: kv accept-loss, once everything is back");
        }
    }

    @Test
    void aLossThatStaysTheSameIsAcceptedWhileOtherThingsChange() throws IOException {
        AtomicInteger epoch = new AtomicInteger(7);
        List<String> accepted = new ArrayList<>();
        try (ScriptedServer coordinator = ScriptedServer.coordinator(request -> {
            if (request.verb() == Verb.ACCEPT_LOSS) {
                accepted.add(request.argument(0));
                return epoch.get() == 9
                        ? Reply.ok().with("slots", "12")
                        : Reply.error(ErrorCode.BAD_ARGUMENT, "the epoch is another one");
            }
            return Reply.ok()
                    .withItem(Item.of("REASON")
                            .with("slots", 12)
                            .with("next", "accept-loss")
                            .withText("gone"))
                    .with("epoch", Integer.toString(epoch.incrementAndGet()));
        })) {
            server = coordinator.address().toString();
            assertThat(kv("accept-loss", "--yes")).isZero();
            assertThat(out()).contains("accepted");
        }
        assertThat(accepted).last().isEqualTo("9");
    }

    @Test
    void nodesCanBeReadByPrograms() throws IOException {
        assertThat(kvAgainst(request -> Reply.ok(), "nodes", "--output=csv")).isZero();
        assertThat(out()).contains("node,address,state").contains("n1,127.0.0.1:");
    }

    @Test
    void statsCountTheWholeClusterAndStandUpright() throws IOException {
        Reply stats = Reply.ok()
                .withItem(Item.of("node", "n1"))
                .withItem(Item.of("keys", "7"))
                .withItem(Item.of("keys-primary", "5"));
        assertThat(kvAgainst(request -> stats, "stats")).isZero();
        assertThat(out())
                .contains("keys=5")
                .contains("counter       n1")
                .contains("keys           7");
        out.reset();
        assertThat(kvAgainst(request -> stats, "stats", "--output=jsonl")).isZero();
        assertThat(out()).isEqualTo("{\"node\":\"n1\",\"keys\":7,\"keys-primary\":5}\n");
    }

    @Test
    void theRingIsDrawnForPeopleAlone() throws IOException {
        assertThat(kvAgainst(request -> Reply.ok(), "ring")).isZero();
        assertThat(out())
                .contains("ring  " + "A".repeat(64))
                .contains("A  [" + "#".repeat(40) + "] n1");
        out.reset();
        assertThat(kvAgainst(request -> Reply.ok(), "ring", "--output=csv")).isZero();
        assertThat(out()).doesNotContain("#");
    }

    @Test
    void ringSimulateNeedsNoServer() {
        assertThat(kv("ring", "--simulate", "5", "--output=jsonl")).isZero();
        assertThat(out().lines()).hasSize(2).allMatch(line -> line.startsWith("{\"placement\":"));
    }

    @Test
    void theDoctorFindsNothingWrong() throws IOException {
        Reply healthy = Reply.ok().with("health", "HEALTHY");
        int exitCode = kvAgainst(request -> healthy, "doctor");
        assertThat(out()).contains("answers; version ").contains("fine   health: HEALTHY");
        // This process may have as few files as the machine gives it.
        assertThat(exitCode).isEqualTo(out().endsWith("nothing is wrong\n") ? 0 : 9);
    }

    @Test
    void theDoctorNamesWhatIsWrongAndItsFix() throws IOException {
        Reply degraded = Reply.ok()
                .with("health", "DEGRADED")
                .withItem(Item.of("REASON").with("node", "n2").withText("is DOWN"));
        assertThat(kvAgainst(request -> degraded, "doctor")).isEqualTo(9);
        assertThat(out()).contains("WRONG  node n2: DEGRADED: is DOWN\n       fix: bring ");
        assertThat(kv("doctor", "--server=127.0.0.1:1", "--output=csv")).isEqualTo(9);
        assertThat(out())
                .contains("WRONG,server 127.0.0.1:1,\"cannot reach 127.0.0.1:1 (")
                .contains("\"start it, or name another with --server\"");
    }

    @Test
    void whatANodeWithoutACoordinatorLacksIsNoOtherNode() throws IOException {
        Reply alone = Reply.ok()
                .with("health", "DEGRADED")
                .withItem(Item.of("REASON").withText("not registered yet: no coordinator leads"));
        assertThat(kvAgainst(request -> alone, "doctor")).isEqualTo(9);
        assertThat(out()).contains("fix: start the coordinator;").doesNotContain("fix: bring ");
    }
}
