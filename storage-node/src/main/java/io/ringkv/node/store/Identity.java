package io.ringkv.node.store;

import org.jspecify.annotations.Nullable;

/**
 * Whose disk this is, and how its last user left it. What is written where is {@link IdentityFile}'s.
 *
 * @param clusterId null until the node has joined a cluster
 */
record Identity(@Nullable String clusterId, String nodeId, Life life, LastUse lastUse) {

    /**
     * One life of the disk: its id is drawn anew whenever what the last life held is gone.
     *
     * @param doubtful the store may have lost its tail, and has not been brought in sync since
     * @param lastRegistered the incarnation that was the last to register with it, 0 for none
     */
    record Life(String dataId, boolean doubtful, long lastRegistered) {

        static Life begin() {
            return new Life(RandomIds.dataId(), false, 0);
        }

        Life withDoubt(boolean doubt) {
            return new Life(dataId, doubt, lastRegistered);
        }

        Life registered(long incarnation) {
            return new Life(dataId, doubtful, incarnation);
        }
    }

    /**
     * How the directory was used last, which tells whether its tail can be missing.
     *
     * @param bootId the machine's start in which it was opened
     * @param cleanStop everything was synced before it was left
     * @param everyWriteSynced each write was synced before it was acknowledged
     */
    record LastUse(String bootId, boolean cleanStop, boolean everyWriteSynced) {

        /** Whether everything acknowledged is on the disk, as seen in this start of the machine. */
        boolean keptAll(String bootNow) {
            return cleanStop || everyWriteSynced || BootId.same(bootId, bootNow);
        }
    }

    Identity with(Life next) {
        return new Identity(clusterId, nodeId, next, lastUse);
    }

    Identity with(LastUse next) {
        return new Identity(clusterId, nodeId, life, next);
    }

    Identity inCluster(String cluster) {
        return new Identity(cluster, nodeId, life, lastUse);
    }
}
