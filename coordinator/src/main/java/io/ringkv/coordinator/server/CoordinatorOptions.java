package io.ringkv.coordinator.server;

import io.ringkv.coordinator.core.CoordinatorConfig;
import io.ringkv.coordinator.port.LogMember;
import io.ringkv.protocol.Port;
import io.ringkv.protocol.view.Coordinator;
import io.ringkv.transport.process.Address;
import io.ringkv.transport.process.ListenOptions.Listen;
import io.ringkv.transport.process.Problems;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Option;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * What every process with a coordinator in it has, mixed into its command: the others, what it decides by, its log. Where
 * it listens and what it is called is the command's.
 */
public final class CoordinatorOptions {
    private static final String LOOPBACK = "127.0.0.1";
    private static final int LOG_PORT_BEHIND = PeerOptions.LOG_PORT_BEHIND;
    private static final String COORDINATOR_PORT = "--coordinator-port";
    /** Two heartbeats of a node. */
    private static final long NODE_TIMEOUT_NANOS_MIN = 1_000_000_000L;

    @Option(
            names = "--peers",
            paramLabel = "ID=HOST:PORT[,...]",
            description =
                    "All coordinators of a cluster, this one among them, the same for each: three"
                            + " go on when one is lost. Without it there is one. /PORT behind an"
                            + " address is that of its log, else 1000 above. Of kv server the"
                            + " addresses are those of --port, and the first /PORT is that of"
                            + " --coordinator-port.")
    private @Nullable String peers;

    @Option(
            names = "--replicas",
            paramLabel = "N",
            description =
                    "Copies of each key, for a new cluster (default: 3; of kv server as many as"
                            + " --peers, 3 at most).")
    private @Nullable String replicas;

    @Option(
            names = "--virtual-nodes",
            defaultValue = "100",
            paramLabel = "N",
            description =
                    "Points of each node on the ring, for a new cluster (default: ${DEFAULT-VALUE}).")
    private String virtualNodes = "100";

    @Option(
            names = "--cluster",
            paramLabel = "NAME",
            description = "Name of a new cluster, for people.")
    private @Nullable String cluster;

    @Option(
            names = "--form-after",
            defaultValue = "2s",
            paramLabel = "TIME",
            description =
                    "A cluster forms so long after its first node, unless all copies have a node before"
                            + " (default: ${DEFAULT-VALUE}).")
    private String formAfter = "2s";

    @Option(
            names = "--node-timeout",
            defaultValue = "3s",
            paramLabel = "TIME",
            description = "A node silent for so long is down (default: ${DEFAULT-VALUE}).")
    private String nodeTimeout = "3s";

    @Option(
            names = "--restart-wait",
            defaultValue = "60s",
            paramLabel = "TIME",
            description =
                    "After a power cut of all, so long the missing nodes are waited for (default:"
                            + " ${DEFAULT-VALUE}).")
    private String restartWait = "60s";

    @Option(
            names = "--remove-after",
            defaultValue = "10m",
            paramLabel = "TIME",
            description =
                    "A node down for so long gives its places to others, if there are enough (default:"
                            + " ${DEFAULT-VALUE}).")
    private String removeAfter = "10m";

    @Option(
            names = "--manual-moves",
            description = "Nodes that join or are lost move no data until kv rebalance start.")
    private boolean manualMoves;

    @Option(
            names = "--log-port",
            paramLabel = "PORT",
            description =
                    "Port of the metadata log, without --peers on this machine only (default: 1000"
                            + " above the coordinator's).")
    private @Nullable String logPort;

    @Option(
            names = "--rebuild",
            description =
                    "With an empty --data-dir, after the old one was lost: waits for the nodes of"
                            + " the cluster and goes on from what they carry.")
    private boolean rebuild;

    @Option(
            names = "--rebuild-without",
            paramLabel = "ID[,...]",
            description = "Nodes that are lost for good: --rebuild does not wait for them.")
    private @Nullable String rebuildWithout;

    /**
     * All of {@code --peers}, in the order of their ids; empty without it.
     *
     * @param behind how far above the addresses that are given the coordinators' ports are
     */
    public List<Peer> peers(Problems problems, int behind) {
        return new PeerOptions(problems, behind).read(peers);
    }

