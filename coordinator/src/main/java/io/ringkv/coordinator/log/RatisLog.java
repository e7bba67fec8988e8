package io.ringkv.coordinator.log;

import io.ringkv.coordinator.port.LogEvents;
import io.ringkv.coordinator.port.LogGroup;
import io.ringkv.coordinator.port.LogMember;
import io.ringkv.coordinator.port.MetadataLog;
import io.ringkv.transport.ActorLoop;

import org.apache.ratis.conf.Parameters;
import org.apache.ratis.grpc.GrpcConfigKeys;
import org.apache.ratis.protocol.ClientId;
import org.apache.ratis.protocol.Message;
import org.apache.ratis.protocol.RaftClientReply;
import org.apache.ratis.protocol.RaftClientRequest;
import org.apache.ratis.protocol.RaftGroup;
import org.apache.ratis.protocol.RaftPeerId;
import org.apache.ratis.server.RaftServer;
import org.apache.ratis.server.storage.RaftStorage;
import org.apache.ratis.thirdparty.com.google.protobuf.ByteString;
import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * The metadata log as a member of a Ratis group, embedded in the coordinator. Appends leave on a thread of their own,
 * because the core's thread must not wait for a disk; what is committed comes back through {@link DeliveringMachine}.
 */
public final class RatisLog implements MetadataLog, AutoCloseable {
    private static final long LEAD_MILLIS_MAX = 2_000;

    /** Kept, or what is set here would be forgotten: this one writes to the terminal what it finds normal. */
    private static final Logger CHATTY =
            Logger.getLogger("org.apache.ratis.thirdparty.io.grpc.netty.TcpMetrics");

    static {
        CHATTY.setLevel(Level.WARNING);
    }

    private final ActorLoop loop;
    private final DeliveringMachine machine;
    private final RaftServer server;
    private final RaftGroup group;
    private final RatisMembers members;
    private final FreshChannels channels;
    private final ClientId client = ClientId.randomId();
    private final AtomicLong calls = new AtomicLong();
    private final ExecutorService appends =
            Executors.newSingleThreadExecutor(work -> new Thread(work, "log-append"));

    private RatisLog(
            LogPlace place,
            ActorLoop loop,
            DeliveringMachine machine,
            RaftServer server,
            RaftGroup group) {
        this.loop = loop;
        this.machine = machine;
        this.server = server;
        this.group = group;
        this.members = new RatisMembers(server, group.getGroupId(), place.self());
        this.channels = new FreshChannels(server, group.getGroupId());
    }

    /**
     * Opens the log, or begins a new one in a directory without one. Nothing is delivered before {@link #start}.
     *
     * @param onFailure takes an error of the disk, after which nothing is appended any more
     */
    public static RatisLog open(LogPlace place, ActorLoop loop, Consumer<Throwable> onFailure)
            throws IOException {
        requireFree(place);
        Groups.requireSamePlace(place);
        DeliveringMachine machine = new DeliveringMachine(loop, place.home(), onFailure);
        boolean exists = Groups.known(place.directory()) != null;
        RaftGroup group = Groups.of(place);
        RaftServer server = RaftServer.newBuilder()
                .setServerId(RaftPeerId.valueOf(place.self().memberId()))
                .setGroup(group)
                .setStateMachine(machine)
                .setProperties(RatisSettings.of(place))
                .setParameters(parameters(place))
                .setOption(
                        exists
                                ? RaftStorage.StartupOption.RECOVER
                                : RaftStorage.StartupOption.FORMAT)
                .build();
        return new RatisLog(place, loop, machine, server, group);
    }

    private static Parameters parameters(LogPlace place) throws IOException {
        Parameters parameters = new Parameters();
        if (!place.secret().isEmpty()) {
            GrpcConfigKeys.TLS.setConf(
                    parameters,
                    LogAuthority.of(place.secret(), place.self().coordinator().host()));
        }
        return parameters;
    }

    /** Ratis ends the whole process when it cannot listen, and does not say what to do. */
    private static void requireFree(LogPlace place) throws IOException {
        int port = place.self().logPort();
        try (ServerSocket probe = new ServerSocket()) {
            probe.setReuseAddress(true);
            probe.bind(new InetSocketAddress(place.bindHost(), port));
        } catch (IOException e) {
            throw new IOException(
                    "the metadata log cannot listen on " + place.bindHost() + ":" + port
                            + ": another process listens there, or this user may not ("
                            + e.getMessage() + "); stop it, or choose another --log-port",
                    e);
        }
    }

    /** Delivers the snapshot and the entries after it; leads or hears of a leader some time later. */
    public void start() throws IOException {
        try {
            server.start();
            channels.start();
        } catch (UncheckedIOException e) {
            throw new IOException("the metadata log cannot start: " + e.getMessage(), e);
        }
    }

    /** False when the time was over before. */
    public boolean awaitLeading(long seconds) throws InterruptedException {
        return machine.awaitLeading(seconds);
    }

    @Override
    public String id() {
        return group.getGroupId().getUuid().toString();
    }

    @Override
    public LogGroup group() {
        return members.group();
    }

    @Override
    public void add(long number, LogMember member) {
        change(number, () -> members.add(member));
    }

    @Override
    public void remove(long number, String id) {
        change(number, () -> members.remove(id));
    }

    /** Why a change did not come about; empty when it did. */
    @FunctionalInterface
    private interface Change {
        String make() throws IOException;
    }

    private void change(long number, Change change) {
        Thread changing = new Thread(
                () -> {
                    String problem;
                    try {
                        problem = change.make();
                    } catch (IOException | RuntimeException e) {
                        problem = String.valueOf(e.getMessage());
                    }
                    String told = problem;
                    loop.execute(
                            actor -> ((LogEvents) actor).membersChanged(loop.now(), number, told));
                },
                "log-members");
        changing.setDaemon(true);
        changing.start();
    }

    @Override
    public void handLeadOver() {
        change(0, () -> {
            members.handLeadOver(LEAD_MILLIS_MAX);
            return "";
        });
    }

    /** Before a planned stop: another member leads, if there is one that can; at most so long. */
    public void handLeadOver(long millisMax) {
        members.handLeadOver(millisMax);
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
                .setServerId(server.getId())
                .setGroupId(group.getGroupId())
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
        channels.close();
        machine.closing();
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
