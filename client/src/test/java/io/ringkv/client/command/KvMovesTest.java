package io.ringkv.client.command;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.ringkv.client.ScriptedServer;
import io.ringkv.protocol.ErrorCode;
import io.ringkv.protocol.Item;
import io.ringkv.protocol.Option;
import io.ringkv.protocol.Reply;
import io.ringkv.protocol.Request;
import io.ringkv.protocol.Verb;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/** The commands that move data between nodes, at a coordinator whose answers are given. Its one node is n1. */
class KvMovesTest extends InProcessKv {
    /** Of a request that changes something: later than the view that the scripted server lists its nodes from. */
    private static final long NEWER_EPOCH = 4;

    private final Deque<Reply> left = new ArrayDeque<>();
    private List<Request> asked = List.of();
    private int replicas = 3;

    /** What n1 has, and what is left to move. */
    private static Reply left(long slots, long copies, String mode) {
        return Reply.ok()
                .withItem(Item.of("NODE", "n1")
                        .with("slots", slots)
                        .with("comes", 0)
                        .with("goes", slots)
                        .with("needed", slots)
                        .with("then", 0)
                        .with("primaries-then", 0))
                .with("slots", Long.toString(copies))
                .with("copies", Long.toString(copies))
                .with("bytes", Long.toString(copies * 1_000))
                .with("moves", mode)
                .with("throttle", "0");
    }

    private Reply coordinators = Reply.ok()
            .withItem(Item.of("COORDINATOR", "c1", "127.0.0.1:5000"))
            .with("leader", "c1");

    /** The last answer is given again. */
    private Reply nextLeft() {
        Reply last = left.getFirst();
        return left.size() > 1 ? left.removeFirst() : last;
    }

    private @Nullable Reply answer(Request request, Reply changed) {
        return switch (request.verb()) {
            case STATUS ->
                Reply.ok()
                        .with("health", "HEALTHY")
                        .with("epoch", "3")
                        .with("nodes", "3")
                        .with("replicas", Integer.toString(replicas));
            case REBALANCE -> nextLeft();
            case LIST_COORDINATORS -> coordinators;
            default -> changed;
        };
    }

    private int kvWhere(Reply changed, String... args) throws IOException {
        out.reset();
        err.reset();
        try (ScriptedServer coordinator =
                ScriptedServer.coordinator(request -> answer(request, changed))) {
            server = coordinator.address().toString();
            int exitCode = kv(args);
            asked = coordinator.requests();
            return exitCode;
        }
    }

    private int kvWhereItIsDone(String... args) throws IOException {
        return kvWhere(Reply.ok().with("epoch", NEWER_EPOCH), args);
    }

    private Request asked(Verb verb) {
        return asked.stream().filter(r -> r.verb() == verb).findFirst().orElseThrow();
    }

    @Test
    void aDrainIsWaitedForUntilTheNodeHoldsNothing() throws IOException {
        left.addAll(List.of(
                left(9, 9, "running"),
                left(9, 9, "running"),
                left(4, 4, "running"),
                left(4, 4, "paused"),
                left(0, 0, "running")));
        assertThat(kvWhereItIsDone("drain", "n1")).isZero();
        assertThat(err().lines())
                .containsExactly(
                        "n1: 9 copies of slots still on it; about 9.0 KB to move",
                        "n1: 4 copies of slots still on it; about 4.0 KB to move",
                        "n1: 4 copies of slots still on it; about 4.0 KB to move; moves are"
                                + " paused: kv rebalance resume");
        assertThat(out()).contains("n1 holds nothing, and can be stopped now; kv remove n1 takes");
        assertThat(asked(Verb.DRAIN).argument(0)).isEqualTo("n1");
        assertThat(asked(Verb.DRAIN).has(Option.CANCEL)).isFalse();
    }

