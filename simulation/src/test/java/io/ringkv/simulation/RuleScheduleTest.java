package io.ringkv.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringkv.hashing.Slots;
import io.ringkv.node.core.Rule;
import io.ringkv.node.core.Rules;
import io.ringkv.node.core.StoreHealth;
import io.ringkv.protocol.Option;
import io.ringkv.protocol.Reply;
import io.ringkv.protocol.Request;
import io.ringkv.protocol.Status;
import io.ringkv.protocol.Verb;

import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * For each rule that the simulator can leave out, the schedule that shows what the rule is for: with the rule every
 * answer can be explained, without it the same steps lose or invent data, and the checks say so.
 */
class RuleScheduleTest {
    private static final String KEY = "user:alice";
    /** Another key of the same slot. */
    private static final String BESIDE = "{" + KEY + "}:beside";

    private static final int SLOT = Slots.of(KEY.getBytes(StandardCharsets.UTF_8));

    /** One rule, with it or without it. */
    private static final class Stage {
        final Script script;
        final SimHost primary;
        final SimHost heir;
        final SimHost third;

        Stage(Rules rules) {
            script = new Script(rules);
            List<SimHost> list = script.listOf(KEY);
            primary = list.get(0);
            heir = list.get(1);
            third = list.get(2);
        }

        SimCluster cluster() {
            return script.cluster();
        }

        void put(SimHost node, String value) {
            assertThat(script.put(node, KEY, value).status()).isEqualTo(Status.OK);
        }

        void cutOffFromNodes(SimHost node) {
            List.of(primary, heir, third).stream()
                    .filter(other -> other != node)
                    .forEach(other -> script.cut(node, other));
        }

        void cutOff(SimHost node) {
            cutOffFromNodes(node);
            script.cut(node, cluster().coordinators().first());
        }

        /** The primary, which the third alone still reaches, knows of no other; that has a write of the next term. */
        void writeBesideTheOldPrimary() {
            cutOffFromAllButTheThird();
            waitForPrimaryOtherThan(primary);
            put(script.primaryOf(KEY), "second");
        }

        void cutOffFromAllButTheThird() {
            script.cut(primary, heir);
            script.cut(primary, cluster().coordinators().first());
        }

        void waitForPrimaryOtherThan(SimHost old) {
            script.waitFor("another primary", () -> script.primaryOf(KEY) != old);
            script.waitFor("it to serve", () -> script.serves(script.primaryOf(KEY)));
        }

        /** Reads through whoever serves now, once everybody is together again. */
        void readByNext(SimHost dead) {
            script.waitFor("another primary", () -> script.primaryOf(KEY) != dead);
            script.heal();
            script.waitFor(
                    "an answer", () -> !script.get(script.primaryOf(KEY), KEY).isError());
        }
    }

    @TestFactory
    Stream<DynamicTest> a_rule_is_needed() {
        return Arrays.stream(Rule.values())
                .flatMap(rule -> Stream.of(true, false)
                        .map(kept -> DynamicTest.dynamicTest(
                                rule + (kept ? ": " : " left out: ") + rule.meaning(),
                                () -> show(rule, kept))));
    }

    private static void show(Rule rule, boolean kept) {
        Stage stage = new Stage(kept ? Rules.ALL : Rules.without(rule));
        switch (rule) {
            case E2 -> aPrimaryRestartsAndCountsFromTheBeginning(stage);
            case E3 -> aReplicaForgetsWhatItPromised(stage);
            case E4 -> aReplicaOfANewerTermIsAskedByTheOldPrimary(stage);
            case T1 -> aNewPrimaryMissedAWrite(stage);
            case T2 -> aLongerTailOfAnOlderTermComesBack(stage);
            case T8 -> aWriteThatNoRecoveryFoundIsLeftOnADisk(stage);
            case W0 -> aReplicaIsWrittenToBeforeItIsInSync(stage);
            case W2 -> aPrimaryIsAloneWithAWrite(stage);
            case W3 -> aWriteIsGivenUpAndArrivesLater(stage);
            case Q1 -> aPrimaryIsCutOffAndAsked(stage);
            case Q1_LEFT -> aReplicaIsAskedByAPrimaryThatKnowsLess(stage);
            case Q1_OWN -> aReadWaitsWhileItsTermEnds(stage);
            case I1 -> aRequestIsRepeatedAtTheNextPrimary(stage);
            case I4 -> aConditionIsDecidedOnAWriteThatIsLost(stage);
            case DOUBT -> aDiskLosesItsTailWithThePower(stage);
        }
        int differing = stage.cluster().replicas().differingSlot();
        if (differing >= 0) {
            stage.script.violated("replicas of slot " + differing + " differ, though in sync");
        }
        if (kept) {
            assertThat(stage.script.violations()).isEmpty();
        } else {
            assertThat(stage.script.violations()).as("without " + rule).isNotEmpty();
        }
    }

