package io.ringkv.client.command;

import io.ringkv.client.core.HostAndPort;
import io.ringkv.protocol.view.Coordinator;
import io.ringkv.protocol.view.Member;
import io.ringkv.protocol.view.MemberState;
import io.ringkv.protocol.view.View;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Every server of the cluster that can be asked by itself: those that were named, and all coordinators and
 * nodes of the view. Each is called by its id, as far as that is known, and else by its address.
 */
final class Servers {
    /** One server, and where it is. */
    record Server(String name, HostAndPort address) {}

    private Servers() {}

    static List<Server> all(Cluster cluster, List<HostAndPort> servers) {
        Map<HostAndPort, String> names = new LinkedHashMap<>();
        servers.forEach(server -> names.put(server, server.toString()));
        View view = cluster.view();
        for (Coordinator one : view.coordinators()) {
            names.put(new HostAndPort(one.host(), one.port()), one.id());
        }
        nodes(view).forEach(node -> names.put(node.address(), node.name()));
        List<Server> all = new ArrayList<>();
        names.forEach((address, name) -> all.add(new Server(name, address)));
        return all;
    }

    static Server node(Cluster cluster, String id) {
        List<Server> nodes = nodes(cluster.view());
        return nodes.stream()
                .filter(node -> node.name().equals(id))
                .findFirst()
                .orElseThrow(() -> unknown(id, nodes.stream().map(Server::name).toList()));
    }

    /** @param ids of those that there are */
    static CommandException unknown(String id, List<String> ids) {
        return new CommandException(
                ExitCode.USAGE,
                "there is no node " + id + "; see: kv nodes"
                        + (ids.isEmpty() ? "" : ", which has " + String.join(", ", ids)));
    }

    static List<Server> nodes(Cluster cluster) {
        return nodes(cluster.view());
    }

    /** Without those that were removed, whose processes may run on. */
    static List<Server> present(Cluster cluster) {
        return cluster.view().members().stream()
                .filter(member -> member.state() != MemberState.REMOVED)
                .map(Servers::node)
                .toList();
    }

    private static List<Server> nodes(View view) {
        return view.members().stream().map(Servers::node).toList();
    }

    private static Server node(Member member) {
        return new Server(member.id(), new HostAndPort(member.host(), member.port()));
    }
}
