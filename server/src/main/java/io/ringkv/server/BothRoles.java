package io.ringkv.server;

import io.ringkv.coordinator.server.CoordinatorProcess;
import io.ringkv.node.server.NodeProcess;
import io.ringkv.transport.process.ServerCommand;
import io.ringkv.transport.process.ServerDirectory;

import java.io.IOException;
import java.util.function.Consumer;

/**
 * Both roles, each on a loop and a port of its own, as if they were two processes: they share nothing but the fate of
 * this one. The node is started second and stopped first, since it registers with the coordinator and signs off there.
 */
final class BothRoles implements ServerCommand.Running {
    private final String id;
    private final CoordinatorProcess coordinator;
    private final NodeProcess node;

    private BothRoles(String id, CoordinatorProcess coordinator, NodeProcess node) {
        this.id = id;
        this.coordinator = coordinator;
        this.node = node;
    }

    static BothRoles start(BothSettings settings, Consumer<Throwable> onFailure)
            throws IOException, InterruptedException {
        ServerDirectory.prepareForBoth(settings.dataDir());
        CoordinatorProcess coordinator =
                CoordinatorProcess.start(settings.coordinator(), onFailure);
        NodeProcess node = NodeProcess.start(settings.node(), onFailure);
        return new BothRoles(settings.coordinator().self().id(), coordinator, node);
    }

    @Override
    public String ready() {
        return "ready server " + id + ": " + node.ready() + "; " + coordinator.ready();
    }

    @Override
    public void stop() {
        node.stop();
        coordinator.stop();
    }
}
