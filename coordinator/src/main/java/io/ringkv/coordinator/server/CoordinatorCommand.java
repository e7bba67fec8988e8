package io.ringkv.coordinator.server;

import io.ringkv.coordinator.core.CoordinatorConfig;
import io.ringkv.coordinator.port.LogMember;
import io.ringkv.protocol.view.Coordinator;
import io.ringkv.transport.process.Address;
import io.ringkv.transport.process.ListenOptions;
import io.ringkv.transport.process.Problems;
import io.ringkv.transport.process.ServerCommand;
import io.ringkv.transport.process.ServerMain;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;

/** {@code kv coordinator}: the options of a coordinator. */
@Command(
        name = "kv coordinator",
        sortOptions = false,
        description = "Runs a coordinator until it is stopped.")
public final class CoordinatorCommand implements ServerCommand {
    private static final String FIRST_ID = "c1";
    private static final String LOOPBACK = "127.0.0.1";
    private static final int DEFAULT_PORT = 5000;
    private static final int LOG_PORT_BEHIND = PeerOptions.LOG_PORT_BEHIND;
    private static final int PORT_MAX = 65_535;
    /** Two heartbeats of a node. */
    private static final long NODE_TIMEOUT_NANOS_MIN = 1_000_000_000L;

    @Mixin
    private ListenOptions listen = new ListenOptions();

    @Option(
            names = "--id",
            defaultValue = FIRST_ID,
            paramLabel = "ID",
            description = "Name of this coordinator among --peers (default: ${DEFAULT-VALUE}).")
    private String id = FIRST_ID;

    @Option(
            names = "--peers",
            paramLabel = "ID=HOST:PORT[,...]",
            description =
                    "All coordinators of a cluster, this one among them, the same for each: three"
                            + " go on when one is lost. Without it there is one. /PORT behind an"
                            + " address is that of its log, else 1000 above.")
    private @Nullable String peers;

    @Option(
            names = "--replicas",
            defaultValue = "3",
            paramLabel = "N",
            description = "Copies of each key, for a new cluster (default: ${DEFAULT-VALUE}).")
    private String replicas = "3";

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
                    "Port of the metadata log, without --peers on this machine only (default: --port"
                            + " + 1000).")
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

    private @Nullable CoordinatorSettings settings;

    public static void main(String[] args) {
        ServerMain.run(new CoordinatorCommand(), args);
    }

    @Override
    public void check(Problems problems) {
        List<LogMember> all = PeerOptions.read(problems, peers);
        problems.name("--id", id);
        LogMember listed = listed(problems, all);
        ListenOptions.Listen where = listen.read(
                problems,
                listed == null
                        ? new Address(LOOPBACK, DEFAULT_PORT)
                        : new Address(
                                listed.coordinator().host(),
                                listed.coordinator().port()));
        String name = problems.name("--cluster", cluster);
        CoordinatorConfig config = new CoordinatorConfig(
                "",
                name == null ? "" : name,
                problems.number("--replicas", replicas, 1, 7),
                problems.number("--virtual-nodes", virtualNodes, 1, 10_000),
                problems.nanos("--form-after", formAfter),
                nodeTimeout(problems),
                problems.nanos("--restart-wait", restartWait),
                problems.nanos("--remove-after", removeAfter),
                manualMoves,
                where.secret(),
                0);
        LogMember self = listed == null ? alone(problems, where) : listed;
        if (listed != null) {
            checkSelf(problems, listed, where);
        }
        settings = new CoordinatorSettings(
                where,
                self,
                listed == null ? LOOPBACK : where.host(),
                all,
                config,
                rebuild,
                without(problems));
    }

    /** This one among --peers; null without them. */
    private @Nullable LogMember listed(Problems problems, List<LogMember> all) {
        for (LogMember member : all) {
            if (member.id().equals(id)) {
                return member;
            }
        }
        if (!all.isEmpty()) {
            problems.add("--id=" + id + " is not one of --peers, which are "
                    + String.join(", ", all.stream().map(LogMember::id).toList())
                    + "; name this coordinator there too, the same on each");
        }
        return null;
    }

    private LogMember alone(Problems problems, ListenOptions.Listen where) {
        Address reached = where.reachedAt(where.port());
        return new LogMember(
                new Coordinator(id, reached.host(), reached.port()),
                logPort(problems, where.port()));
    }

    /** What others are told of this one is what it does. */
    private void checkSelf(Problems problems, LogMember self, ListenOptions.Listen where) {
        Address told = new Address(self.coordinator().host(), self.coordinator().port());
        Address reached = where.reachedAt(where.port());
        if (!reached.equals(told) && problems.none()) {
            problems.add("--peers tells the others that " + id + " is at " + told
                    + ", and --host, --port and --advertise say " + reached
                    + "; make them the same, or leave those three out");
        }
        if (logPort != null && !logPort.equals(Integer.toString(self.logPort()))) {
            problems.add("--peers tells the others that the log of " + id + " has port "
                    + self.logPort() + ", and --log-port=" + logPort + "; write /" + logPort
                    + " behind its address in --peers, and leave --log-port out");
        }
        if (!PeerOptions.isLoopback(told.host()) && where.secret().isEmpty()) {
            problems.add("--peers has " + told + ", which other machines reach, and without a"
                    + " cluster secret the traffic of the log would be open to them; give all"
                    + " coordinators the same --secret-file, or addresses of this machine");
        }
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

    private int logPort(Problems problems, int port) {
        if (logPort != null) {
            int given = problems.number("--log-port", logPort, 1, PORT_MAX);
            if (given == port) {
                problems.add("--log-port=" + given + " is also the --port; choose another");
            }
            return given;
        }
        boolean portIsGood = problems.none() || port != 0;
        if (portIsGood && (port == 0 || port + LOG_PORT_BEHIND > PORT_MAX)) {
            problems.add("--log-port is missing: with --port=" + port + " there is no port "
                    + LOG_PORT_BEHIND + " above it; give one");
        }
        return Math.min(port + LOG_PORT_BEHIND, PORT_MAX);
    }

    @Override
    public Running start(Consumer<Throwable> onFailure) throws Exception {
        return CoordinatorProcess.start(
                Objects.requireNonNull(settings, "checked before"), onFailure);
    }
}
