package io.ringkv.node.core;

import io.ringkv.node.port.NodeDisk;
import io.ringkv.protocol.view.View;

import java.util.ArrayList;
import java.util.List;

/**
 * The view that this node acts on. A view is durable before it is adopted: adopting it is the promise to accept
 * nothing of a lower term, for every slot at once, and that promise survives a crash (rules E3 and E4). After a start
 * nothing is accepted until the node has registered and holds a view at least as new as any it promised.
 */
final class ViewKeeper {
    /** Told of each adopted view, oldest listener first. */
    interface Listener {
        void adopted(long now, View before, View view);
    }

    private final NodeDisk disk;
    private final String savedCluster;
    private final Rules rules;
    private final List<Listener> listeners = new ArrayList<>();
    private final List<View> saving = new ArrayList<>();
    private View view = View.none();
    private View remembered = View.none();
    private long neededEpoch;
    private long refusedEpoch;
    private boolean registered;

    /**
     * @param savedCluster the cluster that the disk belonged to when the process started, empty for none
     * @param savedEpoch of the newest view that it held then
     */
    ViewKeeper(NodeDisk disk, String savedCluster, long savedEpoch, Rules rules) {
        this.disk = disk;
        this.savedCluster = savedCluster;
        this.neededEpoch = savedEpoch;
        this.rules = rules;
    }

    void listen(Listener listener) {
        listeners.add(listener);
    }

    View view() {
        return view;
    }

    long epoch() {
        return view.epoch();
    }

    /** What the disk held when the process started: never acted on, and kept for coordinators that lost theirs. */
    void remember(View saved) {
        remembered = saved;
        if (!rules.keep(Rule.E3)) {
            view = saved;
            registered = true;
        }
    }

    /** The newest view that survives a crash of this process. */
    View carried() {
        return view.epoch() >= remembered.epoch() ? view : remembered;
    }

    /** The coordinator knows this incarnation since that epoch. */
    void registered(long epoch) {
        if (!registered) {
            registered = true;
            neededEpoch = Math.max(neededEpoch, epoch);
        }
    }

    /** False until this start of the process may take part in anything (rule E3). */
    boolean accepting() {
        return registered && view.epoch() > 0 && view.epoch() >= neededEpoch;
    }

    /** The newest epoch that is adopted or on its way to the disk. */
    long newestEpoch() {
        return saving.isEmpty() ? view.epoch() : saving.get(saving.size() - 1).epoch();
    }

    /**
     * Whether a view that claims to be newer does not know what this node has seen: it comes from an older copy of a
     * coordinator's disk.
     */
    boolean isOutdated(View received) {
        return received.gaps().contains(Math.max(newestEpoch(), neededEpoch));
    }

    /** The cluster that this disk belongs to, empty before it has joined one. */
    String clusterId() {
        return view.epoch() > 0 ? view.clusterId() : savedCluster;
    }

    boolean isForeign(View received) {
        return !clusterId().isEmpty() && !clusterId().equals(received.clusterId());
    }

    /** A view was received; older ones are ignored, and those of an older copy of the metadata (rule M4). */
    void offer(View received) {
        if (isOutdated(received)) {
            refusedEpoch = Math.max(refusedEpoch, received.epoch());
        } else if (received.epoch() > newestEpoch()) {
            saving.add(received);
            disk.saveView(received);
        }
    }

    void saved(long now, long epoch) {
        while (!saving.isEmpty() && saving.get(0).epoch() <= epoch) {
            View next = saving.remove(0);
            View before = view;
            view = next;
            for (Listener listener : listeners) {
                listener.adopted(now, before, next);
            }
        }
    }

    /** Somebody named a newer epoch than any that was received. */
    boolean wants(long epoch) {
        return epoch > Math.max(newestEpoch(), refusedEpoch);
    }
}
