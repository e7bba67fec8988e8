package io.ringkv.node.server;

import io.ringkv.node.port.DiskEvents;
import io.ringkv.node.port.NodeDisk;
import io.ringkv.node.port.Percentiles;
import io.ringkv.node.port.RecentTimes;
import io.ringkv.node.port.StoreException;
import io.ringkv.node.store.SavedView;
import io.ringkv.protocol.view.View;
import io.ringkv.protocol.view.ViewCodec;
import io.ringkv.transport.ActorLoop;

import org.jspecify.annotations.Nullable;

import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

/**
 * The disk behind the core's back: one thread that saves views and syncs the store, in the order asked, and tells the
 * core on its loop. What fails here ends the process: nothing that was promised on it can be kept.
 */
final class FileNodeDisk implements NodeDisk, AutoCloseable {
    private static final long STOP_SECONDS = 5;

    private final OpenStore opened;
    private final ActorLoop loop;
    private final Consumer<Throwable> onFailure;
    private final AtomicReference<@Nullable View> unsaved = new AtomicReference<>();
    private final RecentTimes syncs = new RecentTimes();
    private final ScheduledExecutorService thread =
            Executors.newSingleThreadScheduledExecutor(work -> new Thread(work, "disk"));
    private volatile View newest;

    /** @param saved what it holds at the start; {@link View#none} for nothing */
    FileNodeDisk(OpenStore opened, ActorLoop loop, View saved, Consumer<Throwable> onFailure) {
        this.opened = opened;
        this.loop = loop;
        this.newest = saved;
        this.onFailure = onFailure;
    }

    /**
     * The first view says which cluster this disk belongs to from now on. Views that come faster than the disk takes
     * them are saved by the newest.
     */
    @Override
    public void saveView(View view) {
        newest = view;
        unsaved.set(view);
        soon(() -> {
            View next = unsaved.getAndSet(null);
            if (next != null) {
                opened.directory().joinCluster(next.clusterId());
                measured(() -> opened.directory()
                        .saveView(new SavedView(next.epoch(), ViewCodec.encode(next))));
            }
            tell(core -> core.viewSaved(loop.now(), view.epoch()));
        });
    }

    /** The newest that it holds or is to save; from any thread. */
    View newestView() {
        return newest;
    }

    @Override
    public void registered(long incarnation, boolean doubtful) {
        soon(() -> opened.directory().markRegistered(incarnation, doubtful));
    }

    @Override
    public void sync(long batch) {
        soon(() -> {
            if (opened.memory()) {
                opened.sync();
            } else {
                measured(opened::sync);
            }
            tell(core -> core.synced(loop.now(), batch));
        });
    }

    @Override
    public void distrust(StoreException why) {
        soon(() -> {
            opened.directory().markDoubtful();
            throw why;
        });
    }

    private void measured(Runnable sync) {
        long began = System.nanoTime();
        sync.run();
        syncs.took(System.nanoTime() - began);
    }

    @Override
    public Percentiles latency() {
        return syncs.percentiles();
    }

    private void tell(Consumer<DiskEvents> event) {
        loop.execute(actor -> event.accept((DiskEvents) actor));
    }

    /** Behind what was asked before. */
    void soon(Runnable work) {
        thread.execute(() -> guarded(work));
    }

    /** Between other work, again and again. */
    void every(long millis, Runnable work) {
        var unused = thread.scheduleWithFixedDelay(
                () -> guarded(work), 0, millis, TimeUnit.MILLISECONDS);
    }

    private void guarded(Runnable work) {
        try {
            work.run();
        } catch (Throwable failure) {
            onFailure.accept(failure);
        }
    }

    /** After the loop has ended: what was asked before is done. */
    @Override
    public void close() {
        thread.shutdown();
        try {
            if (!thread.awaitTermination(STOP_SECONDS, TimeUnit.SECONDS)) {
                throw new IllegalStateException("the disk did not finish in time");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
