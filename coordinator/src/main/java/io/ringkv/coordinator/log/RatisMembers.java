package io.ringkv.coordinator.log;

import io.ringkv.coordinator.port.LogGroup;
import io.ringkv.coordinator.port.LogMember;
import io.ringkv.protocol.view.Coordinator;

import org.apache.ratis.proto.RaftProtos.CommitInfoProto;
import org.apache.ratis.proto.RaftProtos.ServerRpcProto;
import org.apache.ratis.protocol.ClientId;
import org.apache.ratis.protocol.RaftClientReply;
import org.apache.ratis.protocol.RaftGroupId;
import org.apache.ratis.protocol.RaftPeer;
import org.apache.ratis.protocol.RaftPeerId;
import org.apache.ratis.protocol.SetConfigurationRequest;
import org.apache.ratis.protocol.TransferLeadershipRequest;
import org.apache.ratis.server.RaftServer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * The members of the Ratis group: who there is, who leads and who is away, and how one is added or removed, one at a
 * time. The address of this member is what its process was told; those of the others are what the group has.
 */
final class RatisMembers {
    private static final Logger LOG = LoggerFactory.getLogger(RatisMembers.class);
    private static final long AWAY_MILLIS = 2_000;
    private static final long VOTER_NANOS_MAX = 5_000_000_000L;
    private static final long VOTER_LOOK_NANOS = 20_000_000L;
    private static final long FIRST_CALL = 1L << 32;

    private final RaftServer server;
    private final RaftGroupId group;
    private final LogMember self;
    private final ClientId client = ClientId.randomId();
    private final AtomicLong calls = new AtomicLong(FIRST_CALL);

    RatisMembers(RaftServer server, RaftGroupId group, LogMember self) {
        this.server = server;
        this.group = group;
        this.self = self;
    }

    LogGroup group() {
        try {
            RaftServer.Division division = server.getDivision(group);
            RaftPeerId leader = division.getInfo().getLeaderId();
            boolean isLed = leader != null && !isReplaced();
            return new LogGroup(
                    self.id(),
                    isLed ? LogMember.idOf(leader.toString()) : "",
                    members(),
                    away(division),
                    disks());
        } catch (IOException e) {
            // It is being opened, or closed.
            return new LogGroup(self.id(), "", List.of(), List.of());
        }
    }

    private List<Coordinator> members() throws IOException {
        List<Coordinator> members = new ArrayList<>();
        for (RaftPeer peer : peers()) {
            boolean isSelf = peer.getId().equals(server.getId());
            Coordinator one = isSelf ? self.coordinator() : coordinator(peer);
            // A port that the system chooses is nothing to tell others.
            if (one.port() > 0) {
                members.add(one);
            }
        }
        members.sort(Comparator.comparing(Coordinator::id));
        return members;
    }

    /** Another directory took the place of this one, which is led by nobody any more, whatever still reaches it. */
    private boolean isReplaced() throws IOException {
        return peers().stream()
                .anyMatch(
                        peer -> id(peer).equals(self.id()) && !peer.getId().equals(server.getId()));
    }

    private Map<String, String> disks() throws IOException {
        Map<String, String> disks = new TreeMap<>();
        peers().forEach(peer ->
                disks.put(id(peer), LogMember.diskOf(peer.getId().toString())));
        // Of itself it tells its own, though another one may have taken its place.
        disks.put(self.id(), self.disk());
        disks.values().removeIf(String::isEmpty);
        return disks;
    }

    private static String id(RaftPeer peer) {
        return LogMember.idOf(peer.getId().toString());
    }

    private List<RaftPeer> peers() throws IOException {
        return new ArrayList<>(server.getDivision(group).getRaftConf().getCurrentPeers());
    }

    private static Coordinator coordinator(RaftPeer peer) {
        String address = peer.getClientAddress() == null ? ":0" : peer.getClientAddress();
        int colon = address.lastIndexOf(':');
        String host = address.substring(0, colon).replaceAll("[\\[\\]]", "");
        return new Coordinator(id(peer), host, Integer.parseInt(address.substring(colon + 1)));
    }

