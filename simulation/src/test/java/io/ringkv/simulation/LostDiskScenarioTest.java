package io.ringkv.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringkv.node.core.StoreHealth;
import io.ringkv.protocol.Reply;
import io.ringkv.protocol.Request;
import io.ringkv.protocol.Status;
import io.ringkv.protocol.Verb;
import io.ringkv.protocol.view.SlotSet;

import org.junit.jupiter.api.Test;

import java.util.function.Supplier;

/** Disks that are wiped, and older copies of disks that are put back. */
class LostDiskScenarioTest extends Scenario {
    @Test
    void a_wiped_disk_is_filled_again_before_it_counts() {
        script.put(list.get(0), KEY, "first");
        SimHost wiped = list.get(1);
        script.cluster().kill(wiped);
        script.cluster().disks().wipe(wiped);
        script.cluster().startNode(wiped, StoreHealth.EMPTY);
        script.waitFor("its replacement", () -> script.cluster().replicas().unequalSlot() < 0);
        script.cluster().kill(list.get(2));
        script.waitFor(
                "the two to serve", () -> script.serves(list.get(0)) && script.serves(wiped));
        assertThat(value()).isEqualTo("first");
    }

    private void startWiped(SimHost node) {
        script.cluster().disks().wipe(node);
        script.cluster().startNode(node, StoreHealth.EMPTY);
    }

    private Reply acceptLoss() {
        SimHost coordinator = script.cluster().coordinators().first();
        String epoch = script.ask(coordinator, Request.of(Verb.STATUS)).field("epoch");
        return script.ask(
                coordinator, Request.builder(Verb.ACCEPT_LOSS).argument(epoch).build());
    }

    @Test
    void where_a_majority_of_disks_is_gone_the_one_that_is_left_is_what_goes_on() {
        script.put(list.get(0), KEY, "first");
        SimHost left = list.get(2);
        script.waitFor("it to be everywhere", () -> script.cluster().replicas().unequalSlot() < 0);
        assertThat(acceptLoss().text()).contains("no slot has lost a majority");
        list.forEach(script.cluster()::kill);
        startWiped(list.get(0));
        startWiped(list.get(1));
        script.seconds(8);
        assertThat(acceptLoss().text()).contains(left.name() + " may still have what was written");
        script.cluster().startNode(left, StoreHealth.WHOLE);
        script.seconds(8);
        assertThat(script.get(left, KEY).isError())
                .as("nothing decides this by itself")
                .isTrue();
        script.cut(left, list.get(0));
        script.cut(left, list.get(1));
        assertThat(acceptLoss().field("slots")).isEqualTo(Integer.toString(SlotSet.SLOTS));
        script.cluster().kill(left);
        script.seconds(8);
        assertThat(list.subList(0, 2))
                .as("empty, and not to go on alone")
                .noneMatch(script::serves);
        script.heal();
        script.cluster().startNode(left, StoreHealth.WHOLE);
        script.waitFor("everybody to serve", () -> list.stream().allMatch(script::serves));
        script.waitFor(
                "it to be everywhere again", () -> script.cluster().replicas().unequalSlot() < 0);
        script.cluster().kill(left);
        script.waitFor("the two to serve", () -> script.serves(list.get(0)));
        assertThat(value()).isEqualTo("first");
    }

    @Test
    void where_every_disk_is_gone_the_cluster_goes_on_empty_once_a_person_says_so() {
        script.put(list.get(0), KEY, "first");
        list.forEach(script.cluster()::kill);
        list.forEach(this::startWiped);
        script.seconds(8);
        assertThat(acceptLoss().isOk()).isTrue();
        script.waitFor("everybody to serve", () -> list.stream().allMatch(script::serves));
        assertThat(script.ask(
                                list.get(1),
                                Request.builder(Verb.GET).argument(KEY).build())
                        .status())
                .isEqualTo(Status.NOT_FOUND);
        assertThat(script.ask(script.cluster().coordinators().first(), Request.of(Verb.STATUS))
                        .items())
                .singleElement()
                .satisfies(note -> assertThat(note.word(0)).isEqualTo("NOTE"));
    }

    private SimDisks.DiskCopy copyFromBeforeItsLastStart(SimHost node) {
        script.cluster().kill(node);
        SimDisks.DiskCopy copy = script.cluster().disks().copy(node);
        script.cluster().startNode(node, StoreHealth.WHOLE);
        script.waitFor("everybody to serve", () -> list.stream().allMatch(script::serves));
        script.waitFor("it to be in sync", () -> script.cluster().replicas().unequalSlot() < 0);
        return copy;
    }

