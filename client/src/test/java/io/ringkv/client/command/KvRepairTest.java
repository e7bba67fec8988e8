package io.ringkv.client.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringkv.client.ScriptedServer;
import io.ringkv.protocol.ErrorCode;
import io.ringkv.protocol.Reply;
import io.ringkv.protocol.Request;
import io.ringkv.protocol.Verb;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Locale;

/** {@code kv repair} and {@code kv verify}, at the one node of a cluster, whose answers are given. */
class KvRepairTest extends InProcessKv {
    private final Deque<Reply> starts = new ArrayDeque<>();
    private final Deque<Reply> looks = new ArrayDeque<>();
    private final List<String> asked = new ArrayList<>();
    private String underReplicated = "0";

    private static Reply sweep(String state, int number, int checked, int repaired, int not) {
        Reply reply = Reply.ok()
                .with("state", state)
                .with("sweep", Integer.toString(number))
                .with("slots", "16384")
                .with("checked", Integer.toString(checked))
                .with("match", Integer.toString(2 * checked - repaired - not))
                .with("repaired", Integer.toString(repaired))
                .with("not-comparable", Integer.toString(not))
                .with("rows", "7");
        return state.equals("running") ? reply.with("pace", "full") : reply;
    }

    private static Reply refusal() {
        return Reply.error(
                ErrorCode.BAD_ARGUMENT, "sweep 2 of this node was started and still runs");
    }

    private static Reply next(Deque<Reply> replies) {
        return replies.size() > 1 ? replies.removeFirst() : replies.getFirst();
    }

    private @Nullable Reply answer(Request request) {
        if (request.verb() == Verb.STATUS) {
            return Reply.ok()
                    .with("health", "HEALTHY")
                    .with("under-replicated", underReplicated)
                    .with("epoch", "3");
        }
        if (request.verb() != Verb.REPAIR) {
            return null;
        }
        String action = request.argument(0).toUpperCase(Locale.ROOT);
        asked.add(action);
        return next(action.equals("START") ? starts : looks);
    }

    private int kvThere(String... args) throws IOException {
        out.reset();
        err.reset();
        asked.clear();
        try (ScriptedServer cluster = ScriptedServer.coordinator(this::answer)) {
            server = cluster.address().toString();
            return kv(args);
        }
    }

    @Test
    void howFarTheSweepsAreIsShown() throws IOException {
        looks.add(sweep("idle", 3, 16384, 1, 0)
                .with("seconds-since", "42")
                .with("read-match", "9")
                .with("read-repaired", "2")
                .with("read-not-comparable", "1"));
        assertThat(kvThere("repair", "status")).isZero();
        assertThat(out())
                .contains("node", "n1", "idle", "32767", "42")
                .contains("read-match=9  read-repaired=2  read-not-comparable=1");
        assertThat(kvThere("repair", "status", "--output=json")).isZero();
        assertThat(out())
                .isEqualTo("{\"read-match\":9,\"read-repaired\":2,\"read-not-comparable\":1,"
                        + "\"nodes\":[{\"node\":\"n1\",\"state\":\"idle\",\"pace\":\"-\",\"sweep\":3,"
                        + "\"slots\":16384,\"checked\":16384,\"match\":32767,\"repaired\":1,"
                        + "\"not-comparable\":0,\"rows\":7,\"seconds-since\":42}]}\n");
        assertThat(kvThere("repair", "status", "--wait")).isEqualTo(ExitCode.USAGE);
    }

    @Test
    void oneIsStartedOrTheNodeSaysWhyNot() throws IOException {
        starts.add(sweep("running", 2, 0, 0, 0));
        assertThat(kvThere("repair", "start")).isZero();
        assertThat(asked).containsExactly("START");
        starts.clear();
        starts.add(refusal());
        assertThat(kvThere("repair", "start")).isEqualTo(ExitCode.REJECTED);
        assertThat(err()).contains("n1: sweep 2 of this node was started and still runs");
    }

