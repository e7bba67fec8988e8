package io.ringkv.node.server;

import io.ringkv.node.core.Durability;
import io.ringkv.node.core.GossipPace;
import io.ringkv.node.core.NodeConfig;
import io.ringkv.protocol.Limits;
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
    private enum Store {
        ROCKSDB,
        MEMORY
    }

    private static final int DEFAULT_PORT = 5001;
    private static final long SWEEP_INTERVAL_NANOS_MIN = 60_000_000_000L;
    private static final long GOSSIP_INTERVAL_NANOS_MIN = 100_000_000L;
    private static final int GOSSIP_FANOUT_MAX = 16;

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
            description = "Where the coordinators are.")
    private @Nullable String coordinator;

    @Option(names = "--zone", paramLabel = "NAME", description = "Copies are spread over zones.")
    private @Nullable String zone;

    @Option(
            names = "--weight",
            defaultValue = "1",
            paramLabel = "N",
            description = "Share of the data, 1 to 100 (default: ${DEFAULT-VALUE}).")
    private String weight = "1";

    @Option(
            names = "--store",
            defaultValue = "rocksdb",
            paramLabel = "rocksdb|memory",
            description = "Where rows are kept (default: ${DEFAULT-VALUE}).")
    private String store = "rocksdb";

    @Option(
            names = "--durability",
            defaultValue = "interval",
            paramLabel = "os|interval|fsync",
            description = "When a write counts as stored here (default: ${DEFAULT-VALUE}).")
    private String durability = "interval";

    @Option(
            names = "--reads",
            defaultValue = "confirm",
            paramLabel = "confirm",
            description = "How reads are confirmed (default: ${DEFAULT-VALUE}).")
    private String reads = "confirm";

    @Option(
            names = "--max-value-bytes",
            defaultValue = "1048576",
            paramLabel = "N",
            description = "Largest value (default: ${DEFAULT-VALUE}).")
    private String maxValueBytes = "1048576";

    @Option(
            names = "--sweep-interval",
            defaultValue = "24h",
            paramLabel = "DURATION",
            description =
                    "In which all slots are compared with their replicas, from the disks (default:"
                            + " ${DEFAULT-VALUE}).")
    private String sweepInterval = "24h";

    @Option(
            names = "--gossip-interval",
            defaultValue = "1s",
            paramLabel = "DURATION",
            description = "Between two rounds of telling other nodes what this one knows (default:"
                    + " ${DEFAULT-VALUE}).")
    private String gossipInterval = "1s";

    @Option(
            names = "--gossip-fanout",
            defaultValue = "3",
            paramLabel = "N",
            description =
                    "How many nodes are told in a round, 1 to 16 (default:" + " ${DEFAULT-VALUE}).")
    private String gossipFanout = "3";

    private @Nullable NodeSettings settings;

    public static void main(String[] args) {
        ServerMain.run(new NodeCommand(), args);
    }

    @Override
    public void check(Problems problems) {
        if (!reads.equals("confirm")) {
            problems.add("--reads=" + reads
                    + (reads.equals("lease") ? " is not supported yet" : " is not known")
                    + "; use --reads=confirm");
        }
        String zoneName = problems.name("--zone", zone);
        settings = new NodeSettings(
                problems.name("--id", id),
                listen.read(problems, DEFAULT_PORT),
                coordinators(problems),
                zoneName == null ? "" : zoneName,
                problems.number("--weight", weight, 1, 100),
                problems.word("--store", store, Store.class) == Store.MEMORY,
                problems.word("--durability", durability, Durability.class),
                Limits.DEFAULT.withValueBytesMax(valueBytesMax(problems)),
                atLeast(
                        problems,
                        "--sweep-interval",
                        sweepInterval,
                        SWEEP_INTERVAL_NANOS_MIN,
                        "a sweep reads every row; give 1m or more"),
                new GossipPace(
                        atLeast(
                                problems,
                                "--gossip-interval",
                                gossipInterval,
                                GOSSIP_INTERVAL_NANOS_MIN,
                                "every node would do little else; give 100ms or more"),
                        problems.number("--gossip-fanout", gossipFanout, 1, GOSSIP_FANOUT_MAX)));
    }

    private static long atLeast(
            Problems problems, String option, String text, long nanosMin, String otherwise) {
        int before = problems.all().size();
        long nanos = problems.nanos(option, text);
        if (problems.all().size() == before && nanos < nanosMin) {
            problems.add(option + "=" + text + " is too short: " + otherwise);
        }
        return nanos;
    }

    private int valueBytesMax(Problems problems) {
        int bytes =
                problems.number("--max-value-bytes", maxValueBytes, 1, Limits.VALUE_BYTES_CEILING);
        String tooSmall = HeapCheck.problem(bytes, Runtime.getRuntime().maxMemory());
        if (tooSmall != null) {
            problems.add(tooSmall);
        }
        return bytes;
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
