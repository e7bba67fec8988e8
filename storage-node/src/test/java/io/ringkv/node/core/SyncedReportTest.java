package io.ringkv.node.core;

import static io.ringkv.node.core.Messages.raise;
import static io.ringkv.node.core.Messages.record;
import static io.ringkv.node.core.Messages.replicate;
import static io.ringkv.node.core.ScriptedNode.SLOT;
import static io.ringkv.node.core.ScriptedNode.view;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringkv.protocol.Reply;
import io.ringkv.protocol.Request;
import io.ringkv.protocol.Verb;
import io.ringkv.protocol.view.SlotTerms;

import org.junit.jupiter.api.Test;

import java.util.List;

/** What a replica with {@link Durability#FSYNC} tells its primary of rows that are not synced yet. */
class SyncedReportTest {
    private final ScriptedNode node =
            new ScriptedNode(StoreHealth.EMPTY, Durability.FSYNC).joined(view(5, 5, "n2", "n2"));

    private List<Reply> answers() {
        return node.network.answersOn(ScriptedNode.from("n2"));
    }

    /** The primary counts what is reported, as it counts an acknowledgement. */
    @Test
    void a_position_is_reported_when_the_rows_up_to_it_are_synced() {
        node.asks("n2", raise(0, 5, 0, 0));
        int before = answers().size();
        SlotTerms question = new SlotTerms();
        question.add(SLOT, 5);
        node.holdSyncs();
        node.begins("n2", replicate(1, record(5, 1, "a")));
        node.begins("n2", Request.builder(Verb.DIGEST).value(question.encode()).build());
        assertThat(answers()).hasSize(before);
        node.endSyncs();
        assertThat(answers()).hasSize(before + 2);
        byte[] block = answers().get(before + 1).block();
        assertThat(SlotReport.decode(block)).extracting(SlotReport::position).containsExactly(1L);
    }
}
