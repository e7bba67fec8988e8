package io.ringkv.coordinator.log;

import io.ringkv.coordinator.port.LogEvents;
import io.ringkv.coordinator.port.LogGroup;
import io.ringkv.coordinator.port.MetadataLog;
import io.ringkv.transport.ActorLoop;

import org.apache.ratis.protocol.ClientId;
import org.apache.ratis.protocol.Message;
import org.apache.ratis.protocol.RaftClientReply;
import org.apache.ratis.protocol.RaftClientRequest;
import org.apache.ratis.protocol.RaftGroup;
import org.apache.ratis.protocol.RaftGroupId;
import org.apache.ratis.protocol.RaftPeer;
import org.apache.ratis.protocol.RaftPeerId;
import org.apache.ratis.server.RaftServer;
import org.apache.ratis.server.storage.RaftStorage;
import org.apache.ratis.thirdparty.com.google.protobuf.ByteString;
import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/**
 * The metadata log as a member of a Ratis group, embedded in the coordinator. Appends leave on a thread of their own,
 * because the core's thread must not wait for a disk; what is committed comes back through {@link DeliveringMachine}.
 */
public final class RatisLog implements MetadataLog, AutoCloseable {
    private static final RaftGroupId GROUP = RaftGroupId.valueOf(
            UUID.nameUUIDFromBytes("ringkv metadata".getBytes(StandardCharsets.US_ASCII)));
    private static final RaftPeerId MEMBER = RaftPeerId.valueOf("c1");
    private static final String HOST = "127.0.0.1";

    private final ActorLoop loop;
    private final DeliveringMachine machine;
    private final RaftServer server;
    private final ClientId client = ClientId.randomId();
    private final AtomicLong calls = new AtomicLong();
    private final ExecutorService appends =
            Executors.newSingleThreadExecutor(work -> new Thread(work, "log-append"));

    private RatisLog(ActorLoop loop, DeliveringMachine machine, RaftServer server) {
        this.loop = loop;
        this.machine = machine;
        this.server = server;
    }

    /**
     * Opens the log, or begins a new one in a directory without one. Nothing is delivered before {@link #start}.
     *
     * @param snapshotEntries after so many entries the log is cut behind a snapshot
     * @param onFailure takes an error of the disk, after which nothing is appended any more
     */
    public static RatisLog open(
            Path directory,
            int port,
            int snapshotEntries,
            ActorLoop loop,
            Consumer<Throwable> onFailure)
            throws IOException {
        requireFree(port);
        DeliveringMachine machine = new DeliveringMachine(loop, onFailure);
        RaftPeer self = RaftPeer.newBuilder()
                .setId(MEMBER)
                .setAddress(HOST + ":" + port)
                .build();
        boolean exists = Files.isDirectory(directory.resolve(GROUP.getUuid().toString()));
        RaftServer server = RaftServer.newBuilder()
                .setServerId(MEMBER)
                .setGroup(RaftGroup.valueOf(GROUP, self))
                .setStateMachine(machine)
                .setProperties(RatisSettings.of(directory, HOST, port, snapshotEntries))
                .setOption(
                        exists
                                ? RaftStorage.StartupOption.RECOVER
                                : RaftStorage.StartupOption.FORMAT)
                .build();
        return new RatisLog(loop, machine, server);
    }

    /** Ratis ends the whole process when it cannot listen, and does not say what to do. */
    private static void requireFree(int port) throws IOException {
        try (ServerSocket probe = new ServerSocket()) {
            probe.setReuseAddress(true);
            probe.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        } catch (IOException e) {
            throw new IOException(
                    "the metadata log cannot listen on " + HOST + ":" + port + " (" + e.getMessage()
                            + "); stop what listens there, or choose another --log-port",
                    e);
        }
    }

    /** Delivers the snapshot and the entries after it; leads some time later. */
    public void start() throws IOException {
        try {
            server.start();
        } catch (UncheckedIOException e) {
            throw new IOException("the metadata log cannot start: " + e.getMessage(), e);
        }
    }

    /** False when the time was over before. */
    public boolean awaitLeading(long seconds) throws InterruptedException {
        return machine.awaitLeading(seconds);
    }

    @Override
    public LogGroup group() {
        return new LogGroup("c1", "c1", List.of(), List.of());
    }

    @Override
    public void append(byte[] entry) {
        try {
            appends.execute(() -> submit(entry));
        } catch (RejectedExecutionException closed) {
            answered(null, closed);
        }
    }

    private void submit(byte[] entry) {
        try {
            var unused =
                    server.submitClientRequestAsync(request(entry)).whenComplete(this::answered);
        } catch (IOException | RuntimeException e) {
            answered(null, e);
        }
    }

    private RaftClientRequest request(byte[] entry) {
        return RaftClientRequest.newBuilder()
                .setClientId(client)
                .setServerId(MEMBER)
                .setGroupId(GROUP)
                .setCallId(calls.incrementAndGet())
                .setMessage(Message.valueOf(ByteString.copyFrom(entry)))
                .setType(RaftClientRequest.writeRequestType())
                .build();
    }

    private void answered(@Nullable RaftClientReply reply, @Nullable Throwable failure) {
        if (failure != null || reply == null || !reply.isSuccess()) {
            loop.execute(actor -> ((LogEvents) actor).appendFailed(loop.now()));
        }
    }

    /** While the loop still runs. */
    @Override
    public void close() throws IOException {
        appends.shutdown();
        try {
            if (!appends.awaitTermination(1, TimeUnit.SECONDS)) {
                appends.shutdownNow();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        server.close();
    }
}
