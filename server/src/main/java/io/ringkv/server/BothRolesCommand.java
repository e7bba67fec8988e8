package io.ringkv.server;

import io.ringkv.coordinator.server.CoordinatorOptions;
import io.ringkv.coordinator.server.Peer;
import io.ringkv.node.server.NodeOptions;
import io.ringkv.transport.process.Address;
import io.ringkv.transport.process.ListenOptions;
import io.ringkv.transport.process.ListenOptions.Listen;
import io.ringkv.transport.process.Problems;
import io.ringkv.transport.process.ServerCommand;
import io.ringkv.transport.process.ServerMain;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;

/**
 * {@code kv server}: the options of a process with both roles. People know it by one address, {@code --port}, which is
 * its node's; where its coordinator is follows from that.
 */
@Command(
        name = "kv server",
        sortOptions = false,
        description =
                "Runs a coordinator and a storage node in one process: alone a whole cluster, for"
                        + " development; three of them, each with the same --peers, one that goes"
                        + " on when any of them is lost.")
public final class BothRolesCommand implements ServerCommand {
    private static final String FIRST_ID = "s1";
    private static final String LOOPBACK = "127.0.0.1";
    private static final int DEFAULT_PORT = 5000;
    private static final int COORDINATOR_PORT_BEHIND = 100;
    private static final int PORT_MAX = 65_535;
    private static final int REPLICAS_MAX = 3;

    @Mixin
    private ListenOptions listen = new ListenOptions();

    @Option(
            names = "--id",
            defaultValue = FIRST_ID,
            paramLabel = "ID",
            description = "Name of its coordinator among --peers, and of its node (default:"
                    + " ${DEFAULT-VALUE}). Without --data-dir its files go to"
                    + " ./ringkv-ID.")
    private String id = FIRST_ID;

    @Option(
            names = "--coordinator-port",
            paramLabel = "PORT",
            description = "Port of its coordinator (default: --port + 100).")
    private @Nullable String coordinatorPort;

    @Mixin
    private CoordinatorOptions coordinator = new CoordinatorOptions();

    @Mixin
    private NodeOptions node = new NodeOptions();

    private @Nullable BothSettings settings;

    public static void main(String[] args) {
        ServerMain.run(new BothRolesCommand(), args);
    }

    @Override
    public void check(Problems problems) {
        List<Peer> all = coordinator.peers(problems, COORDINATOR_PORT_BEHIND);
        problems.name("--id", id);
        Peer listed = CoordinatorOptions.listed(problems, all, id);
        Listen process = listen.read(
                problems,
                listed == null ? new Address(LOOPBACK, DEFAULT_PORT) : listed.given(),
                "ringkv-" + id);
        Listen beside = beside(problems, process, listed);
        settings = new BothSettings(
                process.dataDir(),
                coordinator.read(
                        problems,
                        new CoordinatorOptions.Place(id, all, process, beside, copies(all.size()))),
                node.read(
                        problems,
                        id,
                        process.below("node", process.port(), process.advertise()),
                        Nearest.of(beside, all, listed)));
    }

    /** As many as there are disks, up to the usual number; others that join later change nothing by themselves. */
    private static int copies(int servers) {
        return Math.max(1, Math.min(REPLICAS_MAX, servers));
    }

    /** Where the coordinator of this process listens. */
    private Listen beside(Problems problems, Listen process, @Nullable Peer listed) {
        if (listed != null) {
            listed.checkPort(problems, "--coordinator-port", coordinatorPort);
            return process.below("coordinator", listed.coordinator().port(), listed.coordinator());
        }
        int port = port(problems, process.port());
        Address told = process.advertise();
        return process.below(
                "coordinator", port, told == null ? null : new Address(told.host(), port));
    }

    private int port(Problems problems, int processPort) {
        if (coordinatorPort != null) {
            int given = problems.number("--coordinator-port", coordinatorPort, 1, PORT_MAX);
            if (given == processPort) {
                problems.add("--coordinator-port=" + given + " is also the --port; choose another");
            }
            return given;
        }
        boolean portIsGood = problems.none() || processPort != 0;
        if (portIsGood && (processPort == 0 || processPort + COORDINATOR_PORT_BEHIND > PORT_MAX)) {
            problems.add("--coordinator-port is missing: with --port=" + processPort
                    + " there is no port " + COORDINATOR_PORT_BEHIND + " above it; give one");
        }
        return Math.min(processPort + COORDINATOR_PORT_BEHIND, PORT_MAX);
    }

    @Override
    public Running start(Consumer<Throwable> onFailure) throws Exception {
        return BothRoles.start(Objects.requireNonNull(settings, "checked before"), onFailure);
    }
}
