package io.ringkv.client.command;

import io.ringkv.client.KvException;
import io.ringkv.protocol.ErrorCode;
import io.ringkv.protocol.Item;
import io.ringkv.protocol.Reply;
import io.ringkv.protocol.Request;
import io.ringkv.protocol.Verb;

import java.util.List;

/**
 * A node as it was typed, which the coordinator is asked about or told to change. Where there is none of that id, those
 * that there are are named.
 */
record NamedNode(String id, Cluster cluster, ClusterWord word) {
    static final String REMOVED = "REMOVED";

    static NamedNode of(Cluster cluster, String id) {
        Bounds.node(id);
        return new NamedNode(id, cluster, ClusterWord.ask(cluster).ofCoordinator());
    }

    /** @throws CommandException when there is no such node, or no answer */
    Reply demand(Request request) {
        try {
            return word.demand(cluster, request);
        } catch (KvException e) {
            if (e.code().equals(ErrorCode.BAD_ARGUMENT.name())) {
                demandThatItIsThere();
            }
            throw e;
        }
    }

    private void demandThatItIsThere() {
        List<Item> nodes = list().items();
        if (nodes.stream().noneMatch(item -> item.word(1).equals(id))) {
            throw Servers.unknown(
                    id,
                    nodes.stream()
                            .filter(item -> !state(item).equals(REMOVED))
                            .map(item -> item.word(1))
                            .toList());
        }
    }

    /** All nodes, this one among them. */
    Reply list() {
        return word.demand(cluster, Request.of(Verb.LIST_NODES));
    }

    /** In a list of all nodes; one that is not listed is no member any more. */
    String stateIn(Reply nodes) {
        return nodes.items().stream()
                .filter(item -> item.word(1).equals(id))
                .map(NamedNode::state)
                .findFirst()
                .orElse(REMOVED);
    }

    MovesLeft movesLeft() {
        return MovesLeft.ask(cluster, word);
    }

    private static String state(Item item) {
        String state = item.field("state");
        return state == null ? "" : state;
    }
}