    @Test
    void whoDoesNotWaitIsToldWhatGoesOn() throws IOException {
        left.add(left(9, 9, "running"));
        assertThat(kvWhereItIsDone("drain", "n1", "--no-wait")).isZero();
        assertThat(out()).contains("the drain of n1 goes on; kv drain n1 waits for it");
        assertThat(kvWhereItIsDone("drain", "n1", "--no-wait", "--output=json")).isZero();
        assertThat(out())
                .isEqualTo("{\"nodes\":[{\"node\":\"n1\",\"state\":\"UP\",\"slots\":9}]}\n");
        assertThat(kvWhereItIsDone("remove", "n1", "--no-wait", "--yes")).isZero();
        assertThat(out()).contains("the removal of n1 goes on; kv remove n1 waits for it");
        assertThat(kvWhereItIsDone("drain", "n1", "--cancel")).isZero();
        assertThat(out()).contains("n1 stays, and its share comes back to it");
        assertThat(asked(Verb.DRAIN).has(Option.CANCEL)).isTrue();
        assertThat(err()).isEmpty();
    }

    @Test
    void aPlanSaysWhatWouldMoveAndWhereItLeadsAndAsksForNothingElse() throws IOException {
        Reply plan = left(9, 9, "running")
                .with("balance", "1.07")
                .with("same-zone", "0")
                .with("survives", "1");
        for (String[] words : new String[][] {
            {"drain", "n1", "--plan"}, {"remove", "n1", "--plan"}, {"set-replicas", "2", "--plan"}
        }) {
            assertThat(kvWhere(plan, words)).isZero();
            assertThat(out())
                    .contains("9 copies of slots to move, about 9.0 KB")
                    .contains("1.07 times the mean, and 1 more node may fail");
            assertThat(asked)
                    .filteredOn(request -> request.verb() != Verb.STATUS)
                    .allMatch(request -> request.has(Option.PLAN))
                    .hasSize(1);
        }
        assertThat(kvWhere(plan, "drain", "n1", "--plan", "--output=json")).isZero();
        assertThat(out()).contains("\"balance\":1.07,\"same-zone\":0,\"survives\":1");
    }

    @Test
    void aNodeIsSafeToStopOrTheSlotsAtRiskAreNamed() throws IOException {
        Reply yes = Reply.ok().with("safe", "yes").with("slots", "0");
        assertThat(kvWhere(yes, "safe-to-stop", "n1")).isZero();
        assertThat(out()).contains("n1 can be stopped: every slot is served without it");
        assertThat(asked(Verb.SAFE_TO_STOP).argument(0)).isEqualTo("n1");
        Reply no = Reply.ok()
                .with("safe", "no")
                .with("slots", "3")
                .withBlock("0-1,7".getBytes(StandardCharsets.US_ASCII));
        assertThat(kvWhere(no, "safe-to-stop", "n1")).isEqualTo(ExitCode.FOUND_PROBLEMS);
        assertThat(out())
                .contains("without n1 the slots 0-1,7 would have no majority in sync")
                .contains("wait for those that are away, or behind");
        replicas = 2;
        assertThat(kvWhere(no, "safe-to-stop", "n1")).isEqualTo(ExitCode.FOUND_PROBLEMS);
        assertThat(out()).contains("three copies of each key", "kv set-replicas 3");
        assertThat(kvWhere(no, "safe-to-stop", "n1", "--output=json"))
                .isEqualTo(ExitCode.FOUND_PROBLEMS);
        assertThat(out()).contains("\"slots-at-risk\":3,\"slots\":\"0-1,7\"");
    }

    @Test
    void aDrainThatSomebodyCallsOffEndsTheWait() throws IOException {
        left.add(left(9, 9, "running"));
        Reply asOldAsTheView = Reply.ok().with("epoch", "3");
        for (String command : new String[] {"drain", "remove"}) {
            assertThat(kvWhere(asOldAsTheView, command, "n1")).isEqualTo(ExitCode.NOT_FOUND);
            assertThat(err())
                    .contains("somebody has called it off: n1 stays")
                    .doesNotContain("goes on");
            assertThat(out()).isEmpty();
        }
    }

