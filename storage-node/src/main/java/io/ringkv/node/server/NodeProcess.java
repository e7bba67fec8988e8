package io.ringkv.node.server;

import io.ringkv.node.core.NodeBounds;
import io.ringkv.node.core.NodeConfig;
import io.ringkv.node.core.NodeCore;
import io.ringkv.node.core.NodePorts;
import io.ringkv.node.core.NodeTiming;
import io.ringkv.node.core.NodeTiming.Housekeeping;
import io.ringkv.node.core.Pulse;
import io.ringkv.node.core.RefusedByCluster;
import io.ringkv.node.core.Rules;
import io.ringkv.node.core.StoreHealth;
import io.ringkv.node.port.StoreException;
import io.ringkv.node.store.SavedView;
import io.ringkv.protocol.view.View;
import io.ringkv.protocol.view.ViewCodec;
import io.ringkv.transport.ActorLoop;
import io.ringkv.transport.process.Address;
import io.ringkv.transport.process.DirectoryInUse;
import io.ringkv.transport.process.LogSetup;
import io.ringkv.transport.process.ServerCommand;
import io.ringkv.transport.process.ServerMain;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.security.SecureRandom;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * All the wiring of a node: its directory and store, its core, the loop that drives it and the thread that works its
 * disk; and the order in which they start and stop.
 */
public final class NodeProcess implements ServerCommand.Running {
    private static final Logger LOG = LoggerFactory.getLogger(NodeProcess.class);
    private static final Logger JOURNAL = LoggerFactory.getLogger("io.ringkv.node");

    /** Below what a stop may take in all. */
    private static final long LEAVE_SECONDS_MAX = 7;

    private final NodeSettings settings;
    private final OpenStore opened;
    private final ActorLoop loop;
    private final NodeCore core;
    private final ActorLoop pulse;
    private final FileNodeDisk disk;
    private final DiskWatch watch;

    private NodeProcess(
            NodeSettings settings,
            OpenStore opened,
            ActorLoop loop,
            NodeCore core,
            ActorLoop pulse,
            FileNodeDisk disk,
            DiskWatch watch) {
        this.settings = settings;
        this.opened = opened;
        this.loop = loop;
        this.core = core;
        this.pulse = pulse;
        this.disk = disk;
        this.watch = watch;
    }

    /** Listens before it joins: an address that nobody can reach is never told to a coordinator. */
    public static NodeProcess start(NodeSettings settings, Consumer<Throwable> onFailure)
            throws IOException {
        LogSetup.use(settings.listen().logFormat());
        OpenStore opened;
        try {
            opened = OpenStore.open(settings);
        } catch (StoreException e) {
            throw new ServerMain.Explained(String.valueOf(e.getMessage()), e);
        }
        DirectoryInUse directory = DirectoryInUse.of(settings.listen().dataDir());
        Consumer<Throwable> failed = failure -> onFailure.accept(explained(failure, directory));
        ActorLoop loop =
                ActorLoop.create("node", settings.limits(), settings.listen().slowAfter(), failed);
        loop.bind(settings.listen().host(), settings.listen().port());
        View saved = opened.directory()
                .savedView()
                .map(view -> ViewCodec.decode(view.bytes()))
                .orElse(View.none());
        FileNodeDisk disk = new FileNodeDisk(opened, loop, saved, failed);
        NodeConfig config = config(settings, opened, loop.boundPort());
        NodeCore core = opened.createCore(store -> NodeCore.create(
                config,
                new NodePorts(
                        loop.network(),
                        store,
                        disk,
                        System::currentTimeMillis,
                        new SplittableRandom(new SecureRandom().nextLong()),
                        JOURNAL::info)));
        if (saved.epoch() > 0) {
            core.remember(saved);
        }
        DiskWatch watch = new DiskWatch(opened, loop, disk, directory);
        ActorLoop pulse = ActorLoop.create("pulse", settings.limits(), failed);
        loop.run(core);
        pulse.run(new Pulse(config, pulse.network(), loop::turnAgeNanos, disk::newestView));
        watch.start();
        return new NodeProcess(settings, opened, loop, core, pulse, disk, watch);
    }

    /** Where the directory itself is gone, that is why the store cannot be read. */
    private static Throwable explained(Throwable failure, DirectoryInUse directory) {
        if (failure instanceof StoreException) {
            try {
                directory.requireSame();
            } catch (ServerMain.Explained gone) {
                gone.addSuppressed(failure);
                return gone;
            }
        }
        return failure instanceof StoreException || failure instanceof RefusedByCluster
                ? new ServerMain.Explained(String.valueOf(failure.getMessage()), failure)
                : failure;
    }

    private static NodeConfig config(NodeSettings settings, OpenStore opened, int boundPort) {
        Address reached = settings.listen().reachedAt(boundPort);
        String cluster = opened.directory().clusterId();
        return new NodeConfig(
                opened.directory().nodeId(),
                opened.directory().dataId(),
                new SecureRandom().nextLong(1, 1L << 62),
                opened.directory().lastRegistered(),
                StoreHealth.valueOf(opened.directory().health().name()),
                reached.host(),
                reached.port(),
                settings.coordinators(),
                settings.zone(),
                settings.weight(),
                cluster == null ? "" : cluster,
                opened.directory().savedView().map(SavedView::epoch).orElse(0L),
                settings.listen().secret(),
                settings.durability(),
                NodeTiming.of(
                        Housekeeping.DEFAULT.withSweepInterval(settings.sweepIntervalNanos()),
                        settings.gossip()),
                NodeBounds.DEFAULT.withLimits(settings.limits()),
                Rules.ALL);
    }

    private void leave() {
        CountDownLatch gone = new CountDownLatch(1);
        loop.execute(actor -> core.leave(loop.now(), gone::countDown));
        try {
            if (!gone.await(LEAVE_SECONDS_MAX, TimeUnit.SECONDS)) {
                LOG.warn("stops without having handed everything over");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public String ready() {
        return "ready node " + opened.directory().nodeId() + " on "
                + new Address(settings.listen().host(), loop.boundPort());
    }

    /** Others take over first. Then the loop: after it nothing is written, so what is synced then is everything. */
    @Override
    public void stop() {
        leave();
        watch.close();
        pulse.close();
        loop.close();
        disk.close();
        opened.closeCleanly();
        LOG.info("stopped");
    }
}
