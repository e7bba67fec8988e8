package io.ringkv.node.core;

import io.ringkv.protocol.Item;
import io.ringkv.protocol.Reply;
import io.ringkv.protocol.view.Member;
import io.ringkv.protocol.view.View;
import io.ringkv.protocol.view.ViewStatus;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.stream.Collectors;

/**
 * {@code STATUS} of a node: what its view says, and what that may not know, because the coordinator that would have
 * judged it is away: whom this node reaches itself. Losses, and slots that stand still, it does not know of.
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

    /** Says that it is a node's word, and who knows more. */
    Reply status() {
        String coordinators = coordinator.all().stream()
                .map(to -> to.host() + ":" + to.port())
                .collect(Collectors.joining(","));
        Reply status = ViewStatus.of(views.view(), this).with("answered-by", config.id());
        return coordinators.isEmpty() ? status : status.with("coordinator", coordinators);
    }

    @Override
    public boolean reaches(Member member) {
        Peer peer = peers.get(member.id());
        return member.id().equals(config.id()) || peer != null && peer.ready();
    }

    @Override
    public @Nullable String about(Member member) {
        return !member.isUp() || reaches(member)
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
        View view = views.view();
        if (view.isNone()) {
            return List.of(Item.of("REASON")
                    .withText("this node has not joined its cluster yet, and serves nothing until"
                            + " then: " + coordinator.absence()));
        }
        return coordinator.registered() || !view.formed()
                ? List.of()
                : List.of(Item.of("REASON").withText(coordinator.absence()));
    }
}
