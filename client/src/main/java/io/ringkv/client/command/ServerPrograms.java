package io.ringkv.client.command;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The other programs behind the name {@code kv}, which are not part of this one: what they are, and the options that
 * completion offers for them. A test holds these beside what {@code --help} of each lists.
 */
final class ServerPrograms {
    /** @param options each with what it takes behind it, if anything */
    record ServerProgram(String description, List<String> options) {}

    private static final List<String> OF_EVERY_SERVER = List.of(
            "--port=PORT",
            "--host=HOST",
            "--advertise=HOST:PORT",
            "--data-dir=DIR",
            "--secret-file=FILE",
            "--config=FILE",
            "--log-format=text|json",
            "--slow-after=TIME",
            "--help",
            "--version");

    private static final String[] OF_COORDINATORS = {
        "--id=ID",
        "--peers=ID=HOST:PORT",
        "--replicas=N",
        "--virtual-nodes=N",
        "--cluster=NAME",
        "--form-after=TIME",
        "--node-timeout=TIME",
        "--restart-wait=TIME",
        "--remove-after=TIME",
        "--manual-moves",
        "--log-port=PORT",
        "--rebuild",
        "--rebuild-without=ID"
    };

    private static final String[] OF_NODES = {
        "--zone=NAME",
        "--weight=N",
        "--store=rocksdb|memory",
        "--durability=os|interval|fsync",
        "--reads=confirm",
        "--max-value-bytes=N",
        "--sweep-interval=TIME",
        "--gossip-interval=TIME",
        "--gossip-fanout=N"
    };

    /** By their names. */
    static final Map<String, ServerProgram> ALL = new TreeMap<>(Map.of(
            "coordinator",
            server("Keeps the members and decides who serves what.", OF_COORDINATORS),
            "node",
            server("Stores data and serves it.", OF_NODES, "--id=ID", "--coordinator=HOST:PORT"),
            "server",
            new ServerProgram(
                    "Is a coordinator and a node in one process.",
                    Stream.of(
                                    OF_EVERY_SERVER.stream(),
                                    Stream.of(OF_COORDINATORS),
                                    Stream.of("--coordinator-port=PORT"),
                                    Stream.of(OF_NODES))
                            .flatMap(options -> options)
                            .toList()),
            "sim",
            new ServerProgram(
                    "Runs the cluster in the simulator, from a seed.",
                    List.of(
                            "--seed=N",
                            "--seeds=A..B",
                            "--hunt=E2|E3|E4|T1|T2|T8|W0|W2|W3|Q1|Q1_LEFT|Q1_OWN|I1|I4|DOUBT",
                            "--nodes=N",
                            "--replicas=N",
                            "--coordinators=N",
                            "--clients=N",
                            "--faults=LIST",
                            "--seconds=N",
                            "--minutes=N",
                            "--trace",
                            "--no-shrink",
                            "--history=FILE",
                            "--gossip",
                            "--loss=PERCENT",
                            "--scale",
                            "--help",
                            "--version")),
            "check-history",
            new ServerProgram(
                    "Judges a history of operations: is each key like one variable?",
                    List.of("--help", "--version"))));

    private ServerPrograms() {}

    private static ServerProgram server(String description, String[] own, String... more) {
        List<String> options = new ArrayList<>(OF_EVERY_SERVER);
        options.addAll(Arrays.asList(own));
        options.addAll(Arrays.asList(more));
        return new ServerProgram(description, options);
    }
}