    /** The only other copy of the last write is away, and the replica that is left never had it. */
    @Test
    void an_old_copy_of_a_disk_cannot_outvote_what_was_acknowledged_after_it() {
        SimHost copied = list.get(1);
        script.put(list.get(0), KEY, "first");
        SimDisks.DiskCopy copy = copyFromBeforeItsLastStart(copied);
        SimHost primary = script.primaryOf(KEY);
        SimHost other = primary == list.get(0) ? list.get(2) : list.get(0);
        script.cluster().kill(other);
        script.waitFor(
                "an acknowledged write",
                () -> script.put(primary, KEY, "second").isOk());
        script.cluster().kill(primary);
        script.cluster().kill(copied);
        script.cluster().disks().restore(copied, copy);
        script.cluster().startNode(other, StoreHealth.WHOLE);
        script.cluster().startNode(copied, StoreHealth.WHOLE);
        script.seconds(10);
        script.cluster().startNode(primary, StoreHealth.WHOLE);
        script.waitFor("everybody to serve", () -> list.stream().allMatch(script::serves));
        assertThat(value()).isEqualTo("second");
    }

    /** In between its node ran with an empty disk, so that the coordinator knows of another one. */
    @Test
    void an_old_copy_that_returns_after_another_disk_cannot_outvote_either() {
        SimHost copied = list.get(1);
        script.put(list.get(0), KEY, "first");
        SimDisks.DiskCopy copy = copyFromBeforeItsLastStart(copied);
        SimHost primary = list.get(0);
        SimHost away = list.get(2);
        script.cluster().kill(away);
        script.waitFor(
                "an acknowledged write",
                () -> script.put(primary, KEY, "second").isOk());
        script.cluster().kill(primary);
        script.cluster().kill(copied);
        script.cluster().disks().wipe(copied);
        script.cluster().startNode(copied, StoreHealth.EMPTY);
        script.seconds(5);
        script.cluster().kill(copied);
        script.cluster().disks().restore(copied, copy);
        script.cluster().startNode(copied, StoreHealth.WHOLE);
        script.cluster().startNode(away, StoreHealth.WHOLE);
        script.seconds(10);
        script.cluster().startNode(primary, StoreHealth.WHOLE);
        script.waitFor("everybody to serve", () -> list.stream().allMatch(script::serves));
        assertThat(value()).isEqualTo("second");
    }

    /**
     * "second" is acknowledged in a term that an older copy of the coordinator's disk knows nothing of, and that copy is
     * put back.
     *
     * @return one of the two nodes that have it; the other is away, and the third, which has not, is started
     */
    private SimHost putBackAnOldCopyOfTheLog(long lostLeap, long copysLeap) {
        SimHost behind = list.get(0);
        script.put(behind, KEY, "first");
        script.cluster().coordinators().kill();
        SimLogMember.Copy copy = script.cluster()
                .coordinators()
                .member(script.cluster().coordinators().first())
                .copy();
        script.cluster().coordinators().leapBy(lostLeap);
        script.cluster().coordinators().start();
        script.seconds(3);
        script.cluster().kill(behind);
        script.waitFor("another primary", () -> script.primaryOf(KEY) != behind);
        SimHost next = script.primaryOf(KEY);
        script.waitFor(
                "an acknowledged write", () -> script.put(next, KEY, "second").isOk());
        SimHost away = next == list.get(1) ? list.get(2) : list.get(1);
        script.cluster().coordinators().kill();
        script.cluster().kill(away);
        script.cluster()
                .coordinators()
                .member(script.cluster().coordinators().first())
                .restore(copy);
        script.cluster().coordinators().leapBy(copysLeap);
        script.cluster().coordinators().start();
        script.cluster().startNode(behind, StoreHealth.WHOLE);
        return next;
    }

    @Test
    void an_old_copy_of_the_coordinators_disk_that_comes_out_above_is_not_taken_for_the_cluster() {
        SimHost has = putBackAnOldCopyOfTheLog(2_000, 5_000);
        SimHost behind = list.get(0);
        Supplier<Reply> third = script.begin(behind, put("third").build());
        script.seconds(20);
        assertThat(third.get()).as("a majority knows better").matches(reply -> !reply.isOk());
        assertThat(script.cluster().view().epoch()).isGreaterThan(5_000);
        assertThat(script.cluster().core(has).epoch()).isBetween(2_000L, 5_000L);
        script.cluster().coordinators().kill();
        list.stream()
                .filter(node -> node != has && node != behind)
                .forEach(away -> script.cluster().startNode(away, StoreHealth.WHOLE));
        script.cluster().coordinators().rebuild();
        script.waitFor("everybody to serve", () -> list.stream().allMatch(script::serves));
        assertThat(value()).isEqualTo("second");
    }

    @Test
    void an_old_copy_of_the_coordinators_disk_that_comes_out_below_is_refused_for_good() {
        SimHost has = putBackAnOldCopyOfTheLog(5_000, 2_000);
        script.seconds(10);
        assertThat(script.cluster().core(has).epoch()).isGreaterThan(5_000);
        script.cluster().kill(has);
        script.cluster().startNode(has, StoreHealth.WHOLE);
        script.seconds(5);
        assertThat(has.running()).isFalse();
        assertThat(script.told())
                .anyMatch(line -> line.startsWith(has.name() + " ends: ")
                        && line.contains("older than the cluster"));
    }
}
