package io.ringkv.transport.process;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

import java.nio.file.Path;
import java.time.Duration;

/**
 * What every server has, mixed into its command: where it listens, how others reach it, where its files are, what it
 * tells its operator, help, and the words below it.
 */
@Command(
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        footer = {
            "",
            "Every option can also be a variable (--data-dir: KV_DATA_DIR) or a line of --config",
            "(data-dir=...); the command line wins over the variable, and that over the file."
        },
        exitCodeListHeading = "Exit codes:%n",
        exitCodeList = {"0:stopped by a signal", "1:could not start, or could not go on", "2:usage"
        })
public final class ListenOptions {
    @Option(
            names = "--port",
            paramLabel = "PORT",
            description = "Port to listen on; 0 takes a free one (default: 5000; of kv node 5001).")
    @Nullable
    String port;

    @Option(
            names = "--host",
            paramLabel = "HOST",
            description = "Address to listen on (default: 127.0.0.1).")
    @Nullable
    String host;

    @Option(
            names = "--advertise",
            paramLabel = "HOST:PORT",
            description = "Where others reach this process (default: --host and --port).")
    @Nullable
    String advertise;

    @Option(
            names = "--data-dir",
            paramLabel = "DIR",
            description = "Directory of this process alone; created if missing.")
    @Nullable
    String dataDir;

    @Option(
            names = "--secret-file",
            paramLabel = "FILE",
            description =
                    "File with the cluster secret, the same for all; without it, this machine only.")
    @Nullable
    String secretFile;

    @Option(
            names = "--config",
            paramLabel = "FILE",
            description =
                    "Properties file: port=5001 and so on. Flags and KV_... variables win over it.")
    @Nullable
    String config;

    @Option(
            names = "--log-format",
            paramLabel = "text|json",
            defaultValue = "text",
            description = "How events are logged: lines for people, or a JSON document each.")
    String logFormat = "text";

    @Option(
            names = "--slow-after",
            paramLabel = "TIME",
            defaultValue = "100ms",
            description =
                    "Requests that take longer are remembered for kv slowlog; 0 for all (default:"
                            + " ${DEFAULT-VALUE}).")
    String slowAfter = "100ms";

    /**
     * What the options say.
     *
     * @param advertise null: what is listened on
     */
    public record Listen(
            String host,
            int port,
            @Nullable Address advertise,
            Path dataDir,
            String secret,
            LogFormat logFormat,
            Duration slowAfter) {
        /** The address that others are told, once the port is known. */
        public Address reachedAt(int boundPort) {
            return advertise == null ? new Address(host, boundPort) : advertise;
        }

        /**
         * The same for another part of the process, which has a port of its own and a directory below.
         *
         * @param told where others reach it; null: what is listened on
         */
        public Listen below(String part, int itsPort, @Nullable Address told) {
            return new Listen(
                    host, itsPort, told, dataDir.resolve(part), secret, logFormat, slowAfter);
        }
    }

    public Listen read(Problems problems, int defaultPort) {
        return read(problems, new Address("127.0.0.1", defaultPort));
    }

    /** @param byDefault where it listens as far as nothing else is said */
    public Listen read(Problems problems, Address byDefault) {
        return read(problems, byDefault, null);
    }

    /** @param dirByDefault where its files are, if nothing else is said; null where that has to be said */
    public Listen read(Problems problems, Address byDefault, @Nullable String dirByDefault) {
        String host = this.host == null ? byDefault.host() : this.host;
        if (!host.matches("[A-Za-z0-9._:%*-]+")) {
            problems.add("--host=" + host + " is no name and no address, which are letters, digits"
                    + " and . : -; give one of this machine, such as 127.0.0.1");
        }
        Address reached = advertise == null ? null : problems.address("--advertise", advertise);
        if (reached != null && Address.isWildcard(reached.host())) {
            problems.add("--advertise=" + advertise + " means every address, which nobody can"
                    + " connect to; give the one that others reach this machine at");
        }
        if (Address.isWildcard(host) && advertise == null) {
            problems.add("--host=" + host + " listens on every address, so others cannot be told"
                    + " which to use; add --advertise=HOST:PORT");
        }
        return new Listen(
                host,
                problems.number("--port", port == null ? "" + byDefault.port() : port, 0, 65_535),
                reached,
                problems.directory("--data-dir", dataDir == null ? dirByDefault : dataDir),
                problems.secret("--secret-file", secretFile),
                problems.word("--log-format", logFormat, LogFormat.class),
                slowAfter.equals("0")
                        ? Duration.ZERO
                        : Duration.ofNanos(problems.nanos("--slow-after", slowAfter)));
    }
}
