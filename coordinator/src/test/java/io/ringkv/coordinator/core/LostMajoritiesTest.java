package io.ringkv.coordinator.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringkv.protocol.Reply;
import io.ringkv.protocol.Request;
import io.ringkv.protocol.Verb;
import io.ringkv.protocol.view.Assignment;
import io.ringkv.protocol.view.SlotSet;
import io.ringkv.protocol.view.SlotTerms;
import io.ringkv.protocol.view.Voter;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Set;

class LostMajoritiesTest {
    private static final Voter N1 = new Voter("n1", "d1");
    private static final Voter N3 = new Voter("n3", "d3");

    private final Cluster cluster = Cluster.formed(3, 3);
    private final LostMajorities lost = new LostMajorities(cluster.metadata);
    private final LossAcceptance acceptance =
            new LossAcceptance(cluster.metadata, cluster.watch, lost);

    private void comesBack(String id, long incarnation, String dataId) {
        cluster.apply(cluster.membership.down(id));
        cluster.register(Cluster.registration(id, incarnation, dataId).build(), false);
        cluster.connect(id);
        cluster.apply(cluster.membership.up(id));
    }

    private Reply accept() {
        return accept(cluster.view().epoch());
    }

    private Reply accept(long epoch) {
        Decision decision = acceptance.accept(
                Request.builder(Verb.ACCEPT_LOSS).argument("" + epoch).build());
        if (!decision.records().isEmpty()) {
            cluster.apply(decision.records());
        }
        return decision.reply();
    }

    @Test
    void a_store_that_is_gone_or_two_that_are_away_are_no_lost_majority() {
        comesBack("n1", 11, "e1");
        cluster.apply(cluster.membership.down("n2"));
        assertThat(lost.slots().isEmpty()).isTrue();
        assertThat(lost.addedTo(Reply.ok()).items()).isEmpty();
        assertThat(accept().text()).contains("nothing to accept");
    }

    @Test
    void every_store_that_is_left_is_asked_until_a_term_is_active() {
        comesBack("n1", 11, "e1");
        comesBack("n2", 12, "e2");
        assertThat(lost.addedTo(Reply.ok()).items())
                .singleElement()
                .satisfies(reason ->
                        assertThat(reason.longField("slots", 0)).isEqualTo(SlotSet.SLOTS));
        assertThat(accept(cluster.view().epoch() - 1).text()).contains("something changed");
        assertThat(accept().field("slots")).isEqualTo("" + SlotSet.SLOTS);
        Assignment fresh = cluster.assignment(7);
        assertThat(fresh.primary()).isEqualTo("n3");
        assertThat(fresh.voters())
                .containsExactlyInAnyOrder(new Voter("n1", "e1"), new Voter("n2", "e2"), N3);
        assertThat(fresh.priorLists()).containsExactly(List.of(N3));
        assertThat(fresh.doubtAccepted()).isTrue();
        assertThat(cluster.metadata.loss().slots().size()).isEqualTo(SlotSet.SLOTS);
        assertThat(lost.slots().isEmpty()).isTrue();
        cluster.apply(cluster.membership.down("n3"));
        assertThat(StandingStill.of(cluster.metadata))
                .isEqualTo(new StandingStill(SlotSet.SLOTS, Set.of("n3")));
        assertThat(cluster.assignment(7).primary()).isNotEqualTo("n3");
        assertThat(cluster.assignment(7).priorLists()).contains(List.of(N3));
    }

    @Test
    void a_store_that_is_left_and_away_is_not_passed_over() {
        comesBack("n2", 12, "e2");
        comesBack("n3", 13, "e3");
        cluster.apply(cluster.membership.down("n1"));
        assertThat(accept().text()).contains("n1 may still have", "start it first");
        cluster.register(Cluster.registration("n1", 21, "d1").build(), false);
        cluster.connect("n1");
        cluster.apply(cluster.membership.up("n1"));
        assertThat(accept().isOk()).isTrue();
        assertThat(cluster.assignment(7).priorLists()).containsExactly(List.of(N1));
    }

    @Test
    void lists_before_the_active_term_do_not_count() {
        comesBack("n1", 11, "e1");
        SlotSet all = cluster.slotsWhere(a -> true);
        List<Voter> replaced = cluster.assignment(7).voters().stream()
                .map(voter -> voter.node().equals("n1") ? new Voter("n1", "e1") : voter)
                .toList();
        cluster.apply(List.of(new MetadataRecord.SlotsAssigned(
                List.of(new MetadataRecord.SlotsAssigned.ListOfSlots(replaced, "n3", all)))));
        cluster.apply(List.of(new MetadataRecord.TermsActive(
                List.of(new SlotTerms.Entry(cluster.assignment(7).term(), all)))));
        comesBack("n2", 12, "e2");
        assertThat(lost.slots().isEmpty()).isTrue();
    }

    @Test
    void where_the_last_one_goes_too_a_person_may_decide_again() {
        comesBack("n1", 11, "e1");
        comesBack("n2", 12, "e2");
        accept();
        comesBack("n3", 13, "e3");
        assertThat(StandingStill.of(cluster.metadata))
                .as("it is here, and nothing that could be started has what is missing")
                .isEqualTo(new StandingStill(SlotSet.SLOTS, Set.of()));
        assertThat(lost.slots().size()).isEqualTo(SlotSet.SLOTS);
        assertThat(accept().isOk()).isTrue();
        assertThat(cluster.assignment(7).priorLists())
                .doesNotContain(List.of(N3))
                .containsExactlyInAnyOrder(
                        List.of(new Voter("n1", "e1")), List.of(new Voter("n2", "e2")));
    }
}
