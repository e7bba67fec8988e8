package io.ringkv.node.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringkv.protocol.view.EpochGaps;
import io.ringkv.protocol.view.Member;
import io.ringkv.protocol.view.MemberState;
import io.ringkv.protocol.view.View;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeSet;

/** Node n1 among n1 to n5, its messages caught and its answers given by hand. Node nX has incarnation X. */
class GossipTest implements Gossip.Wire {
    private static final long SECOND = 1_000_000_000L;

    private final List<String> asked = new ArrayList<>();
    private final List<String> probes = new ArrayList<>();
    private final List<String> fetches = new ArrayList<>();
    private final List<String> unconnected = new ArrayList<>();
    private final Gossip gossip =
            new Gossip(alive("n1", 0), GossipPace.DEFAULT, new SplittableRandom(1), this);
    private long now;

    GossipTest() {
        gossip.viewed(0, view(17, 5));
    }

    static View view(long epoch, int nodes) {
        List<Member> members = new ArrayList<>();
        for (int i = 1; i <= nodes; i++) {
            members.add(new Member(
                    "n" + i, "d" + i, i, "n" + i, 5000, "", 1, MemberState.UP, 0, false));
        }
        return new View("c", "", epoch, 3, 20, members, List.of(), EpochGaps.NONE);
    }

    private static GossipEntry alive(String id, long inc) {
        return said(id, inc);
    }

    private static GossipEntry said(String id, long inc, String... suspectors) {
        return new GossipEntry(
                id, Long.parseLong(id.substring(1)), inc, id + ":5000", List.of(suspectors));
    }

    private static GossipMessage from(String id, long epoch, GossipEntry... entries) {
        return new GossipMessage(id, epoch, List.of(entries));
    }

    private void seconds(double seconds) {
        long until = now + (long) (seconds * SECOND);
        while (now < until) {
            now += SECOND / 100;
            gossip.tick(now);
        }
    }

    /** Time passes; whoever is asked answers, but these. */
    private void secondsWithout(double seconds, String... silent) {
        for (int i = 0; i < seconds * 100; i++) {
            int before = asked.size();
            seconds(0.01);
            for (String node : List.copyOf(asked.subList(before, asked.size()))) {
                if (!List.of(silent).contains(node)) {
                    gossip.answered(now, from(node, 17));
                }
            }
        }
    }

    /** The first that is asked, which does not answer; the others of the round do. */
    private String firstAsked() {
        while (asked.isEmpty()) {
            seconds(0.01);
        }
        asked.subList(1, asked.size()).forEach(node -> gossip.answered(now, from(node, 17)));
        return asked.get(0);
    }

    private GossipEntry lineAbout(String id, GossipMessage message) {
        return message.entries().stream()
                .filter(entry -> entry.id().equals(id))
                .findFirst()
                .orElseThrow();
    }

    private GossipEntry lineAbout(String id) {
        return lineAbout(id, gossip.asked(now, from(id, 17)));
    }

    // ---- whom it asks

    @Test
    void a_round_asks_as_many_as_it_is_told_to_and_everybody_has_a_turn() {
        secondsWithout(1);
        assertThat(asked).hasSize(3).doesNotHaveDuplicates();
        secondsWithout(3);
        assertThat(new TreeSet<>(asked)).containsExactly("n2", "n3", "n4", "n5");
        assertThat(asked).hasSize(12);
    }

    @Test
    void a_message_has_a_bound_however_many_members_there_are() {
        gossip.viewed(now, view(18, 500));
        for (int i = 2; i <= 500; i++) {
            gossip.asked(now, from("n2", 18, said("n" + i, 1)));
        }
        GossipMessage answer = gossip.asked(now, from("n3", 18));
        assertThat(answer.entries())
                .hasSizeLessThan(GossipMessage.ENTRIES_MAX)
                .contains(alive("n1", 0));
    }

    @Test
    void news_is_told_a_few_times_and_then_only_in_its_turn() {
        gossip.viewed(now, view(18, 100));
        gossip.asked(now, from("n2", 18, alive("n77", 4)));
        int told = 0;
        for (int i = 0; i < 100; i++) {
            told += gossip.asked(now, from("n3", 18)).entries().contains(alive("n77", 4)) ? 1 : 0;
        }
        assertThat(told).isBetween(21, 21 + 4);
    }

    // ---- who is suspected

    @Test
    void who_does_not_answer_is_asked_after_through_others_first() {
        String silent = firstAsked();
        secondsWithout(0.55, silent);
        assertThat(probes).hasSize(3).allMatch(probe -> probe.endsWith(">" + silent));
        assertThat(gossip.isSuspected(silent)).isFalse();
    }

