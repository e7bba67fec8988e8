package io.ringkv.node.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ringkv.protocol.Option;
import io.ringkv.protocol.Request;
import io.ringkv.protocol.Verb;

import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;
import java.util.List;

/** A message is lines that a person can type. */
class GossipMessageTest {
    private static final GossipMessage MESSAGE = new GossipMessage(
            "n1",
            17,
            List.of(
                    new GossipEntry("n1", 8123, 0, "10.0.0.1:5001", List.of()),
                    new GossipEntry("n2", 77, 3, "10.0.0.2:5002", List.of("n1", "n4"))));

    private static GossipMessage typed(String block) {
        return GossipMessage.of(Request.builder(Verb.GOSSIP)
                .option(Option.NODE, "n1")
                .option(Option.EPOCH, 17)
                .value(block.getBytes(StandardCharsets.UTF_8))
                .build());
    }

    @Test
    void it_is_read_as_it_was_written() {
        assertThat(GossipMessage.of(MESSAGE.request())).isEqualTo(MESSAGE);
        assertThat(GossipMessage.of(MESSAGE.reply())).isEqualTo(MESSAGE);
    }

    @Test
    void its_lines_are_as_they_are_typed() {
        assertThat(typed("n1 start=8123 inc=0 addr=10.0.0.1:5001 state=alive\n"
                        + "n2 start=77 inc=3 addr=10.0.0.2:5002 state=suspect by=n1,n4"))
                .isEqualTo(MESSAGE);
    }

    @Test
    void what_a_newer_build_says_besides_is_passed_over() {
        assertThat(typed("n1 start=1 inc=0 load=7 addr=a:1 state=alive zone=b\n")
                        .entries())
                .containsExactly(new GossipEntry("n1", 1, 0, "a:1", List.of()));
    }

    @Test
    void what_is_no_line_is_refused() {
        for (String line : List.of(
                "n1",
                "n1 start=x inc=0",
                "n1 start=1 inc=0 state=suspect",
                "n1 start=1 inc=-1 state=alive",
                "n1 start=1 inc=9223372036854775807 state=alive",
                "n1 start=1 inc=" + GossipEntry.INC_MAX + " state=suspect by=n2")) {
            assertThatThrownBy(() -> typed(line)).isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void more_lines_and_more_suspectors_than_a_message_may_have_are_passed_over() {
        String line = "n1 start=1 inc=0 addr=a:1 state=suspect by=n2,n3,n4,n5\n";
        assertThat(typed(line.repeat(50)).entries())
                .hasSize(GossipMessage.ENTRIES_MAX)
                .allMatch(entry -> entry.suspectors().equals(List.of("n2", "n3", "n4")));
    }
}
