package io.ringkv.node.core;

import io.ringkv.protocol.Reply;
import io.ringkv.protocol.view.Coordinator;
import io.ringkv.protocol.view.View;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Which coordinator is asked next: the one that another said leads, then one after the other of those that were
 * configured and those that the newest view names. A few redirections in a row are followed at once; coordinators that
 * send a node to and fro are asked at the usual pace.
 */
final class CoordinatorAddresses {
    private static final int FOLLOWED_MAX = 3;

    private final List<NodeConfig.Endpoint> configured;
    private final Supplier<View> view;
    private NodeConfig.@Nullable Endpoint leader;
    private NodeConfig.@Nullable Endpoint asked;
    private int next;
    private int followed;
    private int told;
    private final Set<NodeConfig.Endpoint> silent = new LinkedHashSet<>();
    private boolean answered;

    /** @param view the newest that is known; {@link View#none} names nobody */
    CoordinatorAddresses(List<NodeConfig.Endpoint> configured, Supplier<View> view) {
        this.configured = configured;
        this.view = view;
    }

    /** Null when nobody is known at all. */
    NodeConfig.@Nullable Endpoint next() {
        NodeConfig.Endpoint named = leader;
        leader = null;
        if (named == null) {
            List<NodeConfig.Endpoint> all = all();
            named = all.isEmpty() ? null : all.get(next % all.size());
        }
        asked = named;
        answered = false;
        return named;
    }

    /**
     * Whom another node is told to ask.
     *
     * @param leads whether the last one asked does; else it is one after the other of those that the view names
     */
    NodeConfig.@Nullable Endpoint forOthers(boolean leads) {
        if (leads) {
            return asked;
        }
        List<NodeConfig.Endpoint> named = new ArrayList<>();
        for (Coordinator one : view.get().coordinators()) {
            named.add(new NodeConfig.Endpoint(one.host(), one.port()));
        }
        List<NodeConfig.Endpoint> known = named.isEmpty() ? configured : named;
        return known.isEmpty() ? null : known.get(told++ % known.size());
    }

    List<NodeConfig.Endpoint> all() {
        Set<NodeConfig.Endpoint> all = new LinkedHashSet<>(configured);
        for (Coordinator one : view.get().coordinators()) {
            all.add(new NodeConfig.Endpoint(one.host(), one.port()));
        }
        return new ArrayList<>(all);
    }

    /** The last one asked is there, whatever it said. */
    void answered() {
        answered = true;
        silent.remove(asked);
    }

    /** The last one asked was of no use. */
    void failed() {
        next++;
        if (!answered && asked != null) {
            silent.retainAll(all());
            silent.add(asked);
        }
    }

    /** Each has been asked since one last led, and none answered when it was asked last. */
    boolean allInVain() {
        return silent.containsAll(all());
    }

    /** The last one asked does not lead; true when it named one that is to be asked at once. */
    boolean redirected(Reply reply) {
        next++;
        leader = NodeConfig.Endpoint.orNull(reply.field("addr"));
        return leader != null && ++followed <= FOLLOWED_MAX;
    }

    /** For people, what the last one asked said when it does not lead. */
    String saysOfLeader(Reply reply) {
        NodeConfig.Endpoint named = NodeConfig.Endpoint.orNull(reply.field("addr"));
        if (named == null) {
            return "no coordinator leads, as far as " + asked
                    + " knows; start the coordinators that are down";
        }
        String id = reply.field("node");
        String known = id == null ? "" : ", which leads";
        return asked + " sends it on to " + (id == null ? "a coordinator" : "coordinator " + id)
                + " at " + named
                + (silent.contains(named) ? ", where nobody answers; start it" : known);
    }

    /** The last one asked leads. */
    void settled() {
        followed = 0;
        silent.clear();
    }
}
