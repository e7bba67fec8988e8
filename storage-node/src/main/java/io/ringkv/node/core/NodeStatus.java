package io.ringkv.node.core;

import io.ringkv.protocol.Item;
import io.ringkv.protocol.Reply;
import io.ringkv.protocol.view.Member;
import io.ringkv.protocol.view.MemberState;
import io.ringkv.protocol.view.ViewStatus;

import org.jspecify.annotations.Nullable;

import java.util.List;

/**
 * {@code STATUS} of a node: what its view says, and what that may not know, because the coordinator that would have
 * judged it is away: whom this node reaches itself.
 */
final class NodeStatus implements ViewStatus.Beyond {
    private final NodeConfig config;
    private final ViewKeeper views;
    private final Peers peers;
    private final CoordinatorLink coordinator;

    NodeStatus(NodeConfig config, ViewKeeper views, Peers peers, CoordinatorLink coordinator) {
        this.config = config;
        this.views = views;
        this.peers = peers;
        this.coordinator = coordinator;
    }

    Reply status() {
        return ViewStatus.of(views.view(), this);
    }

    @Override
    public boolean reaches(Member member) {
        Peer peer = peers.get(member.id());
        return member.id().equals(config.id()) || peer != null && peer.ready();
    }

    @Override
    public @Nullable String about(Member member) {
        return member.state() != MemberState.UP || reaches(member)
                ? null
                : "does not answer " + config.id() + " at " + member.address();
    }

    /** Known to the coordinator alone. */
    @Override
    public int standingStill() {
        return 0;
    }

    @Override
    public List<Item> more() {
        return coordinator.registered() || !views.view().formed()
                ? List.of()
                : List.of(Item.of("REASON").withText(coordinator.absence()));
    }
}