    /** A leader that came while a member was removed goes on missing it, and another one may have its id by now. */
    private List<String> away(RaftServer.Division division) throws IOException {
        List<String> away = new ArrayList<>();
        if (division.getInfo().isLeader()) {
            List<RaftPeerId> members = peers().stream().map(RaftPeer::getId).toList();
            for (ServerRpcProto follower :
                    division.getInfo().getRoleInfoProto().getLeaderInfo().getFollowerInfoList()) {
                RaftPeerId id = RaftPeerId.valueOf(follower.getId().getId());
                if (follower.getLastRpcElapsedTimeMs() > AWAY_MILLIS && members.contains(id)) {
                    away.add(LogMember.idOf(id.toString()));
                }
            }
        }
        return away;
    }

    // ---- changes

    String add(LogMember member) throws IOException {
        List<RaftPeer> wanted = known();
        wanted.removeIf(peer -> id(peer).equals(member.id()));
        wanted.add(Groups.peer(member));
        String problem = set(wanted);
        if (problem.isEmpty()) {
            awaitVoter(member.memberId());
        }
        return problem;
    }

    /**
     * A majority may have agreed to a newcomer before it has heard of that itself, and Ratis lets it vote only after.
     * Whoever believes it to be a member meanwhile may end the leader, and those that are left wait for a vote that
     * nobody casts until the leader is back.
     */
    private void awaitVoter(String memberId) throws IOException {
        RaftServer.Division division = server.getDivision(group);
        long agreedAt = division.getRaftConf().getLogEntryIndex();
        long deadline = System.nanoTime() + VOTER_NANOS_MAX;
        while (committed(division, memberId) < agreedAt && System.nanoTime() < deadline) {
            LockSupport.parkNanos(VOTER_LOOK_NANOS);
        }
        if (committed(division, memberId) < agreedAt) {
            LOG.warn(
                    "{} is a coordinator now, and has not heard of that yet",
                    LogMember.idOf(memberId));
        }
    }

    /** How far a member is known to have come in the log. */
    private static long committed(RaftServer.Division division, String memberId) {
        return division.getCommitInfos().stream()
                .filter(info -> info.getServer().getId().toStringUtf8().equals(memberId))
                .mapToLong(CommitInfoProto::getCommitIndex)
                .max()
                .orElse(-1);
    }

    String remove(String id) throws IOException {
        List<RaftPeer> wanted = known();
        wanted.removeIf(peer -> id(peer).equals(id));
        return set(wanted);
    }

    /** The others as the group has them, and this one where it is now. */
    private List<RaftPeer> known() throws IOException {
        List<RaftPeer> known = peers();
        known.removeIf(peer -> peer.getId().equals(server.getId()));
        known.add(Groups.peer(self));
        return known;
    }

    private String set(List<RaftPeer> wanted) throws IOException {
        RaftClientReply reply = server.setConfiguration(new SetConfigurationRequest(
                client, server.getId(), group, calls.incrementAndGet(), wanted));
        if (reply.isSuccess()) {
            return "";
        }
        return reply.getException() == null
                ? "the log did not take it"
                : String.valueOf(reply.getException().getMessage());
    }

    void handLeadOver(long millisMax) {
        try {
            RaftServer.Division division = server.getDivision(group);
            List<String> away = away(division);
            for (RaftPeer peer : peers()) {
                boolean able = !peer.getId().equals(server.getId()) && !away.contains(id(peer));
                if (able && division.getInfo().isLeader()) {
                    RaftClientReply reply = server.transferLeadership(new TransferLeadershipRequest(
                            client,
                            server.getId(),
                            group,
                            calls.incrementAndGet(),
                            peer.getId(),
                            millisMax));
                    LOG.info("{} leads from now on: {}", id(peer), reply.isSuccess());
                }
            }
        } catch (IOException e) {
            LOG.warn("stops without having handed the lead over: {}", e.getMessage());
        }
    }
}