    @Test
    void aCoordinatorThatIsGoneEndsTheWaitAndNotTheDrain() throws IOException {
        left.add(left(9, 9, "running"));
        int[] questions = {0};
        try (ScriptedServer coordinator = ScriptedServer.coordinator(
                request -> request.verb() == Verb.REBALANCE && ++questions[0] > 2
                        ? null
                        : answer(request, Reply.ok().with("epoch", NEWER_EPOCH)))) {
            server = coordinator.address().toString();
            assertThat(kv("drain", "n1", "--timeout=300ms"))
                    .isEqualTo(ExitCode.LEVEL_NOT_REACHABLE);
            assertThat(err()).doesNotContain("nothing was changed", "not known");
            assertThat(err()).contains("; the drain of n1 goes on; kv drain n1 waits for it");
        }
    }

    @Test
    void aDecisionThatIsNotAnsweredMayBeAskedForAgain() throws IOException {
        try (ScriptedServer coordinator = ScriptedServer.coordinator(
                request -> request.verb() == Verb.DRAIN ? null : answer(request, Reply.ok()))) {
            server = coordinator.address().toString();
            assertThat(kv("drain", "n1")).isEqualTo(ExitCode.UNKNOWN);
            assertThat(err())
                    .contains("not known whether this was applied", "ask again")
                    .doesNotContain("read the key");
        }
    }

    @Test
    void aNodeThatThereIsNotIsAnsweredWithThoseThatThereAre() throws IOException {
        Reply refused = Reply.error(ErrorCode.BAD_ARGUMENT, "there is no node n9");
        for (String command : new String[] {"drain", "remove", "safe-to-stop"}) {
            assertThat(kvWhere(refused, command, "n9")).isEqualTo(ExitCode.USAGE);
            assertThat(err()).contains("there is no node n9; see: kv nodes, which has n1\n");
        }
        assertThat(kvWhere(Reply.error(ErrorCode.BAD_ARGUMENT, "too few others"), "drain", "n1"))
                .isEqualTo(ExitCode.REJECTED);
        assertThat(err()).contains("too few others (BAD_ARGUMENT)");
    }

    @Test
    void aRemovalIsOverOnceTheNodeIsNotListed() throws IOException {
        left.add(left(0, 0, "running"));
        assertThat(kvWhereItIsDone("remove", "n2", "--output=csv")).isZero();
        assertThat(out()).isEqualTo("node,state,slots\nn2,REMOVED,0\n");
    }

    /** Each try finds that the epoch has gone on; after the third more would be lost. */
    private @Nullable Reply removal(Request request, AtomicLong epoch) {
        if (request.verb() != Verb.REMOVE_NODE) {
            return answer(request, Reply.ok());
        }
        if (request.has(Option.PLAN)) {
            return Reply.ok()
                    .with("at-risk", epoch.get() > 99 ? "3" : "2")
                    .with("read", epoch.get())
                    .withBlock("n2 5,6\n".getBytes(StandardCharsets.US_ASCII));
        }
        long more = request.longOption(Option.FORCE, 0) < 26 ? 1 : 99;
        return Reply.error(ErrorCode.BAD_ARGUMENT, "the epoch is " + epoch.addAndGet(more));
    }

    @Test
    void aForcedRemovalIsDecidedAnewWhileOtherThingsChangeAndNotWhenMoreWouldBeLost()
            throws IOException {
        AtomicLong epoch = new AtomicLong(24);
        try (ScriptedServer coordinator =
                ScriptedServer.coordinator(request -> removal(request, epoch))) {
            server = coordinator.address().toString();
            assertThat(kv("remove", "n1", "--force", "--losing=2", "--no-wait"))
                    .isEqualTo(ExitCode.USAGE);
            assertThat(err()).contains("--losing is 2, and 3 slots may lose writes");
            assertThat(coordinator.requests().stream()
                            .filter(request -> request.verb() == Verb.REMOVE_NODE)
                            .map(request -> request.longOption(Option.FORCE, -1)))
                    .containsExactly(0L, 24L, 0L, 25L, 0L, 26L, 0L);
        }
    }

