package io.ringkv.coordinator.server;

import io.ringkv.coordinator.core.CoordinatorCore;
import io.ringkv.coordinator.log.LogPlace;
import io.ringkv.coordinator.log.RatisLog;
import io.ringkv.coordinator.port.LogGroup;
import io.ringkv.coordinator.port.LogMember;
import io.ringkv.protocol.Limits;
import io.ringkv.protocol.view.Coordinator;
import io.ringkv.transport.ActorLoop;
import io.ringkv.transport.process.Address;
import io.ringkv.transport.process.LogSetup;
import io.ringkv.transport.process.ServerCommand;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;

/**
 * All the wiring of a coordinator: its directory, the log, its core and the loop that drives it. One that is alone
 * listens once it leads, so whoever can connect gets answers; one of several listens at once, since the others ask it.
 */
public final class CoordinatorProcess implements ServerCommand.Running {
    private static final Logger LOG = LoggerFactory.getLogger(CoordinatorProcess.class);
    private static final Logger JOURNAL = LoggerFactory.getLogger("io.ringkv.coordinator");
    private static final int SNAPSHOT_ENTRIES = 1_000;
    private static final long LEAD_SECONDS_MAX = 30;
    private static final long HAND_OVER_MILLIS_MAX = 3_000;

    private final CoordinatorSettings settings;
    private final Consumer<Throwable> onFailure;
    private final CoordinatorDirectory directory;
    private final ActorLoop loop;
    private final LateLog log;
    private final StillMember stillMember;
    private final ProcessWatch watch;

    private CoordinatorProcess(CoordinatorSettings settings, Consumer<Throwable> onFailure)
            throws IOException {
        this.settings = settings;
        this.onFailure = onFailure;
        this.directory = CoordinatorDirectory.open(
                settings.listen().dataDir(), settings.self().id());
        this.loop = ActorLoop.create(
                "coordinator", Limits.DEFAULT, settings.listen().slowAfter(), onFailure);
        this.log = new LateLog(settings.self(), settings.peers());
        this.stillMember = new StillMember(
                settings.self().coordinator(),
                directory,
                settings.listen().dataDir(),
                settings.listen().secret());
        this.watch = new ProcessWatch(settings, directory, log, stillMember, onFailure);
    }

    public static CoordinatorProcess start(
            CoordinatorSettings settings, Consumer<Throwable> onFailure)
            throws IOException, InterruptedException {
        LogSetup.use(settings.listen().logFormat());
        CoordinatorProcess process = new CoordinatorProcess(settings, onFailure);
        process.start();
        return process;
    }

    private void start() throws IOException, InterruptedException {
        long began = System.nanoTime();
        boolean hasLog = directory.hasLog() && !directory.cluster().isEmpty();
        Joining joining =
                new Joining(settings.self(), settings.peers(), settings.listen().secret());
        if (!directory.cluster().isEmpty()) {
            joining.refuseForeign(directory.cluster());
            stillMember.require(peers(), directory.cluster());
        }
        if (settings.alone() || hasLog) {
            RatisLog opened = open(begins(), groupOfOne());
            loop.run(core());
            opened.start();
            if (isAloneIn(opened.group())) {
                awaitLead(opened);
            }
            bind();
            LOG.info("answers after {} ms", (System.nanoTime() - began) / 1_000_000);
        } else {
            bind();
            loop.run(core());
            new Thread(() -> join(joining), "join").start();
        }
        watch.start();
        warnOfEvenCount();
    }

    private boolean isAloneIn(LogGroup group) {
        return group.members().stream()
                .allMatch(member -> member.id().equals(settings.self().id()));
    }

    private List<Coordinator> peers() {
        return settings.peers().stream().map(LogMember::coordinator).toList();
    }

    private void warnOfEvenCount() {
        String advice = Coordinator.adviceOn(begins().size());
        if (!advice.isEmpty()) {
            LOG.warn(advice);
        }
    }

    private CoordinatorCore core() {
        CoordinatorCore core = new CoordinatorCore(
                settings.inCluster(directory.drawnId()),
                loop.network(),
                log,
                System::currentTimeMillis,
                JOURNAL::info);
        core.belongsTo(directory.cluster());
        core.whenCreated(directory::belongsTo);
        if (settings.rebuild()) {
            core.rebuild(settings.rebuildWithout());
        }
        return core;
    }

    private LogMember self() {
        return settings.self().withDisk(directory.disk());
    }

    private List<LogMember> begins() {
        return settings.alone()
                ? List.of(self())
                : settings.peers().stream()
                        .map(peer -> peer.id().equals(self().id()) ? self() : peer)
                        .toList();
    }

    /** A log of one is told from others by the cluster that may begin with it. */
    private @Nullable String groupOfOne() {
        return settings.alone()
                ? UUID.nameUUIDFromBytes(directory.drawnId().getBytes(StandardCharsets.US_ASCII))
                        .toString()
                : null;
    }

    private RatisLog open(List<LogMember> begins, @Nullable String groupId) throws IOException {
        LogPlace place = new LogPlace(
                settings.listen().dataDir(),
                self(),
                settings.logHost(),
                begins,
                groupId,
                settings.listen().secret(),
                SNAPSHOT_ENTRIES);
        RatisLog opened = RatisLog.open(place, loop, onFailure);
        log.use(opened);
        return opened;
    }

    private void awaitLead(RatisLog opened) throws IOException, InterruptedException {
        if (!opened.awaitLeading(LEAD_SECONDS_MAX)) {
            throw new IOException("the metadata log did not come up within " + LEAD_SECONDS_MAX
                    + " s; is its port " + settings.self().logPort() + " free?");
        }
    }

    private void bind() throws IOException {
        loop.bind(settings.listen().host(), settings.listen().port());
    }

    /** On a thread of its own, since it waits for others. */
    private void join(Joining joining) {
        try {
            Joining.Found found = joining.find();
            if (found.log() == null) {
                open(begins(), null).start();
                return;
            }
            boolean hasPast = directory.hasLog();
            if (found.listed() && hasPast) {
                // It is one of them, and has only not learnt yet which cluster they keep.
                open(begins(), found.log()).start();
                return;
            }
            if (found.listed()) {
                joining.leaveFirst();
            }
            directory.nameDisk();
            open(List.of(), found.log()).start();
            if (found.listed()) {
                joining.enter();
                JOURNAL.info(
                        "{} is one of the coordinators again", settings.self().id());
            } else {
                JOURNAL.info(
                        "waits to be one of the coordinators: kv coordinators add {}={}",
                        settings.self().id(),
                        settings.self().coordinator().address());
            }
        } catch (IOException | RuntimeException e) {
            onFailure.accept(e);
        }
    }

    @Override
    public String ready() {
        return "ready coordinator on " + new Address(settings.listen().host(), loop.boundPort());
    }

    /** The lead to another one first; then the log, while the loop still takes what it delivers. */
    @Override
    public void stop() {
        watch.close();
        RatisLog opened = log.opened();
        if (opened != null) {
            opened.handLeadOver(HAND_OVER_MILLIS_MAX);
            try {
                opened.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        loop.close();
        directory.close();
        LOG.info("stopped");
    }
}
