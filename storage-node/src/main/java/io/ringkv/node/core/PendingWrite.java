package io.ringkv.node.core;

import io.ringkv.protocol.record.Version;

/** A write that has its version and waits for its replicas. From here on its failure is UNKNOWN (rule W3). */
record PendingWrite(Operation operation, Version version, boolean isDelete) {}
