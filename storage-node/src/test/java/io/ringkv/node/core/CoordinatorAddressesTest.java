package io.ringkv.node.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringkv.protocol.ErrorCode;
import io.ringkv.protocol.Reply;
import io.ringkv.protocol.view.Coordinator;
import io.ringkv.protocol.view.EpochGaps;
import io.ringkv.protocol.view.View;

import org.junit.jupiter.api.Test;

import java.util.List;

class CoordinatorAddressesTest {
    private static final Reply NOBODY_LEADS = Reply.error(ErrorCode.NOT_LEADER, "none");

    private View view = View.none();
    private final CoordinatorAddresses addresses = new CoordinatorAddresses(
            List.of(new NodeConfig.Endpoint("c1", 5000), new NodeConfig.Endpoint("c2", 5000)),
            () -> view);

    private void viewNames(String... hosts) {
        List<Coordinator> coordinators = List.of(hosts).stream()
                .map(host -> new Coordinator(host, host, 5000))
                .toList();
        view = new View("c", "", 1, 1, 100, List.of(), List.of(), EpochGaps.NONE, coordinators);
    }

    private String next() {
        return String.valueOf(addresses.next());
    }

    @Test
    void one_after_the_other_is_asked() {
        assertThat(next()).isEqualTo("c1:5000");
        addresses.failed();
        assertThat(next()).isEqualTo("c2:5000");
        addresses.failed();
        assertThat(next()).isEqualTo("c1:5000");
    }

    @Test
    void those_that_the_view_names_are_asked_behind_those_that_were_configured() {
        viewNames("c2", "c3");
        assertThat(addresses.all().toString()).isEqualTo("[c1:5000, c2:5000, c3:5000]");
    }

    @Test
    void the_leader_that_is_named_is_asked_at_once_and_only_then() {
        assertThat(addresses.redirected(NOBODY_LEADS.with("addr", "h9:77"))).isTrue();
        assertThat(next()).isEqualTo("h9:77");
        addresses.failed();
        assertThat(next()).isEqualTo("c1:5000");
    }

    @Test
    void without_a_name_or_sent_to_and_fro_it_takes_its_time() {
        assertThat(addresses.redirected(NOBODY_LEADS)).isFalse();
        Reply named = NOBODY_LEADS.with("addr", "[::1]:77");
        for (int i = 0; i < 3; i++) {
            assertThat(addresses.redirected(named)).isTrue();
            assertThat(addresses.next()).isEqualTo(new NodeConfig.Endpoint("::1", 77));
        }
        assertThat(addresses.redirected(named)).isFalse();
        addresses.settled();
        assertThat(addresses.redirected(named)).isTrue();
    }

    @Test
    void others_are_told_of_the_leader_or_of_one_after_the_other() {
        assertThat(String.valueOf(addresses.forOthers(false))).isEqualTo("c1:5000");
        viewNames("c3", "c4");
        assertThat(String.valueOf(addresses.forOthers(false))).isEqualTo("c4:5000");
        assertThat(String.valueOf(addresses.forOthers(false))).isEqualTo("c3:5000");
        assertThat(next()).isEqualTo("c1:5000");
        assertThat(String.valueOf(addresses.forOthers(true))).isEqualTo("c1:5000");
    }

    private void inVain() {
        addresses.next();
        addresses.failed();
    }

    @Test
    void all_are_in_vain_once_each_was_asked_and_did_not_answer() {
        inVain();
        assertThat(addresses.allInVain()).isFalse();
        inVain();
        assertThat(addresses.allInVain()).isTrue();
        addresses.next();
        addresses.answered();
        assertThat(addresses.allInVain()).isFalse();
        addresses.failed();
        assertThat(addresses.allInVain()).as("it has answered, and may again").isFalse();
    }

    @Test
    void who_did_not_answer_before_one_led_is_asked_again_before_all_are_in_vain() {
        inVain();
        addresses.next();
        addresses.answered();
        addresses.settled();
        addresses.failed();
        inVain();
        assertThat(addresses.allInVain()).isFalse();
        inVain();
        assertThat(addresses.allInVain()).isTrue();
    }

    @Test
    void people_are_told_where_a_node_is_sent_and_that_nobody_answers_there() {
        Reply named = NOBODY_LEADS.with("node", "c3").with("addr", "h3:5000");
        addresses.next();
        assertThat(addresses.saysOfLeader(NOBODY_LEADS))
                .isEqualTo("no coordinator leads, as far as c1:5000 knows;"
                        + " start the coordinators that are down");
        assertThat(addresses.saysOfLeader(NOBODY_LEADS.with("addr", "h3:5000")))
                .isEqualTo("c1:5000 sends it on to a coordinator at h3:5000");
        assertThat(addresses.saysOfLeader(named))
                .isEqualTo("c1:5000 sends it on to coordinator c3 at h3:5000, which leads");
        addresses.redirected(named);
        inVain();
        addresses.next();
        assertThat(addresses.saysOfLeader(named))
                .endsWith("c3 at h3:5000, where nobody answers; start it");
    }

    @Test
    void what_is_no_address_is_not_asked() {
        assertThat(addresses.redirected(NOBODY_LEADS.with("addr", "nonsense"))).isFalse();
        assertThat(addresses.redirected(NOBODY_LEADS.with("addr", ":5000"))).isFalse();
        assertThat(addresses.redirected(NOBODY_LEADS.with("addr", "h:x"))).isFalse();
    }
}
