package io.ringkv.coordinator.server;

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
    private static final int REPLICAS = 3;

    @Mixin
    private ListenOptions listen = new ListenOptions();

    @Option(
            names = "--id",
            defaultValue = FIRST_ID,
            paramLabel = "ID",
            description = "Name of this coordinator among --peers (default: ${DEFAULT-VALUE}).")
    private String id = FIRST_ID;

    @Mixin
    private CoordinatorOptions options = new CoordinatorOptions();

    private @Nullable CoordinatorSettings settings;

    public static void main(String[] args) {
        ServerMain.run(new CoordinatorCommand(), args);
    }

    @Override
    public void check(Problems problems) {
        List<Peer> all = options.peers(problems, 0);
        problems.name("--id", id);
        Peer listed = CoordinatorOptions.listed(problems, all, id);
        ListenOptions.Listen where = listen.read(
                problems, listed == null ? new Address(LOOPBACK, DEFAULT_PORT) : listed.given());
        settings = options.read(
                problems, new CoordinatorOptions.Place(id, all, where, where, REPLICAS));
    }

    @Override
    public Running start(Consumer<Throwable> onFailure) throws Exception {
        return CoordinatorProcess.start(
                Objects.requireNonNull(settings, "checked before"), onFailure);
    }
}
