package io.ringkv.node.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringkv.node.port.DiskEvents;
import io.ringkv.node.port.StoreException;
import io.ringkv.node.store.Claim;
import io.ringkv.node.store.DataDirectory;
import io.ringkv.node.store.RocksDbConfig;
import io.ringkv.node.store.RocksDbStore;
import io.ringkv.node.store.SavedView;
import io.ringkv.node.store.StoreHealth;
import io.ringkv.protocol.Limits;
import io.ringkv.protocol.Push;
import io.ringkv.protocol.Reply;
import io.ringkv.protocol.Request;
import io.ringkv.protocol.actor.Actor;
import io.ringkv.protocol.view.EpochGaps;
import io.ringkv.protocol.view.View;
import io.ringkv.transport.ActorLoop;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

class FileNodeDiskTest {
    private static final Claim N1 = new Claim("n1", null, false, false);

    @TempDir
    Path path;

    @Test
    void a_disk_that_is_not_trusted_ends_the_process_and_is_doubtful_at_its_next_start()
            throws Exception {
        BlockingQueue<Throwable> failures = new LinkedBlockingQueue<>();
        StoreException why = new StoreException(StoreException.Kind.CORRUPT, "rows are gone");
        ActorLoop loop = ActorLoop.create("test", Limits.DEFAULT, failures::add);
        try (DataDirectory directory = DataDirectory.open(path, N1);
                RocksDbStore store =
                        RocksDbStore.open(directory.storePath(), RocksDbConfig.DEFAULT)) {
            OpenStore opened = new OpenStore(false, directory, store);
            try (FileNodeDisk disk = new FileNodeDisk(opened, loop, View.none(), failures::add)) {
                disk.distrust(why);
            }
        } finally {
            loop.close();
        }
        assertThat(failures.poll(10, TimeUnit.SECONDS)).isSameAs(why);
        try (DataDirectory again = DataDirectory.open(path, N1)) {
            assertThat(again.health()).isEqualTo(StoreHealth.DOUBTFUL);
        }
    }

    @Test
    void views_that_come_faster_than_they_are_saved_are_all_told_of_once_the_newest_is()
            throws Exception {
        BlockingQueue<Throwable> failures = new LinkedBlockingQueue<>();
        ActorLoop loop = ActorLoop.create("test", Limits.DEFAULT, failures::add);
        SavedViews told = new SavedViews();
        loop.run(told);
        try (DataDirectory directory = DataDirectory.open(path, N1);
                RocksDbStore store =
                        RocksDbStore.open(directory.storePath(), RocksDbConfig.DEFAULT);
                FileNodeDisk disk = new FileNodeDisk(
                        new OpenStore(false, directory, store), loop, View.none(), failures::add)) {
            CountDownLatch ready = new CountDownLatch(1);
            disk.soon(() -> awaitHere(ready));
            for (long epoch = 1; epoch <= 3; epoch++) {
                disk.saveView(view(epoch));
            }
            ready.countDown();
            for (long epoch = 1; epoch <= 3; epoch++) {
                assertThat(told.saved.poll(10, TimeUnit.SECONDS)).isEqualTo(epoch);
                assertThat(directory.savedView().map(SavedView::epoch)).contains(3L);
            }
        } finally {
            loop.close();
        }
        assertThat(failures).isEmpty();
    }

    private static void awaitHere(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static View view(long epoch) {
        return new View("c", "", epoch, 3, 100, List.of(), List.of(), EpochGaps.NONE);
    }

    private static final class SavedViews implements Actor, DiskEvents {
        final BlockingQueue<Long> saved = new LinkedBlockingQueue<>();

        @Override
        public void viewSaved(long now, long epoch) {
            saved.add(epoch);
        }

        @Override
        public void synced(long now, long batch) {
            throw new AssertionError("views are saved, not synced");
        }

        @Override
        public void start(long now) {}

        @Override
        public void accepted(long now, long connection, boolean fromLoopback) {}

        @Override
        public void request(long now, long connection, long sequence, Request request) {}

        @Override
        public void connected(long now, long connection) {}

        @Override
        public void reply(long now, long connection, Reply reply) {}

        @Override
        public void push(long now, long connection, Push push) {}

        @Override
        public void disconnected(long now, long connection) {}

        @Override
        public void tick(long now) {}

        @Override
        public void endTurn(long now) {}
    }
}