    @Test
    void whoWaitsIsShownHowFarItIsAlsoOfOneThatRanBefore() throws IOException {
        starts.add(refusal());
        looks.addAll(List.of(
                sweep("running", 2, 100, 0, 0),
                sweep("running", 2, 200, 0, 0),
                sweep("idle", 2, 16384, 0, 0)));
        assertThat(kvThere("repair", "start", "--wait")).isZero();
        assertThat(err().lines()).containsExactly("200 of 16384 slots compared");
        assertThat(asked).containsExactly("START", "STATUS", "STATUS", "STATUS");
    }

    @Test
    void aClusterWhoseSlotsAllMatchIsVerified() throws IOException {
        starts.add(sweep("running", 2, 0, 0, 0));
        looks.addAll(List.of(sweep("running", 2, 5, 0, 0), sweep("idle", 2, 16384, 0, 0)));
        assertThat(kvThere("verify")).isZero();
        assertThat(out())
                .contains("slots=16384  match=32768  repaired=0  not-comparable=0")
                .contains(
                        "every slot was compared with all of its replicas, and all of them match");
        assertThat(err().lines()).containsExactly("5 of 16384 slots compared");
    }

    @Test
    void aSweepThatRunsAlreadyIsNotTakenForTheOneThatWasAskedFor() throws IOException {
        starts.addAll(List.of(refusal(), refusal(), sweep("running", 3, 0, 0, 0)));
        looks.add(sweep("idle", 3, 16384, 0, 0));
        assertThat(kvThere("verify")).isZero();
        assertThat(asked).containsExactly("START", "START", "START", "STATUS");
    }

    @Test
    void whatWasRepairedIsAProblemAlthoughItIsWellNow() throws IOException {
        starts.add(sweep("running", 2, 0, 0, 0));
        looks.add(sweep("idle", 2, 16384, 1, 0));
        assertThat(kvThere("verify")).isEqualTo(ExitCode.FOUND_PROBLEMS);
        assertThat(out()).contains("held other rows than their primary, and got a copy: 1;");
        assertThat(out()).doesNotContain("all of them match");
    }

    @Test
    void whatCouldNotBeComparedIsTriedAgainAndThenAProblem() throws IOException {
        starts.add(sweep("running", 2, 0, 0, 0));
        looks.addAll(List.of(sweep("idle", 2, 16384, 0, 3), sweep("idle", 2, 16384, 0, 0)));
        assertThat(kvThere("verify")).isZero();
        assertThat(err()).contains("not every slot could be compared").contains("once more");
        looks.clear();
        looks.add(sweep("idle", 2, 16384, 0, 3));
        assertThat(kvThere("verify")).isEqualTo(ExitCode.FOUND_PROBLEMS);
        assertThat(out()).contains("could not be compared: 3;");
        assertThat(asked).containsExactly("START", "STATUS", "START", "STATUS", "START", "STATUS");
    }

    @Test
    void slotsWithTooFewReplicasAndSweepsThatBreakOffAreProblems() throws IOException {
        starts.add(sweep("running", 2, 0, 0, 0));
        looks.add(sweep("idle", 2, 16384, 0, 0));
        underReplicated = "512";
        assertThat(kvThere("verify")).isEqualTo(ExitCode.FOUND_PROBLEMS);
        assertThat(out()).contains("slots with fewer replicas than they should have: 512;");
        looks.clear();
        looks.add(sweep("idle", 0, 0, 0, 0));
        assertThat(kvThere("verify")).isEqualTo(ExitCode.FOUND_PROBLEMS);
        assertThat(out())
                .contains("the sweep of n1 did not come to its end")
                .contains("slots that were compared: 0 of 16384;");
    }

    @Test
    void aNodeThatIsGoneIsNamed() throws IOException {
        starts.add(sweep("running", 2, 0, 0, 0));
        looks.add(sweep("idle", 2, 16384, 0, 0));
        try (ScriptedServer cluster = ScriptedServer.besideOneThatIsGone(this::answer)) {
            server = cluster.address().toString();
            assertThat(kv("verify", "--timeout=500ms")).isEqualTo(ExitCode.FOUND_PROBLEMS);
            assertThat(out()).contains("not reached: n9");
            assertThat(kv("repair", "status", "--timeout=500ms"))
                    .isEqualTo(ExitCode.CANNOT_CONNECT);
        }
    }
}
