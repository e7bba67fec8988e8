package io.ringkv.server;

import io.ringkv.coordinator.server.CoordinatorSettings;
import io.ringkv.node.server.NodeSettings;

import java.nio.file.Path;

/** What the options say, checked: of the directory that both have theirs in, and of each role. */
record BothSettings(Path dataDir, CoordinatorSettings coordinator, NodeSettings node) {}
