package io.ringkv.coordinator.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ringkv.protocol.view.SlotSet;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.charset.StandardCharsets;

/** A snapshot that was cut or altered is refused by name, and never taken for a smaller one. */
class MetadataSnapshotTest {
    private static final String VIEW = "cluster c1 - 7 3 20\n";

    private static MetadataSnapshot decode(String text) {
        return MetadataSnapshot.decode(text.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void a_snapshot_is_a_header_histories_and_a_view() {
        MetadataSnapshot snapshot =
                decode("snapshot 12 true 9 0-4\nhistory 0-3 5 5=n1/d1,n2/d2 6=n2/d2\n" + VIEW);
        assertThat(snapshot.version()).isEqualTo(12);
        assertThat(snapshot.writesSeen()).isTrue();
        assertThat(snapshot.loss()).isEqualTo(new PossibleLoss(9, SlotSet.parse("0-4")));
        assertThat(snapshot.view().epoch()).isEqualTo(7);
        assertThat(snapshot.histories()).hasSize(1).allSatisfy((history, slots) -> {
            assertThat(history.lists()).hasSize(2);
            assertThat(slots).isEqualTo(SlotSet.parse("0-3"));
        });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "snapshot",
                "snapshot 12",
                "snapshot 12 tru 0 -",
                "snapshot twelve true 0 -",
                "snapshot 12 true",
                "snapshot 12 true 0",
                "snapshot 12 true 0 - more",
                "snap 12 true 0 -",
                "history 0-3 5",
                "snapshot 12 true 0 -\nhistory",
                "snapshot 12 true 0 -\nhistory 0-3",
                "snapshot 12 true 0 -\nhistory 0- 5",
                "snapshot 12 true 0 -\nhistory 0-3 5 6",
                "snapshot 12 true 0 -\nhistory 0-3 5 6=",
                "snapshot 12 true 0 -\nhistory 0-3 5 6=n1",
                "snapshot 12 true 0 -\nhistory 0-3 5 six=n1/d1",
                "snapshot 12 true 0 -\nhistoryx 0-3 5",
                "snapshot 12 true 0 -\nsnapshot 13 true 0 -",
                "snapshot 12 true 0 -\nnonsense"
            })
    void what_is_no_snapshot_is_refused(String text) {
        assertThatThrownBy(() -> decode(text + "\n" + VIEW))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void a_cut_anywhere_is_refused_or_leaves_another_state() {
        Cluster cluster = Cluster.formed(3, 4);
        String whole = new String(cluster.metadata.snapshot(), StandardCharsets.UTF_8);
        for (int end = 0; end < whole.length() - 1; end += end < whole.length() - 150 ? 37 : 1) {
            Metadata restored = new Metadata();
            try {
                restored.restore(whole.substring(0, end).getBytes(StandardCharsets.UTF_8));
            } catch (IllegalArgumentException refused) {
                continue;
            }
            assertThat(new String(restored.snapshot(), StandardCharsets.UTF_8)).isNotEqualTo(whole);
        }
    }
}
