package io.ringkv.node.core;

import static io.ringkv.node.core.ScriptedNode.view;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringkv.node.port.NodeDisk;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;

class ViewKeeperTest {
    private final List<Long> saving = new ArrayList<>();
    private final List<Long> adopted = new ArrayList<>();

    private ViewKeeper keeper(long savedEpoch) {
        NodeDisk disk = new NodeDisk() {
            @Override
            public void registered(long incarnation, boolean doubtful) {
                throw new AssertionError("not part of this test");
            }

            @Override
            public void saveView(long epoch, byte[] view) {
                saving.add(epoch);
            }

            @Override
            public void sync(long batch) {
                throw new AssertionError("a view is saved, not synced");
            }
        };
        ViewKeeper keeper = new ViewKeeper(disk, savedEpoch);
        keeper.listen((now, before, view) -> adopted.add(view.epoch()));
        return keeper;
    }

    @Test
    void a_view_is_adopted_only_once_it_is_on_the_disk() {
        ViewKeeper keeper = keeper(0);
        keeper.offer(view(5, 5, "n1", "n1"));
        assertThat(keeper.epoch()).isZero();
        assertThat(saving).containsExactly(5L);
        keeper.saved(0, 5);
        assertThat(keeper.epoch()).isEqualTo(5);
        assertThat(adopted).containsExactly(5L);
    }

    @Test
    void older_views_and_the_same_again_are_ignored() {
        ViewKeeper keeper = keeper(0);
        keeper.offer(view(5, 5, "n1", "n1"));
        keeper.offer(view(5, 5, "n1", "n1"));
        keeper.offer(view(4, 4, "n1", "n1"));
        assertThat(saving).containsExactly(5L);
        assertThat(keeper.wants(5)).isFalse();
        assertThat(keeper.wants(6)).isTrue();
    }

    @Test
    void views_are_adopted_one_after_the_other() {
        ViewKeeper keeper = keeper(0);
        keeper.offer(view(5, 5, "n1", "n1"));
        keeper.offer(view(6, 6, "n1", "n1"));
        keeper.saved(0, 6);
        assertThat(adopted).containsExactly(5L, 6L);
    }

    @Test
    void nothing_is_accepted_before_registration_and_a_view_as_new_as_any_that_was_promised() {
        ViewKeeper keeper = keeper(6);
        keeper.offer(view(5, 5, "n1", "n1"));
        keeper.saved(0, 5);
        assertThat(keeper.accepting()).as("not registered").isFalse();
        keeper.registered(5);
        assertThat(keeper.accepting())
                .as("epoch 6 was promised before the restart")
                .isFalse();
        keeper.offer(view(6, 6, "n1", "n1"));
        keeper.saved(0, 6);
        assertThat(keeper.accepting()).isTrue();
    }

    @Test
    void the_epoch_of_the_registration_must_be_held_too() {
        ViewKeeper keeper = keeper(0);
        keeper.registered(7);
        keeper.offer(view(6, 6, "n1", "n1"));
        keeper.saved(0, 6);
        assertThat(keeper.accepting()).isFalse();
    }
}
