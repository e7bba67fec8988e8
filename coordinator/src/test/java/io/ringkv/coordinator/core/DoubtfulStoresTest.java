package io.ringkv.coordinator.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringkv.protocol.Option;
import io.ringkv.protocol.view.Assignment;
import io.ringkv.protocol.view.SlotSet;
import io.ringkv.protocol.view.SlotTerms;
import io.ringkv.protocol.view.StoreDoubt;
import io.ringkv.protocol.view.Voter;

import org.junit.jupiter.api.Test;

import java.util.List;

/** Four nodes, three replicas; the power goes out for some. */
class DoubtfulStoresTest {
    private final Cluster cluster = Cluster.formed(3, 4);
    private final DoubtfulStores doubtful = cluster.membership.doubtfulStores();

    private void doubt(String... ids) {
        for (String id : ids) {
            cluster.apply(List.of(new MetadataRecord.MemberDoubt(id, true)));
        }
    }

    @Test
    void slots_are_doubtful_while_their_list_has_no_majority_beyond_doubt() {
        doubt("n1");
        assertThat(doubtful.slots().isEmpty()).isTrue();
        doubt("n2");
        SlotSet both = cluster.slotsWhere(a -> a.voter("n1") != null && a.voter("n2") != null);
        assertThat(doubtful.slots()).isEqualTo(both);
    }

    @Test
    void doubt_is_accepted_at_once_when_all_voters_are_there() {
        doubt("n1", "n2");
        SlotSet slots = doubtful.slots();
        cluster.apply(doubtful.accept(false));
        assertThat(cluster.slotsWhere(Assignment::doubtAccepted)).isEqualTo(slots);
        assertThat(doubtful.slots().isEmpty()).isTrue();
        assertThat(doubtful.accept(true)).isEmpty();
    }

    @Test
    void with_a_voter_away_doubt_is_accepted_only_after_the_wait() {
        doubt("n1", "n2", "n3", "n4");
        cluster.apply(cluster.membership.down("n4"));
        SlotSet withoutN4 = cluster.slotsWhere(a -> a.voter("n4") == null);
        cluster.apply(doubtful.accept(false));
        assertThat(cluster.slotsWhere(Assignment::doubtAccepted)).isEqualTo(withoutN4);
        cluster.apply(doubtful.accept(true));
        assertThat(doubtful.slots().isEmpty()).isTrue();
    }

    @Test
    void a_store_that_is_doubtful_once_more_does_not_count_by_the_doubt_that_was_accepted_before() {
        doubt("n1", "n2", "n3", "n4");
        cluster.apply(doubtful.accept(false));
        for (String id : List.of("n1", "n2", "n3", "n4")) {
            cluster.apply(List.of(new MetadataRecord.MemberDoubt(id, false)));
        }
        SlotSet others = cluster.slotsWhere(a -> a.voter("n2") == null);
        cluster.register(
                Cluster.registration("n2", 12, "d2")
                        .option(Option.STORE, "doubtful")
                        .build(),
                false);
        assertThat(cluster.slotsWhere(Assignment::doubtAccepted)).isEqualTo(others);
    }

    @Test
    void without_a_majority_doubt_is_never_accepted() {
        doubt("n1", "n2", "n3", "n4");
        int slot = cluster.slotOf("n1", "n2", "n3");
        cluster.apply(cluster.membership.down("n2"));
        cluster.apply(cluster.membership.down("n3"));
        List<MetadataRecord> records = doubtful.accept(true);
        if (!records.isEmpty()) {
            cluster.apply(records);
        }
        assertThat(cluster.assignment(slot).doubtAccepted()).isFalse();
    }

    // ---- lists before the current one

    /** A slot on n1, n2 and n3 goes to n4, n3 and n1. */
    private int slotThatMoves() {
        int slot = cluster.slotOf("n1", "n2", "n3");
        List<Voter> next =
                List.of(new Voter("n4", "d4"), new Voter("n3", "d3"), new Voter("n1", "d1"));
        cluster.apply(List.of(new MetadataRecord.SlotsAssigned(
                List.of(new MetadataRecord.SlotsAssigned.ListOfSlots(
                        next, "n4", SlotSet.parse("" + slot))))));
        return slot;
    }

    private void active(int slot) {
        SlotTerms terms = new SlotTerms();
        terms.add(slot, cluster.assignment(slot).term());
        cluster.apply(
                cluster.membership.active(SlotTerms.decode(terms.encode())).records());
    }

    @Test
    void an_earlier_list_is_judged_alike_until_a_term_is_active() {
        int slot = slotThatMoves();
        doubt("n1", "n2");
        assertThat(doubtful.slots().contains(slot)).isTrue();
        active(slot);
        assertThat(doubtful.slots().contains(slot)).isFalse();
    }

    @Test
    void the_voters_of_an_earlier_list_are_waited_for_as_well() {
        int slot = slotThatMoves();
        doubt("n1", "n2");
        cluster.apply(cluster.membership.down("n2"));
        List<MetadataRecord> atOnce = doubtful.accept(false);
        if (!atOnce.isEmpty()) {
            cluster.apply(atOnce);
        }
        assertThat(cluster.assignment(slot).doubtAccepted()).isFalse();
        cluster.apply(doubtful.accept(true));
        assertThat(cluster.assignment(slot).doubtAccepted()).isTrue();
        assertThat(cluster.assignment(slot).voter("n4")).isNotNull();
    }

    @Test
    void a_store_that_is_doubtful_in_earlier_lists_alone_is_so_until_a_term_is_active() {
        int slot = slotThatMoves();
        doubt("n2");
        cluster.watch.of("n2").doubt = StoreDoubt.IN_EARLIER_LISTS;
        assertThat(doubtful.isDoubtful(cluster.member("n2"))).isTrue();
        active(slot);
        assertThat(doubtful.isDoubtful(cluster.member("n2"))).isFalse();
    }

    @Test
    void a_new_doubt_of_a_store_of_an_earlier_list_is_not_accepted_by_the_term_before_it() {
        int slot = slotThatMoves();
        doubt("n1", "n2", "n3", "n4");
        cluster.apply(doubtful.accept(false));
        assertThat(cluster.assignment(slot).doubtAccepted()).isTrue();
        cluster.register(
                Cluster.registration("n2", 12, "d2")
                        .option(Option.STORE, "doubtful")
                        .build(),
                false);
        assertThat(cluster.assignment(slot).doubtAccepted()).isFalse();
    }
}
