package io.ringkv.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringkv.process.RealCluster;
import io.ringkv.process.RealServer;
import io.ringkv.process.Tool;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * A network namespace for each process, and for one more node that may join, all on a bridge in the tests' own
 * namespace, where the clients are. Packets are dropped where they arrive, so that a cut has a direction.
 */
final class Network implements RealCluster.Machines {
    private static final String PREFIX = "10.213.0.";
    private static final int FIRST_ADDRESS = 11;
    private static final String NAMES = "rkv-" + ProcessHandle.current().pid() + "-";

    private static final Pattern DROPPED = Pattern.compile("packets (\\d+)");

    private final Map<String, List<String>> variables;
    private final Map<String, Integer> addresses = new LinkedHashMap<>();
    private Path dir = Path.of("");

    /** @param variables of the environment, by process: {@code NAME=value} */
    Network(Map<String, List<String>> variables) {
        this.variables = variables;
        for (String process : List.of("coordinator", "n1", "n2", "n3", "n4", "c1", "c2", "c3")) {
            addresses.put(process, FIRST_ADDRESS + addresses.size());
        }
    }

    /**
     * What every process needs to work with others that are not on its own machine.
     *
     * @param ofNodes more words for the nodes
     */
    static RealCluster.Options options(String... ofNodes) {
        try {
            Path secret = Files.createTempFile(
                    "ringkv-secret",
                    "",
                    PosixFilePermissions.asFileAttribute(
                            PosixFilePermissions.fromString("rw-------")));
            secret.toFile().deleteOnExit();
            Files.writeString(secret, "secret-of-a-tested-cluster\n");
            return new RealCluster.Options(
                    Map.of(), List.of("--secret-file=" + secret), List.of(ofNodes));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void prepare(Path where, List<String> processes) {
        dir = where;
        Tools.demand("ip", "nft", "ss", "unshare", "nc");
        assertThat(System.getenv("RINGKV_OWN_NETWORK"))
                .as("the fault tests run in a network namespace of their own, which takes root;"
                        + " run them with ./mvnw -Pfaults verify")
                .isEqualTo("yes");
        sweep();
        shell("ip link set lo up; ip link add rkv-bridge type bridge"
                + " && ip address add " + PREFIX + "1/24 dev rkv-bridge"
                + " && ip link set rkv-bridge up");
        addresses.keySet().forEach(this::connect);
    }

    /** What a run left that was ended from outside: the number in a name is of its process. */
    private void sweep() {
        for (String line :
                Tool.run(dir, "", "ip", "netns", "list").out().lines().toList()) {
            String name = line.split(" ")[0];
            if (name.matches("rkv-\\d+-\\w+")
                    && ProcessHandle.of(Long.parseLong(name.split("-")[1])).isEmpty()) {
                Tool.run(dir, "", "ip", "netns", "delete", name);
            }
        }
    }

    private void connect(String process) {
        String end = "rkv-" + process;
        String space = namespace(process);
        shell("ip netns add " + space + " && ip link add " + end
                + " type veth peer name eth0 netns " + space + " && ip link set " + end
                + " master rkv-bridge up");
        shell("ip -n " + space + " link set lo up && ip -n " + space + " address add "
                + host(process) + "/24 dev eth0 && ip -n " + space + " link set eth0 up");
        shell("ip netns exec " + space + " nft 'add table inet rkv;"
                + " add chain inet rkv arriving { type filter hook input priority 0; }'");
    }

    static String namespace(String process) {
        return NAMES + process;
    }

    @Override
    public List<String> launcher(String process) {
        List<String> words =
                new ArrayList<>(List.of("ip", "netns", "exec", namespace(process), "env"));
        words.addAll(variables.getOrDefault(process, List.of()));
        return words;
    }

    @Override
    public String host(String process) {
        return PREFIX + addresses.get(process);
    }

    /** What one sends no longer arrives at the other. */
    void cutOneWay(RealServer from, RealServer to) {
        drop(to, "ip saddr " + from.host());
    }

    void cut(RealServer one, List<RealServer> others) {
        for (RealServer other : others) {
            cutOneWay(one, other);
            cutOneWay(other, one);
        }
    }

    /** Of the packets between any two of them, in each direction. */
    void lose(int percent, List<RealServer> servers) {
        for (RealServer to : servers) {
            for (RealServer from : servers) {
                if (from != to) {
                    drop(to, "ip saddr " + from.host() + " numgen random mod 100 < " + percent);
                }
            }
        }
    }

    private void drop(RealServer at, String which) {
        rule(at, which + " counter drop");
    }

    private void rule(RealServer at, String rule) {
        shell("ip netns exec " + namespace(at.name()) + " nft add rule inet rkv arriving '" + rule
                + "'");
    }

    /** New ones only, and only those that this one opens; it is told at once. */
    void refuseConnections(RealServer from, RealServer to) {
        rule(
                to,
                "ip saddr " + from.host()
                        + " tcp flags & (syn | ack) == syn counter reject with tcp reset");
    }

    /** The connections there are; new ones can be made. */
    void breakConnections(RealServer one, RealServer other) {
        String broken = Tool.run(
                        dir,
                        "",
                        "ip",
                        "netns",
                        "exec",
                        namespace(one.name()),
                        "ss",
                        "-HtK",
                        "dst",
                        other.host())
                .out();
        assertThat(broken).as("connections that are broken").contains("ESTAB");
    }

    void heal() {
        for (String process : addresses.keySet()) {
            shell("ip netns exec " + namespace(process) + " nft flush chain inet rkv arriving");
        }
    }

    /** How many packets the rules have dropped since they were made. */
    long dropped() {
        long all = 0;
        for (String process : addresses.keySet()) {
            String rules = Tool.run(
                            dir,
                            "",
                            "ip",
                            "netns",
                            "exec",
                            namespace(process),
                            "nft",
                            "list",
                            "chain",
                            "inet",
                            "rkv",
                            "arriving")
                    .out();
            all += DROPPED.matcher(rules)
                    .results()
                    .mapToLong(found -> Long.parseLong(found.group(1)))
                    .sum();
        }
        return all;
    }

    private void shell(String script) {
        Tool.demand(dir, "sh", "-c", script);
    }

    @Override
    public void close() {
        for (String process : addresses.keySet()) {
            Tool.run(dir, "", "ip", "link", "delete", "rkv-" + process);
            Tool.run(dir, "", "ip", "netns", "delete", namespace(process));
        }
        Tool.run(dir, "", "ip", "link", "delete", "rkv-bridge");
    }
}
