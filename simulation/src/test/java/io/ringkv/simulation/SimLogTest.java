package io.ringkv.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringkv.coordinator.contract.MetadataLogContract;
import io.ringkv.coordinator.contract.RecordingCore;
import io.ringkv.coordinator.port.MetadataLog;
import io.ringkv.node.core.Rules;

import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** The simulated log keeps the contract, and breaks nothing but what the contract leaves open. */
class SimLogTest extends MetadataLogContract {
    private static final long SECOND = 1_000_000_000L;

    private final World world = new World(7);
    private final SimHost host = new SimHost(world, "coordinator", 5000, 0);
    private final SimLog log =
            new SimLog(world, SimSettings.draw(7, 60, Rules.ALL), (from, to) -> false);
    private final SimLogMember member = log.join(host);

    SimLogTest() {
        log.decide(entry -> AppendFate.COMMITTED);
    }

    private record SimProcess(RecordingCore core, SimHost host, SimLogMember log)
            implements Process {
        @Override
        public void kill() {
            if (host.actor() == core) {
                host.kill();
            }
        }
    }

    @Override
    protected Process start() {
        return start(member);
    }

    private static SimProcess start(SimLogMember member) {
        RecordingCore core = new RecordingCore();
        member.host().boot(core);
        member.attach();
        return new SimProcess(core, member.host(), member);
    }

    @Override
    protected void letTimePass() {
        world.runUntil(world.now() + 5_000_000L);
    }

    private static void append(MetadataLog to, String entry) {
        to.append(entry.getBytes(StandardCharsets.UTF_8));
    }

    /** A core that leads, after it appended one entry of this fate and then one that is committed. */
    private RecordingCore afterOneOf(AppendFate fate) {
        SimProcess process = start(member);
        seconds(1);
        log.decide(entry -> fate);
        append(member, "first");
        log.decide(entry -> AppendFate.COMMITTED);
        seconds(0.02);
        append(member, "second");
        seconds(4);
        return process.core();
    }

    private void seconds(double seconds) {
        world.runUntil(world.now() + (long) (seconds * SECOND));
    }

    @Test
    void anAppendWhoseAnswerGotLostIsCommittedAllTheSame() {
        assertThat(afterOneOf(AppendFate.FAILED_BUT_COMMITTED).told())
                .containsExactly("leading", "failed", "first", "second");
    }

    @Test
    void aLateAppendIsCommittedBehindWhatItsProposerDidNext() {
        assertThat(afterOneOf(AppendFate.FAILED_AND_COMMITTED_LATER).told())
                .containsExactly("leading", "failed", "second", "first");
    }

    @Test
    void aLostAppendIsReportedAndNeverSeen() {
        assertThat(afterOneOf(AppendFate.FAILED_AND_LOST).told())
                .containsExactly("leading", "failed", "second");
    }

    @Test
    void anEntryThatWasAppendedAgainBelowIsDeliveredTwice() {
        assertThat(afterOneOf(AppendFate.COMMITTED_TWICE).told())
                .containsExactly("leading", "first", "first", "second");
    }

    @Test
    void aLeaderThatIsDeposedWithAnAppendUnderWayIsToldAndRefusedUntilItLeadsAgain() {
        List<String> told = afterOneOf(AppendFate.LEADER_LOST).told();
        assertThat(told).startsWith("leading", "lost");
        assertThat(told.subList(2, told.size())).contains("failed", "leading");
        assertThat(told).doesNotContain("second");
        assertThat(Collections.frequency(told, "first")).isLessThanOrEqualTo(1);
    }

    @Test
    void aProcessThatIsBehindHasEverythingBeforeItLeads() {
        start(member);
        seconds(1);
        for (int i = 0; i < 4; i++) {
            append(member, "e" + i);
        }
        seconds(1);
        Set<Integer> heardAtFirst = new TreeSet<>();
        for (int starts = 0; starts < 30; starts++) {
            host.kill();
            RecordingCore core = start(member).core();
            heardAtFirst.add(core.state().size());
            seconds(1);
            assertThat(core.told()).containsExactly("e0", "e1", "e2", "e3", "leading");
        }
        assertThat(heardAtFirst).containsExactly(0, 1, 2, 3, 4);
    }

    /** Random fates, leaders lost and processes killed, with two proposals under way at most times. */
    @Test
    void whateverTheSeedDrawsEveryStartReplaysTheSameAndNothingIsLostInSilence() {
        Set<AppendFate> met = EnumSet.noneOf(AppendFate.class);
        for (int seed = 1; seed <= 200; seed++) {
            World chance = new World(seed);
            SimHost machine = new SimHost(chance, "coordinator", 5000, 0);
            SimLog unreliable =
                    new SimLog(chance, SimSettings.draw(seed, 60, Rules.ALL), (from, to) -> false);
            SimLogMember only = unreliable.join(machine);
            List<String> appended = new ArrayList<>();
            List<AppendFate> fates = new ArrayList<>();
            unreliable.decide(entry -> {
                fates.add(AppendFate.draw(chance.machines(), 30));
                return fates.get(fates.size() - 1);
            });
            List<String> history = List.of();
            for (int starts = 0; starts < 4; starts++) {
                RecordingCore core = start(only).core();
                for (int i = 0; i < 30; i++) {
                    if (core.told().contains("leading")) {
                        appended.add(starts + "." + i);
                        append(only, starts + "." + i);
                    }
                    if (chance.machines().nextInt(20) == 0) {
                        unreliable.loseLeader();
                    }
                    chance.runUntil(chance.now() + chance.machines().nextLong(30_000_000L));
                }
                chance.runUntil(chance.now() + chance.machines().nextLong(3 * SECOND));
                assertThat(core.state()).as("seed %d", seed).isSubsetOf(appended);
                assertSameOrder(history, core.state());
                history = core.state();
                assertSilenceMeansCommitted(core, appended, starts);
                met.addAll(fates);
                machine.kill();
            }
        }
        assertThat(met).containsExactlyInAnyOrder(AppendFate.values());
    }

    /** One is the beginning of the other: a process that is behind has not heard of the rest yet. */
    private static void assertSameOrder(List<String> one, List<String> other) {
        int common = Math.min(one.size(), other.size());
        assertThat(one.subList(0, common)).isEqualTo(other.subList(0, common));
    }

    /** Every append of this start was committed, or its proposer was told of a failure or that it was deposed. */
    private static void assertSilenceMeansCommitted(
            RecordingCore core, List<String> appended, int starts) {
        long missing = appended.stream()
                .filter(entry -> entry.startsWith(starts + "."))
                .filter(entry -> !core.state().contains(entry))
                .count();
        long excuses = core.told().stream()
                .filter(what -> what.equals("failed") || what.equals("lost"))
                .count();
        assertThat(missing == 0 || excuses > 0).isTrue();
    }
}