    /** A replica that was away counts as far as it had come before, and is taken for one that has everything. */
    private static void aPrimaryRestartsAndCountsFromTheBeginning(Stage stage) {
        Script script = stage.script;
        stage.put(stage.primary, "first");
        stage.put(stage.primary, "second");
        stage.cluster().kill(stage.heir);
        stage.cluster().kill(stage.primary);
        stage.cluster().startNode(stage.primary, StoreHealth.WHOLE);
        script.waitFor("it to serve", () -> script.serves(stage.primary));
        script.put(stage.primary, BESIDE, "third");
        script.put(stage.primary, BESIDE, "fourth");
        stage.cluster().startNode(stage.heir, StoreHealth.WHOLE);
        script.seconds(2);
        stage.cluster().kill(stage.primary);
        stage.waitForPrimaryOtherThan(stage.primary);
        script.get(script.primaryOf(KEY), BESIDE);
    }

    /** Of two that promised the next term, one restarts where only the old primary reaches it. */
    private static void aReplicaForgetsWhatItPromised(Stage stage) {
        Script script = stage.script;
        stage.put(stage.primary, "first");
        stage.writeBesideTheOldPrimary();
        stage.cluster().kill(stage.third);
        script.cut(stage.third, stage.heir);
        script.cut(stage.third, stage.cluster().coordinators().first());
        stage.cluster().startNode(stage.third, StoreHealth.WHOLE);
        script.seconds(1);
        script.get(stage.primary, KEY);
    }

    /** As {@link #aReplicaOfANewerTermIsAskedByTheOldPrimary}, about a read: the replica knows of the next term. */
    private static void aReplicaIsAskedByAPrimaryThatKnowsLess(Stage stage) {
        Script script = stage.script;
        stage.put(stage.primary, "first");
        stage.writeBesideTheOldPrimary();
        script.get(stage.primary, KEY);
    }

    /** A read begins at the old primary; then that learns of the next term, and asks again in its name. */
    private static void aReadWaitsWhileItsTermEnds(Stage stage) {
        Script script = stage.script;
        stage.put(stage.primary, "first");
        stage.writeBesideTheOldPrimary();
        Supplier<Reply> answer = script.beginGet(stage.primary, KEY);
        script.seconds(0.05);
        script.heal();
        answer.get();
    }

    private static void aReplicaOfANewerTermIsAskedByTheOldPrimary(Stage stage) {
        Script script = stage.script;
        stage.put(stage.primary, "first");
        stage.cutOffFromAllButTheThird();
        script.waitFor("another primary", () -> script.primaryOf(KEY) == stage.heir);
        script.waitFor("it to serve", () -> script.serves(stage.heir));
        script.put(stage.primary, KEY, "second");
        script.get(stage.heir, KEY);
    }

    private static void aNewPrimaryMissedAWrite(Stage stage) {
        Script script = stage.script;
        stage.put(stage.primary, "first");
        script.seconds(0.2);
        script.cut(stage.primary, stage.heir);
        stage.put(stage.primary, "second");
        stage.cluster().kill(stage.primary);
        script.waitFor("the heir to be primary", () -> script.primaryOf(KEY) == stage.heir);
        script.waitFor("it to serve", () -> script.serves(stage.heir));
        script.heal();
        script.get(stage.heir, KEY);
    }

    /** The old primary wrote much that nobody else has; then the only one who knows better dies. */
    private static void aLongerTailOfAnOlderTermComesBack(Stage stage) {
        Script script = stage.script;
        stage.put(stage.primary, "first");
        stage.cutOff(stage.primary);
        for (int i = 0; i < 5; i++) {
            script.leavePut(stage.primary, KEY, "lost" + i);
        }
        stage.waitForPrimaryOtherThan(stage.primary);
        SimHost next = script.primaryOf(KEY);
        stage.put(next, "second");
        stage.cluster().kill(next);
        script.heal();
        stage.readByNext(next);
    }

    private static void aWriteThatNoRecoveryFoundIsLeftOnADisk(Stage stage) {
        Script script = stage.script;
        stage.put(stage.primary, "first");
        stage.cutOff(stage.primary);
        script.leavePut(stage.primary, BESIDE, "left");
        stage.waitForPrimaryOtherThan(stage.primary);
        stage.put(script.primaryOf(KEY), "second");
        script.heal();
        script.waitFor(
                "it to be in sync",
                () -> stage.cluster().core(stage.primary).syncedTerm(SLOT)
                        == stage.cluster().view().assignment(SLOT).term());
    }

