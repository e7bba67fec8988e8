package io.ringkv.node.core;

import static io.ringkv.node.core.ScriptedNode.view;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringkv.node.port.NodeDisk;
import io.ringkv.node.port.StoreException;
import io.ringkv.protocol.view.EpochGaps;
import io.ringkv.protocol.view.View;

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
            public void distrust(StoreException why) {
                throw new AssertionError("not part of this test", why);
            }

            @Override
            public void saveView(View view) {
                saving.add(view.epoch());
            }

            @Override
            public void sync(long batch) {
                throw new AssertionError("a view is saved, not synced");
            }
        };
        ViewKeeper keeper = new ViewKeeper(disk, "", savedEpoch, Rules.ALL);
        keeper.listen((now, before, view) -> adopted.add(view.epoch()));
        return keeper;
    }

    private static void offer(ViewKeeper keeper, View view) {
        keeper.offer(view);
    }

    @Test
    void a_view_is_adopted_only_once_it_is_on_the_disk() {
        ViewKeeper keeper = keeper(0);
        offer(keeper, view(5, 5, "n1", "n1"));
        assertThat(keeper.epoch()).isZero();
        assertThat(saving).containsExactly(5L);
        keeper.saved(0, 5);
        assertThat(keeper.epoch()).isEqualTo(5);
        assertThat(adopted).containsExactly(5L);
    }

    @Test
    void older_views_and_the_same_again_are_ignored() {
        ViewKeeper keeper = keeper(0);
        offer(keeper, view(5, 5, "n1", "n1"));
        offer(keeper, view(5, 5, "n1", "n1"));
        offer(keeper, view(4, 4, "n1", "n1"));
        assertThat(saving).containsExactly(5L);
        assertThat(keeper.wants(5)).isFalse();
        assertThat(keeper.wants(6)).isTrue();
    }

    private static View leapt(View view, long from, long to) {
        return new View(
                view.clusterId(),
                view.clusterName(),
                view.epoch(),
                view.replicas(),
                view.virtualNodes(),
                view.members(),
                view.shares(),
                EpochGaps.NONE.with(from, to));
    }

    @Test
    void a_view_whose_history_lacks_what_was_seen_here_is_refused_however_new() {
        View outdated = leapt(view(900, 900, "n1", "n1"), 5, 899);
        ViewKeeper keeper = keeper(0);
        offer(keeper, view(6, 6, "n1", "n1"));
        assertThat(keeper.isOutdated(outdated)).isTrue();
        offer(keeper, outdated);
        assertThat(keeper.wants(900)).as("asked for again and again").isFalse();
        assertThat(keeper(6).isOutdated(outdated)).as("after a restart").isTrue();
        assertThat(keeper(4).isOutdated(outdated)).isFalse();
        offer(keeper, leapt(view(901, 901, "n1", "n1"), 7, 900));
        assertThat(saving).containsExactly(6L, 901L);
    }

    @Test
    void views_are_adopted_one_after_the_other() {
        ViewKeeper keeper = keeper(0);
        offer(keeper, view(5, 5, "n1", "n1"));
        offer(keeper, view(6, 6, "n1", "n1"));
        keeper.saved(0, 6);
        assertThat(adopted).containsExactly(5L, 6L);
    }

    @Test
    void nothing_is_accepted_before_registration_and_a_view_as_new_as_any_that_was_promised() {
        ViewKeeper keeper = keeper(6);
        offer(keeper, view(5, 5, "n1", "n1"));
        keeper.saved(0, 5);
        assertThat(keeper.accepting()).as("not registered").isFalse();
        keeper.registered(5);
        assertThat(keeper.accepting())
                .as("epoch 6 was promised before the restart")
                .isFalse();
        offer(keeper, view(6, 6, "n1", "n1"));
        keeper.saved(0, 6);
        assertThat(keeper.accepting()).isTrue();
    }

    @Test
    void the_epoch_of_the_registration_must_be_held_too() {
        ViewKeeper keeper = keeper(0);
        keeper.registered(7);
        offer(keeper, view(6, 6, "n1", "n1"));
        keeper.saved(0, 6);
        assertThat(keeper.accepting()).isFalse();
    }
}
