package io.ringkv.coordinator.port;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringkv.protocol.view.Coordinator;

import org.junit.jupiter.api.Test;

class LogMemberTest {
    private static final LogMember FIRST =
            new LogMember(new Coordinator("c1", "10.0.0.1", 5000), 6000);

    @Test
    void the_log_knows_those_it_began_with_by_their_ids_alone() {
        assertThat(FIRST.memberId()).isEqualTo("c1");
        assertThat(LogMember.idOf("c1")).isEqualTo("c1");
        assertThat(LogMember.diskOf("c1")).isEmpty();
    }

    @Test
    void and_one_that_came_later_by_its_directory_as_well() {
        String memberId = FIRST.withDisk("7f").memberId();
        assertThat(memberId).isNotEqualTo(FIRST.memberId());
        assertThat(LogMember.idOf(memberId)).isEqualTo("c1");
        assertThat(LogMember.diskOf(memberId)).isEqualTo("7f");
    }
}
