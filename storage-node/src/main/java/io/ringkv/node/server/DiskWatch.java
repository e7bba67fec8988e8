package io.ringkv.node.server;

import io.ringkv.node.core.NodeCore;
import io.ringkv.node.store.DiskSpace;
import io.ringkv.node.store.StoreHealth;
import io.ringkv.transport.ActorLoop;
import io.ringkv.transport.process.DirectoryInUse;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks after the disk five times a second, on the disk's own thread: refuses puts before it is full, keeps a ballast to give
 * back, ends the process when its directory is gone, and notes when a doubtful store has been brought in sync.
 */
final class DiskWatch implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(DiskWatch.class);
    private static final long EVERY_MILLIS = 200;
    private static final long BALLAST_BYTES = 32L << 20;

    /** What a store may need at once: a table that is written while its log is still there, and some. */
    private static final long EXHAUSTED_BELOW_BYTES = 48L << 20;

    private final OpenStore opened;
    private final ActorLoop loop;
    private final FileNodeDisk disk;
    private final DirectoryInUse directory;
    private volatile boolean closed;
    private boolean full;
    private boolean exhausted;

    DiskWatch(OpenStore opened, ActorLoop loop, FileNodeDisk disk, DirectoryInUse directory) {
        this.opened = opened;
        this.loop = loop;
        this.disk = disk;
        this.directory = directory;
    }

    void start() {
        disk.every(EVERY_MILLIS, this::look);
    }

    private void look() {
        if (closed) {
            return;
        }
        directory.requireSame();
        if (!opened.memory()) {
            lookAtSpace(opened.directory().disk());
        }
        if (opened.directory().health() == StoreHealth.DOUBTFUL) {
            loop.execute(actor -> lookAtDoubt((NodeCore) actor));
        }
    }

    private void lookAtSpace(DiskSpace space) {
        DiskSpace.Fill fill = space.fill();
        boolean nowFull = fill.isFull(full);
        if (!nowFull) {
            space.keepBallast(BALLAST_BYTES);
        } else if (fill.usable() < BALLAST_BYTES) {
            space.releaseBallast();
        }
        if (full != nowFull) {
            full = nowFull;
            LOG.warn(
                    "the disk is {}% full, {} MB are left: puts are {}",
                    Math.round(fill.fraction() * 100),
                    fill.usable() >> 20,
                    nowFull ? "refused, deletes go through" : "accepted again");
            loop.execute(actor -> ((NodeCore) actor).diskFull(nowFull));
        }
        lookAtTheRest(nowFull, space.fill().usable());
    }

    /** The ballast has been given back by then. */
    private void lookAtTheRest(boolean nowFull, long usableBytes) {
        boolean nowExhausted = nowFull
                && usableBytes < (exhausted ? EXHAUSTED_BELOW_BYTES * 2 : EXHAUSTED_BELOW_BYTES);
        if (exhausted != nowExhausted) {
            exhausted = nowExhausted;
            LOG.warn(
                    "{} MB are left on the disk: values from other primaries are {}",
                    usableBytes >> 20,
                    nowExhausted ? "refused, so that this node can go on" : "taken again");
            loop.execute(actor -> ((NodeCore) actor).diskExhausted(nowExhausted));
        }
    }

    /** On the loop: a node that has a view and doubts nothing has been brought in sync. */
    private void lookAtDoubt(NodeCore core) {
        if (core.epoch() > 0 && core.doubtfulSlots() == 0) {
            disk.soon(() -> {
                if (!closed && opened.directory().health() == StoreHealth.DOUBTFUL) {
                    opened.directory().markInSync();
                    LOG.info("the store is in sync again, and beyond doubt");
                }
            });
        }
    }

    @Override
    public void close() {
        closed = true;
    }
}