    /** The one of them with this id; null without any. */
    public static @Nullable Peer listed(Problems problems, List<Peer> all, String id) {
        for (Peer peer : all) {
            if (peer.id().equals(id)) {
                return peer;
            }
        }
        if (!all.isEmpty()) {
            problems.add("--id=" + id + " is not one of --peers, which are "
                    + String.join(", ", all.stream().map(Peer::id).toList())
                    + "; name this coordinator there too, the same on each");
        }
        return null;
    }

    /**
     * Which coordinator it is.
     *
     * @param peers all of them, this one among them; empty where it is alone
     * @param process where the process listens, whose address others are given in {@code --peers}
     * @param coordinator where its coordinator does, which may be the same
     * @param replicas of a new cluster, where nothing is said
     */
    public record Place(
            String id, List<Peer> peers, Listen process, Listen coordinator, int replicas) {
        boolean bothRoles() {
            return !process.equals(coordinator);
        }
    }

    /** What the options say. */
    public CoordinatorSettings read(Problems problems, Place place) {
        Listen where = place.coordinator();
        CoordinatorConfig config = config(problems, place);
        Peer listed = listed(new Problems(), place.peers(), place.id());
        LogMember self = listed == null ? alone(problems, place) : listed.member();
        if (listed != null) {
            new PeerOptions(problems, 0).checkSelf(listed, place.process());
            listed.checkPort(problems, "--log-port", logPort);
        }
        return new CoordinatorSettings(
                where,
                self,
                listed == null ? LOOPBACK : where.host(),
                place.peers().stream().map(Peer::member).toList(),
                config,
                rebuild,
                without(problems));
    }

    private CoordinatorConfig config(Problems problems, Place place) {
        String name = problems.name("--cluster", cluster);
        return new CoordinatorConfig(
                "",
                name == null ? "" : name,
                replicas == null ? place.replicas() : problems.number("--replicas", replicas, 1, 7),
                problems.number("--virtual-nodes", virtualNodes, 1, 10_000),
                problems.nanos("--form-after", formAfter),
                nodeTimeout(problems),
                problems.nanos("--restart-wait", restartWait),
                problems.nanos("--remove-after", removeAfter),
                manualMoves,
                place.coordinator().secret(),
                0);
    }

    private LogMember alone(Problems problems, Place place) {
        Listen where = place.coordinator();
        Address reached = where.reachedAt(where.port());
        return new LogMember(
                new Coordinator(place.id(), reached.host(), reached.port()),
                logPort(problems, place));
    }

    private long nodeTimeout(Problems problems) {
        int before = problems.all().size();
        long nanos = problems.nanos("--node-timeout", nodeTimeout);
        if (nanos < NODE_TIMEOUT_NANOS_MIN && problems.all().size() == before) {
            problems.add(
                    "--node-timeout=" + nodeTimeout + " is shorter than two heartbeats, so that"
                            + " nodes that live would be taken for dead; give 1s or more");
        }
        return nanos;
    }

    private Set<String> without(Problems problems) {
        Set<String> ids = new TreeSet<>();
        if (rebuildWithout != null) {
            for (String id : rebuildWithout.split(",", -1)) {
                ids.add(String.valueOf(problems.name("--rebuild-without", id.strip())));
            }
            if (!rebuild) {
                problems.add(
                        "--rebuild-without says whom --rebuild does not wait for; give --rebuild too");
            }
        }
        return ids;
    }

    private int logPort(Problems problems, Place place) {
        int port = place.coordinator().port();
        if (logPort != null) {
            int given = problems.number("--log-port", logPort, 1, Port.MAX);
            if (given == port || given == place.process().port()) {
                problems.add("--log-port=" + given + " is also the "
                        + (given == place.process().port() ? "--port" : COORDINATOR_PORT)
                        + "; choose another");
            }
            return given;
        }
        boolean portIsGood = problems.none() || port != 0;
        if (portIsGood && (port == 0 || port + LOG_PORT_BEHIND > Port.MAX)) {
            problems.add("--log-port is missing: with "
                    + (place.bothRoles() ? COORDINATOR_PORT : "--port") + "=" + port
                    + " there is no port " + LOG_PORT_BEHIND + " above it; give one");
        }
        return Math.min(port + LOG_PORT_BEHIND, Port.MAX);
    }
}
