package io.ringkv.client.command;

import io.ringkv.client.KvException;
import io.ringkv.client.core.HostAndPort;
import io.ringkv.protocol.Reply;
import io.ringkv.protocol.Request;
import io.ringkv.protocol.Verb;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * {@code STATUS} as a coordinator has it, even where only nodes are named: a node says which coordinator it has, and
 * does not itself know of losses, nor of slots that stand still.
 *
 * @param coordinator who said it, where a node named it; null when whoever was asked is one, or none answers
 * @param lacks why it is a node's word alone; empty when a coordinator has spoken
 * @param nobody then, who does not answer
 */
record ClusterWord(Reply status, @Nullable HostAndPort coordinator, String lacks, String nobody) {
    private static final Duration PATIENCE = Duration.ofSeconds(1);
    private static final int ASKED_MAX = 10;
    private static final String BY_NODE = "answered-by";

    static ClusterWord ask(Cluster cluster) {
        Reply status = cluster.demand(Request.of(Verb.STATUS));
        String node = status.field(BY_NODE);
        if (node == null) {
            return new ClusterWord(status, null, "", "");
        }
        Set<HostAndPort> silent = new LinkedHashSet<>();
        Deque<HostAndPort> left = new ArrayDeque<>(named(status));
        Set<HostAndPort> asked = new LinkedHashSet<>();
        while (!left.isEmpty() && asked.size() < ASKED_MAX) {
            HostAndPort address = left.remove();
            if (!asked.add(address)) {
                continue;
            }
            try {
                Reply better =
                        Cluster.good(cluster.ask(Request.of(Verb.STATUS), address, PATIENCE));
                if (better.field(BY_NODE) == null) {
                    return new ClusterWord(better, address, "", "");
                }
                // A node that was given another one's address: that one names coordinators.
                left.addAll(named(better));
            } catch (KvException e) {
                silent.add(address);
            }
        }
        return new ClusterWord(
                status,
                null,
                "only a coordinator knows of losses and of slots that stand still, and none answers"
                        + ": this is the word of node " + node
                        + (silent.isEmpty() ? "" : ", whose coordinator is " + silent),
                "no coordinator answers" + (silent.isEmpty() ? "" : " at " + silent)
                        + ", and a node cannot decide that");
    }

    private static List<HostAndPort> named(Reply status) {
        String named = status.field("coordinator");
        List<HostAndPort> all = new ArrayList<>();
        for (String address : (named == null ? "" : named).split(",", -1)) {
            HostAndPort one = HostAndPort.orNull(address);
            if (one != null) {
                all.add(one);
            }
        }
        return all;
    }

    /** @throws CommandException when it is a node's word alone */
    ClusterWord ofCoordinator() {
        if (!lacks.isEmpty()) {
            throw new CommandException(
                    ExitCode.CANNOT_CONNECT,
                    nobody + "; nothing was changed. Start the coordinator, or name one that runs"
                            + " with --server");
        }
        return this;
    }

    /** Asks whoever said it. */
    Reply demand(Cluster cluster, Request request) {
        HostAndPort named = coordinator;
        return named == null
                ? cluster.demandOfCoordinator(request)
                : Cluster.good(cluster.ask(request, named));
    }
}
