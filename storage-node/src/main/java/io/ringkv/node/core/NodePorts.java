package io.ringkv.node.core;

import io.ringkv.node.port.Journal;
import io.ringkv.node.port.KeyValueStore;
import io.ringkv.node.port.NodeDisk;
import io.ringkv.protocol.actor.Network;
import io.ringkv.protocol.actor.WallClock;

import java.util.random.RandomGenerator;

/** Everything a node's core may touch. The server and the simulator differ in these alone. */
public record NodePorts(
        Network network,
        KeyValueStore store,
        NodeDisk disk,
        WallClock clock,
        RandomGenerator random,
        Journal journal) {}
