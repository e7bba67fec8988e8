package io.ringkv.node.server;

import io.ringkv.node.core.Durability;
import io.ringkv.node.core.GossipPace;
import io.ringkv.node.core.NodeConfig;
import io.ringkv.protocol.Limits;
import io.ringkv.transport.process.ListenOptions.Listen;
import io.ringkv.transport.process.Problems;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Option;

import java.util.List;

/**
 * What every process with a storage node in it has, mixed into its command: its place among others, its store, what it
 * takes. Where it listens, what it is called and where the coordinators are is the command's.
 */
public final class NodeOptions {
    private enum Store {
        ROCKSDB,
        MEMORY
    }

    private static final long SWEEP_INTERVAL_NANOS_MIN = 60_000_000_000L;
    private static final long GOSSIP_INTERVAL_NANOS_MIN = 100_000_000L;
    private static final int GOSSIP_FANOUT_MAX = 16;

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
                    "How many nodes are told in a round, 1 to 16 (default: ${DEFAULT-VALUE}).")
    private String gossipFanout = "3";

    /**
     * What the options say.
     *
     * @param id null: the one that the directory has, or a new one
     */
    public NodeSettings read(
            Problems problems,
            @Nullable String id,
            Listen listen,
            List<NodeConfig.Endpoint> coordinators) {
        if (!reads.equals("confirm")) {
            problems.add("--reads=" + reads
                    + (reads.equals("lease") ? " is not supported yet" : " is not known")
                    + "; use --reads=confirm");
        }
        String zoneName = problems.name("--zone", zone);
        return new NodeSettings(
                id,
                listen,
                coordinators,
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
                gossipPace(problems));
    }

    private GossipPace gossipPace(Problems problems) {
        return new GossipPace(
                atLeast(
                        problems,
                        "--gossip-interval",
                        gossipInterval,
                        GOSSIP_INTERVAL_NANOS_MIN,
                        "every node would do little else; give 100ms or more"),
                problems.number("--gossip-fanout", gossipFanout, 1, GOSSIP_FANOUT_MAX));
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
}
