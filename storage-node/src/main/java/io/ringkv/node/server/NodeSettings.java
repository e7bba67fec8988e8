package io.ringkv.node.server;

import io.ringkv.node.core.Durability;
import io.ringkv.node.core.GossipPace;
import io.ringkv.node.core.NodeConfig;
import io.ringkv.protocol.Limits;
import io.ringkv.transport.process.ListenOptions.Listen;

import org.jspecify.annotations.Nullable;

import java.util.List;

/**
 * What the options of a node say, checked.
 *
 * @param id null: the one that the directory has, or a new one
 * @param sweepIntervalNanos in which all slots are compared with their replicas
 * @param gossip how often it tells other nodes what it knows
 */
public record NodeSettings(
        @Nullable String id,
        Listen listen,
        List<NodeConfig.Endpoint> coordinators,
        String zone,
        int weight,
        boolean memory,
        Durability durability,
        Limits limits,
        long sweepIntervalNanos,
        GossipPace gossip) {}
