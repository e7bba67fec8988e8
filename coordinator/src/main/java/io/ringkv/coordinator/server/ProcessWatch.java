package io.ringkv.coordinator.server;

import io.ringkv.coordinator.port.LogGroup;
import io.ringkv.protocol.view.Coordinator;
import io.ringkv.transport.process.DirectoryInUse;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Asks now and then, on a thread of its own, what ends a coordinator and nobody tells it: that its directory is gone, or
 * that the others have removed it while it was away.
 */
final class ProcessWatch implements AutoCloseable {
    private static final long EVERY_MILLIS = 1_000;

    private final CoordinatorSettings settings;
    private final CoordinatorDirectory directory;
    private final LateLog log;
    private final StillMember stillMember;
    private final DirectoryInUse inUse;
    private final Consumer<Throwable> onFailure;
    private final ScheduledExecutorService thread =
            Executors.newSingleThreadScheduledExecutor(work -> {
                Thread watch = new Thread(work, "process-watch");
                watch.setDaemon(true);
                return watch;
            });

    ProcessWatch(
            CoordinatorSettings settings,
            CoordinatorDirectory directory,
            LateLog log,
            StillMember stillMember,
            Consumer<Throwable> onFailure) {
        this.settings = settings;
        this.directory = directory;
        this.log = log;
        this.stillMember = stillMember;
        this.inUse = DirectoryInUse.of(settings.listen().dataDir());
        this.onFailure = onFailure;
    }

    void start() {
        var unused = thread.scheduleWithFixedDelay(
                this::look, EVERY_MILLIS, EVERY_MILLIS, TimeUnit.MILLISECONDS);
    }

    private void look() {
        try {
            inUse.requireSame();
            LogGroup group = log.group();
            boolean wasMember = !directory.cluster().isEmpty();
            if (wasMember && !group.hasLeader()) {
                stillMember.require(others(group), directory.cluster());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            onFailure.accept(e);
        }
    }

    /** Those it was started with, and those it has learnt of. */
    private List<Coordinator> others(LogGroup group) {
        List<Coordinator> others = new ArrayList<>(group.members());
        settings.peers().forEach(peer -> {
            if (!others.contains(peer.coordinator())) {
                others.add(peer.coordinator());
            }
        });
        return others;
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