    /** It was away for one write, has the next one, and is the next primary. */
    private static void aReplicaIsWrittenToBeforeItIsInSync(Stage stage) {
        Script script = stage.script;
        stage.put(stage.primary, "first");
        stage.cluster().kill(stage.heir);
        script.seconds(6);
        script.put(stage.primary, BESIDE, "second");
        stage.cluster().startNode(stage.heir, StoreHealth.WHOLE);
        while (stage.cluster().core(stage.primary).describe(SLOT).contains("unreachable")) {
            script.seconds(0.001);
        }
        script.cut(stage.primary, stage.third);
        stage.put(stage.primary, "third");
        stage.cluster().kill(stage.primary);
        script.waitFor("the heir to be primary", () -> script.primaryOf(KEY) == stage.heir);
        script.waitFor("an answer", () -> !script.get(stage.heir, BESIDE).isError());
    }

    private static void aPrimaryIsAloneWithAWrite(Stage stage) {
        stage.put(stage.primary, "first");
        stage.cutOffFromNodes(stage.primary);
        stage.script.put(stage.primary, KEY, "second");
        stage.cluster().kill(stage.primary);
        stage.readByNext(stage.primary);
    }

    private static void aWriteIsGivenUpAndArrivesLater(Stage stage) {
        Script script = stage.script;
        stage.put(stage.primary, "first");
        stage.cutOffFromNodes(stage.primary);
        script.put(stage.primary, KEY, "second");
        script.heal();
        script.waitFor("an answer", () -> !script.get(stage.primary, KEY).isError());
    }

    private static void aPrimaryIsCutOffAndAsked(Stage stage) {
        Script script = stage.script;
        stage.put(stage.primary, "first");
        stage.cutOff(stage.primary);
        script.waitFor("another primary", () -> script.primaryOf(KEY) != stage.primary);
        stage.put(script.primaryOf(KEY), "second");
        script.get(stage.primary, KEY);
    }

    private static void aRequestIsRepeatedAtTheNextPrimary(Stage stage) {
        Script script = stage.script;
        Request first = Request.builder(Verb.PUT)
                .option(Option.REQUEST_ID, script.session() + "-a-1")
                .argument(KEY)
                .value("first".getBytes(StandardCharsets.UTF_8))
                .build();
        Reply applied = script.ask(stage.primary, first);
        stage.put(stage.primary, "second");
        stage.cluster().kill(stage.primary);
        stage.waitForPrimaryOtherThan(stage.primary);
        Reply again = script.ask(script.primaryOf(KEY), first);
        assertThat(again.isOk()).isTrue();
        assertThat(applied.isOk()).isTrue();
        script.get(script.primaryOf(KEY), KEY);
    }

    private static void aConditionIsDecidedOnAWriteThatIsLost(Stage stage) {
        stage.cutOffFromNodes(stage.primary);
        stage.script.leavePut(stage.primary, KEY, "first");
        stage.script.seconds(0.1);
        stage.script.putIfAbsent(stage.primary, KEY, "second");
        stage.cluster().kill(stage.primary);
        // What it had sent is still on its way: it must not arrive before it is refused.
        stage.waitForPrimaryOtherThan(stage.primary);
        stage.readByNext(stage.primary);
    }

    private static void aDiskLosesItsTailWithThePower(Stage stage) {
        Script script = stage.script;
        stage.put(stage.primary, "first");
        stage.cluster().disks().of(stage.heir).syncAll();
        stage.cluster().kill(stage.third);
        for (int i = 0; i < 50; i++) {
            stage.put(stage.primary, "v" + i);
        }
        StoreHealth health = stage.cluster().powerCut(stage.heir);
        stage.cluster().kill(stage.primary);
        script.seconds(1);
        stage.cluster().startNode(stage.third, StoreHealth.WHOLE);
        stage.cluster().startNode(stage.heir, health);
        script.seconds(15);
        stage.cluster().startNode(stage.primary, StoreHealth.WHOLE);
        script.waitFor(
                "everybody to serve",
                () -> stage.cluster().nodes().stream().allMatch(script::serves));
        script.get(stage.primary, KEY);
    }

    @Test
    void a_slot_without_a_majority_refuses_by_name_and_nothing_is_applied() {
        Script script = new Script(Rules.ALL);
        List<SimHost> list = script.listOf(KEY);
        script.put(list.get(0), KEY, "first");
        script.cluster().kill(list.get(1));
        script.cluster().kill(list.get(2));
        script.seconds(1);
        assertThat(script.put(list.get(0), KEY, "second").errorCode()).isEqualTo("UNAVAILABLE");
        assertThat(script.violations()).isEmpty();
    }
}
