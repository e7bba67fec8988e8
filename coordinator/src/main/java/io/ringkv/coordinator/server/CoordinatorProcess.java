package io.ringkv.coordinator.server;

import io.ringkv.coordinator.core.CoordinatorCore;
import io.ringkv.coordinator.log.RatisLog;
import io.ringkv.protocol.Limits;
import io.ringkv.transport.ActorLoop;
import io.ringkv.transport.process.Address;
import io.ringkv.transport.process.LogSetup;
import io.ringkv.transport.process.ServerCommand;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.function.Consumer;

/**
 * All the wiring of a coordinator: its directory, the log, its core and the loop that drives it. It listens once it
 * leads, so whoever can connect gets answers.
 */
final class CoordinatorProcess implements ServerCommand.Running {
    private static final Logger LOG = LoggerFactory.getLogger(CoordinatorProcess.class);
    private static final Logger JOURNAL = LoggerFactory.getLogger("io.ringkv.coordinator");
    private static final int SNAPSHOT_ENTRIES = 1_000;
    private static final long LEAD_SECONDS_MAX = 30;

    private final CoordinatorSettings settings;
    private final CoordinatorDirectory directory;
    private final ActorLoop loop;
    private final RatisLog log;

    private CoordinatorProcess(
            CoordinatorSettings settings,
            CoordinatorDirectory directory,
            ActorLoop loop,
            RatisLog log) {
        this.settings = settings;
        this.directory = directory;
        this.loop = loop;
        this.log = log;
    }

    static CoordinatorProcess start(CoordinatorSettings settings, Consumer<Throwable> onFailure)
            throws IOException, InterruptedException {
        LogSetup.use(settings.listen().logFormat());
        long began = System.nanoTime();
        refuseTakenLogPort(settings.logPort());
        CoordinatorDirectory directory =
                CoordinatorDirectory.open(settings.listen().dataDir());
        ActorLoop loop = ActorLoop.create(
                "coordinator", Limits.DEFAULT, settings.listen().slowAfter(), onFailure);
        RatisLog log = RatisLog.open(
                directory.logPath(), settings.logPort(), SNAPSHOT_ENTRIES, loop, onFailure);
        CoordinatorCore core = new CoordinatorCore(
                settings.inCluster(directory.clusterId()),
                loop.network(),
                log,
                System::currentTimeMillis,
                JOURNAL::info);
        if (settings.rebuild()) {
            core.rebuild(settings.rebuildWithout());
        }
        loop.run(core);
        log.start();
        if (!log.awaitLeading(LEAD_SECONDS_MAX)) {
            throw new IOException("the metadata log did not come up within " + LEAD_SECONDS_MAX
                    + " s; is its port " + settings.logPort() + " free?");
        }
        loop.bind(settings.listen().host(), settings.listen().port());
        LOG.info("leads the metadata log after {} ms", (System.nanoTime() - began) / 1_000_000);
        return new CoordinatorProcess(settings, directory, loop, log);
    }

    /** The log itself would end the process without a word for people. */
    private static void refuseTakenLogPort(int port) throws IOException {
        try {
            new ServerSocket(port, 1, InetAddress.getLoopbackAddress()).close();
        } catch (BindException e) {
            throw new IOException(
                    "the metadata log cannot listen on 127.0.0.1:" + port
                            + ": another process listens there, or this user may not; stop it, or"
                            + " choose another --log-port",
                    e);
        }
    }

    @Override
    public String ready() {
        return "ready coordinator on " + new Address(settings.listen().host(), loop.boundPort());
    }

    /** The log while the loop still takes what it delivers. */
    @Override
    public void stop() {
        try {
            log.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        loop.close();
        directory.close();
        LOG.info("stopped");
    }
}
