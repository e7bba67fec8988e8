package io.ringkv.coordinator.log;

import io.ringkv.coordinator.port.LogEvents;
import io.ringkv.transport.ActorLoop;

import org.apache.ratis.io.MD5Hash;
import org.apache.ratis.proto.RaftProtos.LogEntryProto;
import org.apache.ratis.proto.RaftProtos.RoleInfoProto;
import org.apache.ratis.protocol.Message;
import org.apache.ratis.protocol.RaftGroupId;
import org.apache.ratis.server.RaftServer;
import org.apache.ratis.server.protocol.TermIndex;
import org.apache.ratis.server.storage.FileInfo;
import org.apache.ratis.server.storage.RaftStorage;
import org.apache.ratis.statemachine.StateMachineStorage;
import org.apache.ratis.statemachine.TransactionContext;
import org.apache.ratis.statemachine.impl.BaseStateMachine;
import org.apache.ratis.statemachine.impl.SimpleStateMachineStorage;
import org.apache.ratis.statemachine.impl.SingleFileSnapshotInfo;
import org.apache.ratis.util.LifeCycle;
import org.apache.ratis.util.MD5FileUtil;
import org.jspecify.annotations.Nullable;

import java.io.File;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Collection;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Ratis' state machine without a state: it hands each committed entry to the core's loop, in order and once. The state
 * is the core's; a snapshot asks the core behind all that was handed over, so it is the state at exactly that entry.
 */
final class DeliveringMachine extends BaseStateMachine {
    private static final long SNAPSHOT_SECONDS_MAX = 10;

    private final ActorLoop loop;
    private final Path home;
    private final Consumer<Throwable> onFailure;
    private final SimpleStateMachineStorage storage = new SimpleStateMachineStorage();
    private final CountDownLatch led = new CountDownLatch(1);
    /** Never gets a state: it ends the wait for one. */
    private final CompletableFuture<byte[]> closing = new CompletableFuture<>();

    /** @param home the coordinator's data directory, to be named to people */
    DeliveringMachine(ActorLoop loop, Path home, Consumer<Throwable> onFailure) {
        this.loop = loop;
        this.home = home;
        this.onFailure = onFailure;
    }

    private void tell(Consumer<LogEvents> event) {
        loop.execute(actor -> event.accept((LogEvents) actor));
    }

    boolean awaitLeading(long seconds) throws InterruptedException {
        return led.await(seconds, TimeUnit.SECONDS);
    }

    // ---- snapshots

    @Override
    public void initialize(RaftServer server, RaftGroupId group, RaftStorage raftStorage)
            throws IOException {
        super.initialize(server, group, raftStorage);
        storage.init(raftStorage);
        getLifeCycle().startAndTransition(this::restore, IOException.class);
    }

    /** Another member is about to send its snapshot: nothing is applied before it is there. */
    @Override
    public void pause() {
        getLifeCycle().transition(LifeCycle.State.PAUSING);
        getLifeCycle().transition(LifeCycle.State.PAUSED);
    }

    /** Another member has sent its snapshot. */
    @Override
    public void reinitialize() throws IOException {
        storage.loadLatestSnapshot();
        getLifeCycle().startAndTransition(this::restore, IOException.class);
    }

    private void restore() throws IOException {
        SingleFileSnapshotInfo snapshot = storage.getLatestSnapshot();
        if (snapshot == null) {
            return;
        }
        File file = snapshot.getFile().getPath().toFile();
        MD5Hash saved = snapshot.getFile().getFileDigest();
        if (saved != null) {
            MD5FileUtil.verifySavedMD5(file, saved);
        }
        byte[] bytes = Files.readAllBytes(file.toPath());
        setLastAppliedTermIndex(snapshot.getTermIndex());
        tell(core -> core.restored(loop.now(), bytes));
    }

    @Override
    public StateMachineStorage getStateMachineStorage() {
        return storage;
    }

    @Override
    public @Nullable SingleFileSnapshotInfo getLatestSnapshot() {
        return storage.getLatestSnapshot();
    }

    @Override
    public long takeSnapshot() throws IOException {
        TermIndex last = getLastAppliedTermIndex();
        CompletableFuture<byte[]> state = new CompletableFuture<>();
        tell(core -> state.complete(core.snapshot()));
        File file = storage.getSnapshotFile(last.getTerm(), last.getIndex());
        try {
            write(
                    file,
                    state.applyToEither(closing, Function.identity())
                            .get(SNAPSHOT_SECONDS_MAX, TimeUnit.SECONDS));
        } catch (TimeoutException | ExecutionException e) {
            throw new IOException("the state for a snapshot did not come in time", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while taking a snapshot", e);
        }
        MD5Hash digest = MD5FileUtil.computeAndSaveMd5ForFile(file);
        storage.updateLatestSnapshot(
                new SingleFileSnapshotInfo(new FileInfo(file.toPath(), digest), last));
        return last.getIndex();
    }

    /** The digest is written behind it: a file without one is not taken for a snapshot. */
    private static void write(File file, byte[] bytes) throws IOException {
        try (FileChannel channel = FileChannel.open(
                file.toPath(),
                StandardOpenOption.CREATE,
                StandardOpenOption.WRITE,
                StandardOpenOption.TRUNCATE_EXISTING)) {
            ByteBuffer rest = ByteBuffer.wrap(bytes);
            while (rest.hasRemaining()) {
                channel.write(rest);
            }
            channel.force(true);
        }
    }

    // ---- entries

    @Override
    public CompletableFuture<Message> applyTransaction(TransactionContext transaction) {
        LogEntryProto entry = transaction.getLogEntry();
        byte[] bytes = entry.getStateMachineLogEntry().getLogData().toByteArray();
        updateLastAppliedTermIndex(entry.getTerm(), entry.getIndex());
        tell(core -> core.committed(loop.now(), bytes));
        return CompletableFuture.completedFuture(Message.EMPTY);
    }

    // ---- leadership

    /** Called once all entries of earlier terms are applied. */
    @Override
    public void notifyLeaderReady() {
        tell(core -> core.leading(loop.now(), true));
        led.countDown();
    }

    @Override
    public void notifyNotLeader(Collection<TransactionContext> pending) {
        tell(core -> core.leading(loop.now(), false));
    }

    /** From now on an end of this member is no surprise, and no snapshot is waited for: the core may be gone. */
    void closing() {
        closing.completeExceptionally(new IOException("the log is being closed"));
    }

    /** The others have told it to end, or it cannot go on. */
    @Override
    public void notifyServerShutdown(RoleInfoProto role, boolean all) {
        if (!closing.isDone()) {
            onFailure.accept(new IOException("the other coordinators know this one no more, or its"
                    + " log cannot go on: if it was removed, that is all; to bring it back, remove "
                    + home + ", start it, and: kv coordinators add"));
        }
    }

    @Override
    public void notifyLogFailed(Throwable cause, @Nullable LogEntryProto failed) {
        onFailure.accept(new IOException("the metadata log failed: " + cause.getMessage(), cause));
    }
}
