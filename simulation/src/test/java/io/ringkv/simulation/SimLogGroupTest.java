package io.ringkv.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringkv.coordinator.contract.RecordingCore;
import io.ringkv.node.core.Rules;

import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Three members of the simulated log: what a majority makes possible, and nothing that one could not do. */
class SimLogGroupTest {
    private static final long SECOND = 1_000_000_000L;

    private final World world = new World(7);
    private final Set<String> cutOff = new TreeSet<>();
    private final SimLog log = new SimLog(
            world,
            SimSettings.draw(7, 60, Rules.ALL),
            (from, to) -> cutOff.contains(from.name()) || cutOff.contains(to.name()));
    private final Map<String, RecordingCore> cores = new TreeMap<>();

    SimLogGroupTest() {
        log.decide(entry -> AppendFate.COMMITTED);
        for (String name : List.of("c1", "c2", "c3")) {
            log.join(new SimHost(world, name, 5000, 0));
        }
        log.members().forEach(this::start);
        seconds(2);
    }

    private void start(SimLogMember member) {
        RecordingCore core = new RecordingCore();
        cores.put(member.name(), core);
        member.host().boot(core);
        member.attach();
    }

    private void seconds(double seconds) {
        world.runUntil(world.now() + (long) (seconds * SECOND));
    }

    private SimLogMember leader() {
        return Objects.requireNonNull(log.leader());
    }

    private List<SimLogMember> others() {
        List<SimLogMember> others = new ArrayList<>(log.members());
        others.remove(leader());
        return others;
    }

    private static void append(SimLogMember to, String entry) {
        to.append(entry.getBytes(StandardCharsets.UTF_8));
    }

    private List<String> state(SimLogMember member) {
        return Objects.requireNonNull(cores.get(member.name())).state();
    }

    private List<String> told(SimLogMember member) {
        return Objects.requireNonNull(cores.get(member.name())).told();
    }

    @Test
    void what_the_leader_appends_reaches_everybody() {
        append(leader(), "a");
        seconds(1);
        assertThat(log.members()).allMatch(member -> state(member).equals(List.of("a")));
        assertThat(others()).allMatch(other -> other.group().leader().equals(leader().name()));
    }

    @Test
    void who_does_not_lead_cannot_append() {
        SimLogMember other = others().get(0);
        append(other, "a");
        seconds(1);
        assertThat(told(other)).containsExactly("failed");
        assertThat(state(leader())).isEmpty();
    }

    @Test
    void after_the_leaders_death_another_one_has_everything_and_leads() {
        SimLogMember first = leader();
        append(first, "a");
        seconds(0.1);
        first.host().kill();
        seconds(2);
        assertThat(leader()).isNotSameAs(first);
        append(leader(), "b");
        seconds(1);
        assertThat(state(leader())).containsExactly("a", "b");
        start(first);
        seconds(2);
        assertThat(state(first)).containsExactly("a", "b");
    }

    @Test
    void a_leader_that_is_cut_off_commits_nothing_and_learns_that_it_leads_no_more() {
        SimLogMember first = leader();
        cutOff.add(first.name());
        append(first, "a");
        seconds(3);
        assertThat(told(first)).endsWith("lost");
        assertThat(leader()).isNotSameAs(first);
        append(leader(), "b");
        seconds(1);
        assertThat(state(first)).isEmpty();
        cutOff.clear();
        seconds(2);
        assertThat(state(first)).isEqualTo(state(leader()));
        assertThat(state(leader())).contains("b");
    }

    @Test
    void a_minority_has_no_leader() {
        others().forEach(other -> other.host().kill());
        seconds(3);
        assertThat(log.leader()).isNull();
        assertThat(log.members()).noneMatch(SimLogMember::isLeading);
    }

    @Test
    void who_lost_its_disk_has_no_vote_before_it_was_brought_up_from_a_snapshot() {
        SimLogMember lost = others().get(0);
        for (int i = 0; i < 7; i++) {
            append(leader(), "e" + i);
        }
        seconds(1);
        lost.host().kill();
        lost.loseDisk();
        assertThat(lost.votes()).isFalse();
        start(lost);
        seconds(2);
        assertThat(lost.votes()).isTrue();
        assertThat(told(lost)).containsExactly("restored");
        assertThat(state(lost)).isEqualTo(state(leader()));
    }
}
