package io.ringkv.coordinator.log;

import io.ringkv.coordinator.contract.MetadataLogContract;
import io.ringkv.coordinator.contract.RecordingCore;
import io.ringkv.coordinator.port.LogMember;
import io.ringkv.coordinator.port.MetadataLog;
import io.ringkv.protocol.Limits;
import io.ringkv.protocol.view.Coordinator;
import io.ringkv.transport.ActorLoop;

import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/** The log on Ratis keeps the contract. */
class RatisLogTest extends MetadataLogContract {
    @TempDir
    private Path directory;

    @Override
    protected Process start() throws Exception {
        RecordingCore core = new RecordingCore();
        ActorLoop loop = ActorLoop.create("test", Limits.DEFAULT, Throwable::printStackTrace);
        LogMember self = new LogMember(new Coordinator("c1", "127.0.0.1", 5000), freePort());
        RatisLog log = RatisLog.open(
                new LogPlace(
                        directory, self, "127.0.0.1", List.of(self), null, "", SNAPSHOT_ENTRIES),
                loop,
                Throwable::printStackTrace);
        loop.run(core);
        log.start();
        return new RatisProcess(core, loop, log);
    }

    @Override
    protected void letTimePass() {
        LockSupport.parkNanos(5_000_000L);
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private record RatisProcess(RecordingCore core, ActorLoop loop, RatisLog ratis)
            implements Process {
        @Override
        public MetadataLog log() {
            return ratis;
        }

        @Override
        public void kill() throws IOException {
            loop.close();
            ratis.close();
        }
    }
}
