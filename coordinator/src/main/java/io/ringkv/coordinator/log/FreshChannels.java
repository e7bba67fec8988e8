package io.ringkv.coordinator.log;

import org.apache.ratis.protocol.RaftGroupId;
import org.apache.ratis.protocol.RaftPeer;
import org.apache.ratis.server.DivisionInfo;
import org.apache.ratis.server.RaftServer;
import org.apache.ratis.server.RaftServerRpc;
import org.apache.ratis.server.RaftServerRpcWithProxy;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Sees to it that a member which comes back is asked for its vote at once. gRPC tries to reach whoever was away after
 * ever longer pauses, up to two minutes, and what Ratis asks meanwhile fails: three coordinators that are all there had
 * no leader for as long. So the channels are made anew while nobody leads, and once somebody else does, when none of them
 * is in use. A leader's own are looked after by Ratis.
 */
final class FreshChannels implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(FreshChannels.class);
    private static final long LOOK_MILLIS = 500;

    private final RaftServer server;
    private final RaftGroupId group;
    private final ChannelAge age = new ChannelAge();
    private final ScheduledExecutorService looks =
            Executors.newSingleThreadScheduledExecutor(work -> {
                Thread thread = new Thread(work, "log-channels");
                thread.setDaemon(true);
                return thread;
            });

    FreshChannels(RaftServer server, RaftGroupId group) {
        this.server = server;
        this.group = group;
    }

    void start() {
        var unused = looks.scheduleWithFixedDelay(
                this::look, LOOK_MILLIS, LOOK_MILLIS, TimeUnit.MILLISECONDS);
    }

    private void look() {
        try {
            RaftServer.Division division = server.getDivision(group);
            if (age.isOver(System.nanoTime(), lead(division.getInfo()))) {
                for (RaftPeer peer : division.getRaftConf().getCurrentPeers()) {
                    makeAnew(peer);
                }
            }
        } catch (IOException | RuntimeException e) {
            // It is being opened or closed; whatever else it is must not end these looks.
            LOG.debug("cannot look at the channels of the log", e);
        }
    }

    private static ChannelAge.Lead lead(DivisionInfo info) {
        if (info.isLeader()) {
            return ChannelAge.Lead.OURS;
        }
        return info.getLeaderId() == null ? ChannelAge.Lead.NOBODYS : ChannelAge.Lead.ANOTHERS;
    }

    private void makeAnew(RaftPeer peer) {
        RaftServerRpc rpc = server.getServerRpc();
        if (!peer.getId().equals(server.getId())
                && rpc instanceof RaftServerRpcWithProxy<?, ?> ratis) {
            ratis.getProxies().resetProxy(peer.getId());
        }
    }

    @Override
    public void close() {
        looks.shutdownNow();
    }
}
