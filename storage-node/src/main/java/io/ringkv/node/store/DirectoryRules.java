package io.ringkv.node.store;

import io.ringkv.node.port.StoreException;
import io.ringkv.node.port.StoreException.Kind;

import org.jspecify.annotations.Nullable;

import java.nio.file.Path;
import java.util.Objects;

/** Who may open a data directory, and what its store is worth. Decides only; {@link DataDirectory} writes. */
final class DirectoryRules {

    private DirectoryRules() {}

    /** The identity to go on with; one of a new life for a new directory. */
    static Identity admit(
            Path directory, @Nullable Identity found, Claim claim, StoreFolder store) {
        if (found == null) {
            if (!store.isEmpty()) {
                throw new StoreException(
                        Kind.CORRUPT,
                        "the data directory " + directory
                                + " holds a store but no identity.properties: whose"
                                + " data it is cannot be told; put that file back, or move "
                                + store.path()
                                + " away");
            }
            String nodeId = claim.nodeId() == null ? RandomIds.nodeId() : claim.nodeId();
            return new Identity(claim.clusterId(), nodeId, Identity.Life.begin(), neverUsed());
        }
        refuseAnotherNode(directory, found, claim);
        if (claim.clusterId() != null) {
            refuseAnotherCluster(found, claim.clusterId());
        }
        if (claim.memory() && !store.isEmpty()) {
            throw new StoreException(
                    Kind.IO,
                    "the data directory " + directory
                            + " holds a store on disk, which a memory store would"
                            + " make stale; give the memory store a directory of its own");
        }
        return found;
    }

    static StoreHealth judge(Identity found, Claim claim, StoreFolder store) {
        if (claim.memory() || store.isEmpty()) {
            return StoreHealth.EMPTY;
        }
        store.refuseAnotherLife(found.life().dataId());
        boolean keptAll = found.lastUse().keptAll(BootId.current());
        return keptAll && !found.life().doubtful() ? StoreHealth.WHOLE : StoreHealth.DOUBTFUL;
    }

    /** What to write down before anything is served. */
    static Identity begin(Identity found, Claim claim, StoreHealth health) {
        Identity.Life life = health == StoreHealth.EMPTY
                ? Identity.Life.begin()
                : found.life().withDoubt(health == StoreHealth.DOUBTFUL);
        String cluster = found.clusterId() == null ? claim.clusterId() : found.clusterId();
        return new Identity(
                cluster,
                found.nodeId(),
                life,
                new Identity.LastUse(BootId.current(), false, claim.everyWriteSynced()));
    }

    static void refuseAnotherCluster(Identity identity, String clusterId) {
        String mine = identity.clusterId();
        if (mine != null && !Objects.equals(mine, clusterId)) {
            throw new StoreException(
                    Kind.IO,
                    "node " + identity.nodeId() + " belongs to cluster " + mine + ", not to "
                            + clusterId
                            + ": start it with that cluster's address, or with an empty data directory");
        }
    }

    private static void refuseAnotherNode(Path directory, Identity found, Claim claim) {
        if (claim.nodeId() != null && !claim.nodeId().equals(found.nodeId())) {
            throw new StoreException(
                    Kind.IO,
                    "the data directory " + directory + " belongs to node " + found.nodeId()
                            + ", not to "
                            + claim.nodeId() + ": start it as " + found.nodeId()
                            + ", or with a directory of its own");
        }
    }

    private static Identity.LastUse neverUsed() {
        return new Identity.LastUse(BootId.UNKNOWN, true, false);
    }
}