    @Test
    void aRemovedNodeThatIsACoordinatorAsWellIsNotCalledDone() throws IOException {
        left.add(left(0, 0, "running"));
        coordinators = Reply.ok()
                .withItem(Item.of("COORDINATOR", "n2", "127.0.0.1:5000"))
                .with("leader", "n2");
        assertThat(kvWhereItIsDone("remove", "n2")).isZero();
        assertThat(out())
                .contains("one of the coordinators still", "kv coordinators remove")
                .doesNotContain("can be stopped");
    }

    @Test
    void copiesAreWaitedForThoseThatGoToo() throws IOException {
        left.addAll(List.of(
                left(9, 9, "running"),
                left(9, 9, "running"),
                left(2, 0, "running"),
                left(0, 0, "running")));
        assertThat(kvWhereItIsDone("set-replicas", "2")).isZero();
        assertThat(err().lines())
                .containsExactly(
                        "9 copies of slots to move, about 9.0 KB", "2 copies of slots to give up");
        assertThat(out()).contains("the cluster keeps 2 copies of each key");
        assertThat(asked(Verb.SET_REPLICAS).argument(0)).isEqualTo("2");
        assertThat(kvWhereItIsDone("set-replicas", "8")).isEqualTo(ExitCode.USAGE);
        assertThat(err()).contains("'8' is no number of copies: that is 1 to 7");
        assertThat(asked).isEmpty();
    }

    @Test
    void movesAreShownAsATableWithItsSum() throws IOException {
        left.add(left(9, 9, "paused").with("seconds", "4"));
        assertThat(kvWhereItIsDone("rebalance", "status")).isZero();
        assertThat(out())
                .contains("copies=9  bytes=9000  seconds=4  moves=paused  throttle=0")
                .contains("n1      9       0      9     0               0")
                .endsWith("9 copies of slots to move, about 9.0 KB; moves are paused: kv rebalance"
                        + " resume\n");
        assertThat(kvWhereItIsDone("rebalance", "status", "--output=csv")).isZero();
        assertThat(out()).isEqualTo("node,now,coming,going,then,primaries-then\nn1,9,0,9,0,0\n");
    }

    @Test
    void aThrottleIsBytesASecondAndSaysHowLongItTakes() throws IOException {
        left.add(left(9, 9, "running"));
        assertThat(kvWhereItIsDone("rebalance", "plan", "--throttle=3KB/s")).isZero();
        assertThat(out()).contains("seconds=3").contains("at most 3 s at 3.0 KB a second");
        kvWhereItIsDone("rebalance", "start", "--throttle", "50MB");
        assertThat(asked(Verb.REBALANCE).argument(0)).isEqualTo("START");
        assertThat(asked(Verb.REBALANCE).option(Option.THROTTLE)).isEqualTo("50000000");
        kvWhereItIsDone("rebalance", "resume", "--throttle=unlimited");
        assertThat(asked(Verb.REBALANCE).option(Option.THROTTLE)).isEqualTo("0");
        kvWhereItIsDone("rebalance", "pause");
        assertThat(asked(Verb.REBALANCE).has(Option.THROTTLE)).isFalse();
        assertThat(kvWhereItIsDone("rebalance", "pause", "--throttle=1MB"))
                .isEqualTo(ExitCode.USAGE);
        assertThat(err()).contains("--throttle goes with plan, start and resume");
    }

    @Test
    void statusSaysHowManyCopiesStillMove() throws IOException {
        left.add(left(9, 9, "running"));
        assertThat(kvWhereItIsDone("status")).isZero();
        assertThat(out())
                .contains("NOTE    cluster  9 copies of slots to move, about 9.0 KB; see: kv");
        left.add(left(0, 0, "running"));
        left.removeFirst();
        assertThat(kvWhereItIsDone("status")).isZero();
        assertThat(out()).doesNotContain("NOTE");
    }

    @Test
    void linesHaveTheCommandsToo() throws IOException {
        left.add(left(0, 0, "running"));
        input = "drain n1 --no-wait\nrebalance plan --output raw\n".getBytes(UTF_8);
        assertThat(kvWhereItIsDone()).isZero();
        assertThat(out()).contains("the drain of n1 goes on").endsWith("n1\t0\t0\t0\t0\t0\n");
    }
}
