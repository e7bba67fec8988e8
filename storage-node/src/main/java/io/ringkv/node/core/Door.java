package io.ringkv.node.core;

import io.ringkv.protocol.ErrorCode;
import io.ringkv.protocol.Option;
import io.ringkv.protocol.Reply;
import io.ringkv.protocol.Request;

import org.jspecify.annotations.Nullable;

import java.util.function.Supplier;

/**
 * What a node answers to another one that takes it for a coordinator, because somebody gave it this address: where a
 * coordinator is. So the address of any member is enough to join.
 */
final class Door {
    /** Whom a node means to greet that looks for its cluster; a coordinator has no name then. */
    static final String SOUGHT = "coordinator";

    private final NodeConfig config;
    private final Supplier<NodeConfig.@Nullable Endpoint> coordinator;

    /** @param coordinator one that is known here, the leader if possible */
    Door(NodeConfig config, Supplier<NodeConfig.@Nullable Endpoint> coordinator) {
        this.config = config;
        this.coordinator = coordinator;
    }

    boolean isSought(Request hello) {
        return SOUGHT.equals(hello.option(Option.TO)) && !SOUGHT.equals(config.id());
    }

    Reply sendOn() {
        NodeConfig.Endpoint to = coordinator.get();
        String here = "this is node " + config.id() + " and no coordinator";
        return to == null
                ? Reply.error(ErrorCode.NOT_LEADER, here + ", and it knows none yet")
                : Reply.error(ErrorCode.NOT_LEADER, here + "; ask the one that is named")
                        .with("addr", to.toString());
    }
}
