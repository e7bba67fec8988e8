package io.ringkv.node.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringkv.node.port.StoreException;
import io.ringkv.node.store.Claim;
import io.ringkv.node.store.DataDirectory;
import io.ringkv.node.store.RocksDbConfig;
import io.ringkv.node.store.RocksDbStore;
import io.ringkv.node.store.StoreHealth;
import io.ringkv.protocol.Limits;
import io.ringkv.transport.ActorLoop;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.concurrent.BlockingQueue;
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
            try (FileNodeDisk disk = new FileNodeDisk(opened, loop, failures::add)) {
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
}
