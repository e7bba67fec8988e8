package io.ringkv.node.store;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A node's directory: one process at a time, one node, one cluster, and one answer to what its store is worth. Opened
 * before the store, closed after it. It holds lock, identity.properties, view, ballast, store/ and quarantine/.
 */
public final class DataDirectory implements AutoCloseable {

    private final DirectoryLock lock;
    private final IdentityFile file;
    private final ViewFile view;
    private final StoreFolder store;
    private final DiskSpace disk;
    private Identity identity;
    private StoreHealth health;

    private DataDirectory(Path directory, DirectoryLock lock, Claim claim) {
        this.lock = lock;
        this.file = new IdentityFile(directory.resolve("identity.properties"));
        this.view = new ViewFile(directory.resolve("view"));
        this.store = new StoreFolder(directory);
        this.disk = new DiskSpace(directory);
        disk.makeRoomToOpen();
        Identity found = DirectoryRules.admit(directory, file.load(), claim, store);
        this.health = DirectoryRules.judge(found, claim, store);
        this.identity = DirectoryRules.begin(found, claim, health);
        saveAndPrepare(claim.memory());
    }

    /** Refuses, with a message of one line: a directory in use, of another node or cluster, of a newer format. */
    public static DataDirectory open(Path directory, Claim claim) {
        try {
            Files.createDirectories(directory);
        } catch (IOException e) {
            throw StoreErrors.of("create the data directory", directory, e);
        }
        DirectoryLock lock = DirectoryLock.take(directory);
        try {
            return new DataDirectory(directory, lock, claim);
        } catch (RuntimeException e) {
            lock.close();
            throw e;
        }
    }

    public StoreHealth health() {
        return health;
    }

    public String nodeId() {
        return identity.nodeId();
    }

    public @Nullable String clusterId() {
        return identity.clusterId();
    }

    /** Names this life of the disk. */
    public String dataId() {
        return identity.life().dataId();
    }

    /** Where the store of this life goes. */
    public Path storePath() {
        return store.path();
    }

    public DiskSpace disk() {
        return disk;
    }

    /** Remembers the cluster that the node has joined; refuses another one. */
    public void joinCluster(String clusterId) {
        Claim.checkWord("cluster id", clusterId);
        DirectoryRules.refuseAnotherCluster(identity, clusterId);
        if (identity.clusterId() == null) {
            save(identity.inCluster(clusterId));
        }
    }

    /**
     * The cluster has admitted this start.
     *
     * @param oldCopy it knows of a later start than this directory does
     */
    public void markRegistered(long incarnation, boolean oldCopy) {
        Identity.Life life = identity.life().registered(incarnation);
        if (oldCopy && health == StoreHealth.WHOLE) {
            health = StoreHealth.DOUBTFUL;
            life = life.withDoubt(true);
        }
        save(identity.with(life));
    }

    /** The incarnation that was the last to register with this directory, 0 for none. */
    public long lastRegistered() {
        return identity.life().lastRegistered();
    }

    /** What the store has is not known any more: the next opening trusts it as little as after a power cut. */
    public void markDoubtful() {
        save(identity.with(identity.life().withDoubt(true)));
    }

    /** Every slot was brought in sync since the store was opened in doubt. */
    public void markInSync() {
        save(identity.with(identity.life().withDoubt(false)));
        if (health == StoreHealth.DOUBTFUL) {
            health = StoreHealth.WHOLE;
        }
    }

    /** Only after the store was synced and closed; the next opening then asks no boot id. */
    public void markCleanStop() {
        Identity.LastUse use = identity.lastUse();
        save(identity.with(new Identity.LastUse(use.bootId(), true, use.everyWriteSynced())));
    }

    /**
     * Moves a store that is corrupt, and closed, out of the way, and begins a new life.
     *
     * @return where it is now
     */
    public Path quarantineStore() {
        Path target = store.moveToQuarantine(dataId());
        identity = identity.with(Identity.Life.begin());
        health = StoreHealth.EMPTY;
        saveAndPrepare(false);
        return target;
    }

    /** Synced on return. */
    public void saveView(SavedView next) {
        view.save(next);
    }

    /** The last view saved; a damaged one is a StoreException. */
    public Optional<SavedView> savedView() {
        return view.load();
    }

    /** Leaves the clean-stop mark as it is: without {@link #markCleanStop} this is a crash. */
    @Override
    public void close() {
        lock.close();
    }

    /** The identity is on the disk before the store is. */
    private void saveAndPrepare(boolean memory) {
        save(identity);
        if (!memory && health == StoreHealth.EMPTY) {
            store.create(dataId());
        }
    }

    private void save(Identity next) {
        file.save(next);
        identity = next;
    }
}