    @Test
    void whom_another_reaches_is_not_suspected() {
        String silent = firstAsked();
        secondsWithout(0.55, silent);
        gossip.probed(now, silent, false);
        gossip.probed(now, silent, true);
        gossip.probed(now, silent, false);
        assertThat(gossip.isSuspected(silent)).isFalse();
        assertThat(gossip.suspicions()).isZero();
    }

    @Test
    void whom_nobody_reaches_is_suspected_and_said_to_be() {
        String silent = firstAsked();
        secondsWithout(0.55, silent);
        for (int i = 0; i < 3; i++) {
            gossip.probed(now, silent, false);
        }
        assertThat(gossip.suspects()).containsExactly(silent);
        assertThat(lineAbout(silent).suspectors()).containsExactly("n1");
    }

    @Test
    void helpers_that_say_nothing_accuse_nobody() {
        String silent = firstAsked();
        secondsWithout(2.5, "n2", "n3", "n4", "n5");
        assertThat(gossip.isSuspected(silent)).isFalse();
    }

    @Test
    void one_helper_that_does_not_reach_it_is_enough_where_the_others_are_silent() {
        String silent = firstAsked();
        secondsWithout(0.55, silent);
        gossip.probed(now, silent, false);
        assertThat(gossip.isSuspected(silent)).isFalse();
        secondsWithout(1.6, silent);
        assertThat(gossip.isSuspected(silent)).isTrue();
    }

    @Test
    void with_nobody_left_to_ask_its_own_word_is_all_there_is() {
        unconnected.addAll(List.of("n2", "n3", "n4", "n5"));
        seconds(2);
        assertThat(gossip.suspects()).hasSizeGreaterThan(2);
    }

    @Test
    void a_connection_that_breaks_before_the_answer_asks_others_at_once() {
        String gone = firstAsked();
        gossip.lost(now, gone);
        assertThat(probes).hasSize(3);
    }

    @Test
    void who_speaks_meanwhile_is_there() {
        String silent = firstAsked();
        gossip.asked(now, from(silent, 17));
        seconds(0.6);
        assertThat(probes).isEmpty();
    }

    // ---- what it believes

    @Test
    void a_suspicion_that_is_told_is_believed_and_not_its_own() {
        gossip.asked(now, from("n2", 17, said("n3", 0, "n2")));
        assertThat(gossip.isSuspected("n3")).isTrue();
        assertThat(gossip.suspects()).isEmpty();
        assertThat(gossip.suspected()).isEqualTo(1);
    }

    @Test
    void only_a_higher_number_of_the_suspect_itself_ends_a_suspicion() {
        gossip.asked(now, from("n2", 17, said("n3", 4, "n2")));
        gossip.asked(now, from("n5", 17, alive("n3", 4)));
        assertThat(gossip.isSuspected("n3")).isTrue();
        gossip.asked(now, from("n5", 17, alive("n3", 5)));
        assertThat(gossip.isSuspected("n3")).isFalse();
        gossip.asked(now, from("n2", 17, said("n3", 4, "n2")));
        assertThat(gossip.isSuspected("n3")).isFalse();
    }

    @Test
    void suspectors_are_counted_once_each_and_the_first_few_are_kept() {
        gossip.asked(now, from("n2", 17, said("n3", 0, "n2")));
        gossip.asked(now, from("n4", 17, said("n3", 0, "n2", "n4")));
        assertThat(lineAbout("n3").suspectors()).containsExactly("n2", "n4");
        gossip.asked(now, from("n5", 17, said("n3", 0, "n5", "n1")));
        assertThat(lineAbout("n3").suspectors()).containsExactly("n2", "n4", "n5");
    }

    @Test
    void suspectors_that_nobody_knows_are_not_told_on() {
        gossip.asked(now, from("n2", 17, said("n3", 0, "evil", "x".repeat(900_000))));
        assertThat(gossip.isSuspected("n3")).isFalse();
        gossip.asked(now, from("n2", 17, said("n3", 0, "evil", "n2")));
        assertThat(lineAbout("n3").suspectors()).containsExactly("n2");
    }

    @Test
    void nobody_is_suspected_with_a_number_that_cannot_be_contradicted() {
        gossip.asked(now, from("n2", 17, alive("n3", GossipEntry.INC_MAX)));
        gossip.asked(now, from("n2", 17, said("n3", GossipEntry.INC_MAX, "n2")));
        StringBuilder line = new StringBuilder();
        lineAbout("n3").append(line);
        assertThat(GossipEntry.parse(line.toString())).isEqualTo(alive("n3", GossipEntry.INC_MAX));
    }

    @Test
    void a_suspicion_with_the_highest_number_that_is_believed_is_contradicted_for_good() {
        gossip.asked(now, from("n2", 17, said("n1", GossipEntry.INC_MAX - 1, "n2")));
        assertThat(lineAbout("n1", gossip.asked(now, from("n3", 17))))
                .isEqualTo(alive("n1", GossipEntry.INC_MAX));
        gossip.asked(now, from("n2", 17, said("n1", GossipEntry.INC_MAX, "n2")));
        assertThat(lineAbout("n1", gossip.asked(now, from("n3", 17))))
                .isEqualTo(alive("n1", GossipEntry.INC_MAX));
    }

