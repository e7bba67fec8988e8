package io.ringkv.node.server;

import io.ringkv.node.core.NodeConfig;
import io.ringkv.transport.process.Address;
import io.ringkv.transport.process.ListenOptions;
import io.ringkv.transport.process.Problems;
import io.ringkv.transport.process.ServerCommand;
import io.ringkv.transport.process.ServerMain;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;

/** {@code kv node}: the options of a storage node. */
@Command(
        name = "kv node",
        sortOptions = false,
        description = "Runs one storage node until it is stopped.")
public final class NodeCommand implements ServerCommand {
    private static final int DEFAULT_PORT = 5001;

    @Option(
            names = "--id",
            paramLabel = "ID",
            description = "Name of the node, unique in its cluster (default: the directory's).")
    private @Nullable String id;

    @Mixin
    private ListenOptions listen = new ListenOptions();

    @Option(
            names = "--coordinator",
            paramLabel = "HOST:PORT[,...]",
            description = "Where the coordinators are; any node of the cluster names them too.")
    private @Nullable String coordinator;

    @Mixin
    private NodeOptions options = new NodeOptions();

    private @Nullable NodeSettings settings;

    public static void main(String[] args) {
        ServerMain.run(new NodeCommand(), args);
    }

    @Override
    public void check(Problems problems) {
        settings = options.read(
                problems,
                problems.name("--id", id),
                listen.read(problems, DEFAULT_PORT),
                coordinators(problems));
    }

    private List<NodeConfig.Endpoint> coordinators(Problems problems) {
        List<NodeConfig.Endpoint> all = new ArrayList<>();
        if (coordinator == null || coordinator.isBlank()) {
            problems.add("--coordinator is missing: a node joins its cluster there; give HOST:PORT,"
                    + " or several with commas");
            return all;
        }
        for (String one : coordinator.split(",", -1)) {
            Address address = problems.address("--coordinator", one.strip());
            all.add(new NodeConfig.Endpoint(address.host(), address.port()));
        }
        return all;
    }

    @Override
    public Running start(Consumer<Throwable> onFailure) throws Exception {
        return NodeProcess.start(Objects.requireNonNull(settings, "checked before"), onFailure);
    }
}
