package io.ringkv.coordinator.core;

import io.ringkv.protocol.ErrorCode;
import io.ringkv.protocol.Option;
import io.ringkv.protocol.Reply;
import io.ringkv.protocol.Request;
import io.ringkv.protocol.actor.Network;
import io.ringkv.protocol.actor.WallClock;
import io.ringkv.protocol.view.Member;
import io.ringkv.protocol.view.MemberState;

/** {@code HEARTBEAT}: what a node says of itself, and the welcome of one that is not UP yet. */
final class Heartbeats {
    private final Network network;
    private final Metadata metadata;
    private final Watch watch;
    private final Membership membership;
    private final Proposals proposals;
    private final Probing probing;
    private final WallClock clock;

    Heartbeats(
            Network network,
            Metadata metadata,
            Watch watch,
            Membership membership,
            Proposals proposals,
            Probing probing,
            WallClock clock) {
        this.network = network;
        this.metadata = metadata;
        this.watch = watch;
        this.membership = membership;
        this.proposals = proposals;
        this.probing = probing;
        this.clock = clock;
    }

    void heartbeat(long now, long connection, long sequence, Request request) {
        String id = request.option(Option.NODE);
        Member member = id == null ? null : metadata.view().member(id);
        Watch.Node node = watch.of(id == null ? "" : id);
        boolean isPulse = request.has(Option.TURN_AGE);
        if (member == null
                || (isPulse ? node.connection < 0 : node.connection != connection)
                || member.incarnation() != request.longOption(Option.INCARNATION, 0)) {
            network.answer(
                    connection,
                    sequence,
                    Reply.error(
                            ErrorCode.STALE_EPOCH,
                            "this incarnation is not registered on this connection; register again"));
            return;
        }
        node.lastHeard = now;
        if (isPulse) {
            node.turnAge = request.nanosOption(Option.TURN_AGE, 0);
            network.answer(connection, sequence, Reply.ok());
            return;
        }
        HeartbeatReader.read(request, node);
        Target target = metadata.target();
        network.answer(
                connection,
                sequence,
                Reply.ok()
                        .with("epoch", Long.toString(metadata.view().epoch()))
                        .with("clock", Long.toString(clock.millis()))
                        .with("moves", target.mode() == Target.Mode.RUNNING ? "running" : "paused")
                        .with("throttle", Long.toString(target.bytesPerSecond())));
        proposals.propose(() -> membership.heard(member.id()));
        if (member.state() == MemberState.JOINING || member.state() == MemberState.DOWN) {
            welcome(now, member, node);
        }
    }

    /** Asked with every heartbeat until the node is UP: a proposal may be lost, and so may an answer. */
    private void welcome(long now, Member member, Watch.Node node) {
        if (node.answersAtAddress) {
            proposals.propose(() -> membership.up(member.id()));
        } else if (!node.pinged) {
            node.pinged = true;
            probing.ping(now, member, (id, word) -> pinged(member, word == Probing.Word.REACHED));
        }
    }

    private void pinged(Member asked, boolean answers) {
        Watch.Node node = watch.of(asked.id());
        if (node.incarnation != asked.incarnation()) {
            return;
        }
        node.pinged = false;
        node.answersAtAddress = answers && node.connection >= 0;
        node.unreachable =
                answers ? null : "it does not answer at its advertised address; check --advertise";
        if (node.answersAtAddress) {
            proposals.propose(() -> membership.up(asked.id()));
        }
    }
}