    @Test
    void a_suspicion_of_itself_is_contradicted_in_the_very_answer() {
        GossipMessage answer = gossip.asked(now, from("n2", 17, said("n1", 0, "n2")));
        assertThat(answer.entries()).contains(alive("n1", 1));
        assertThat(gossip.asked(now, from("n3", 17, said("n1", 0, "n2"))).entries())
                .contains(alive("n1", 1));
    }

    @Test
    void the_suspect_is_told_first_whenever_it_is_spoken_to() {
        gossip.asked(now, from("n2", 17, said("n3", 2, "n2")));
        for (int i = 0; i < 30; i++) {
            assertThat(lineAbout("n3")).isEqualTo(said("n3", 2, "n2"));
        }
    }

    @Test
    void news_of_another_start_says_nothing_of_this_one() {
        gossip.asked(now, from("n2", 17, new GossipEntry("n3", 99, 7, "n3:5000", List.of("n2"))));
        assertThat(gossip.isSuspected("n3")).isFalse();
    }

    @Test
    void a_new_start_begins_without_the_suspicion_of_the_old_one() {
        gossip.asked(now, from("n2", 17, said("n3", 0, "n2")));
        View before = view(18, 5);
        List<Member> members = new ArrayList<>(before.members());
        members.set(2, new Member("n3", "d3", 33, "n3", 5000, "", 1, MemberState.UP, 0, false));
        gossip.viewed(now, new View("c", "", 18, 3, 20, members, List.of(), EpochGaps.NONE));
        assertThat(gossip.isSuspected("n3")).isFalse();
    }

    @Test
    void who_is_down_already_is_no_news_to_a_coordinator() {
        unconnected.addAll(List.of("n2", "n3", "n4", "n5"));
        seconds(3);
        assertThat(gossip.suspects()).contains("n2");
        List<Member> members = new ArrayList<>(view(18, 5).members());
        members.set(1, members.get(1).withState(MemberState.DOWN));
        gossip.viewed(now, new View("c", "", 18, 3, 20, members, List.of(), EpochGaps.NONE));
        assertThat(gossip.suspects()).isNotEmpty().doesNotContain("n2");
    }

    @Test
    void who_has_left_the_cluster_is_forgotten_with_what_was_said_of_it() {
        gossip.asked(now, from("n2", 17, said("n5", 0, "n2")));
        gossip.viewed(now, view(18, 4));
        assertThat(gossip.isSuspected("n5")).isFalse();
        assertThat(gossip.asked(now, from("n2", 18)).entries())
                .noneMatch(entry -> entry.id().equals("n5"));
    }

    // ---- views

    @Test
    void a_newer_view_is_fetched_from_who_has_it_unless_it_comes_by_itself() {
        gossip.asked(now, from("n2", 18));
        assertThat(fetches).isEmpty();
        seconds(0.3);
        assertThat(fetches).containsExactly("n2 18");
        gossip.asked(now, from("n3", 19));
        gossip.viewed(now, view(19, 5));
        seconds(2);
        assertThat(fetches).containsExactly("n2 18");
    }

    @Test
    void a_fetch_that_brings_nothing_is_tried_again_where_the_epoch_was_last_seen() {
        gossip.asked(now, from("n2", 18));
        seconds(0.3);
        gossip.asked(now, from("n3", 18));
        seconds(1);
        assertThat(fetches).containsExactly("n2 18", "n3 18");
    }

    @Test
    void a_member_that_promises_too_much_is_passed_over_and_strangers_say_nothing() {
        gossip.asked(now, from("nobody", Long.MAX_VALUE));
        gossip.asked(now, from("n5", Long.MAX_VALUE));
        gossip.asked(now, from("n2", 18));
        seconds(2.3);
        assertThat(fetches)
                .containsExactly("n5 " + Long.MAX_VALUE, "n2 18", "n5 " + Long.MAX_VALUE);
        fetches.clear();
        gossip.answered(now, from("n5", 17));
        seconds(2);
        assertThat(fetches).as("it takes its word back").containsExactly("n2 18", "n2 18");
    }

    // ---- the wire

    @Override
    public boolean isConnected(String node) {
        return !unconnected.contains(node);
    }

    @Override
    public void ask(String node, GossipMessage message) {
        asked.add(node);
    }

    @Override
    public void probe(String helper, String target) {
        probes.add(helper + ">" + target);
    }

    @Override
    public void fetchView(String node, long epoch) {
        fetches.add(node + " " + epoch);
    }
}
