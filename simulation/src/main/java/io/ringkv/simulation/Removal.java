package io.ringkv.simulation;

import io.ringkv.node.core.StoreHealth;
import io.ringkv.protocol.Option;
import io.ringkv.protocol.Request;
import io.ringkv.protocol.Verb;
import io.ringkv.protocol.view.Member;
import io.ringkv.protocol.view.MemberState;

import java.util.function.Consumer;

/**
 * One node leaves the cluster: an operator insists on it, by force where its disk is gone, until it is no member any more,
 * or there is no more patience. Then it joins anew with an empty disk, or is to stay after all.
 */
final class Removal {
    private static final long INSISTS_NANOS = 1_000_000_000L;
    private static final int TRIES = 30;
    /** A coordinator that is away for a while hears of it still. */
    private static final int TRIES_TO_STAY = 30;

    private final World world;
    private final SimCluster cluster;
    private final Mending mending;
    private final NodeFaults nodes;
    private final SimHost node;
    private final boolean forced;
    private final Consumer<Request.Builder> operator;
    private int tries;
    private boolean over;

    Removal(
            World world,
            SimCluster cluster,
            Mending mending,
            NodeFaults nodes,
            SimHost node,
            boolean forced,
            Consumer<Request.Builder> operator) {
        this.world = world;
        this.cluster = cluster;
        this.mending = mending;
        this.nodes = nodes;
        this.node = node;
        this.forced = forced;
        this.operator = operator;
    }

    void begin() {
        if (forced) {
            mending.trace("wipe " + node.name() + ", which is to be removed by force");
            cluster.kill(node);
            cluster.disks().wipe(node);
        }
        insist();
    }

    private void insist() {
        Member member = cluster.view().member(node.name());
        if (member != null && member.state() == MemberState.REMOVED) {
            joinsAnew();
        } else if (tries < TRIES) {
            operator.accept(remove());
            again();
        } else if (tries < TRIES + TRIES_TO_STAY) {
            comesBack();
            operator.accept(
                    Request.builder(Verb.DRAIN).option(Option.CANCEL).argument(node.name()));
            again();
        } else {
            over = true;
        }
    }

    private void again() {
        tries++;
        world.after(INSISTS_NANOS, this::insist);
    }

    private Request.Builder remove() {
        Request.Builder request = Request.builder(Verb.REMOVE_NODE);
        if (forced) {
            request.option(Option.FORCE, cluster.view().epoch());
        }
        return request.argument(node.name());
    }

    /** Who is to leave again is to stay first. */
    boolean isUnderWay(SimHost some) {
        return !over && some == node;
    }

    private void joinsAnew() {
        over = true;
        if (node.running()) {
            cluster.kill(node);
        }
        cluster.disks().wipe(node);
        comesBack();
    }

    private void comesBack() {
        if (!node.running()) {
            nodes.restart(node, StoreHealth.EMPTY);
            if (forced) {
                mending.untilInSync();
            }
        }
    }

    /** Everything is to come to rest: who is not gone yet stays. */
    void settle() {
        tries = Math.max(tries, TRIES);
    }
}
