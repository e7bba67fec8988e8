package io.ringkv.node.core;

import io.ringkv.protocol.Reply;
import io.ringkv.protocol.record.Version;

/**
 * A write that has its version and waits for its replicas. From here on its failure is UNKNOWN (rule W3).
 *
 * @param success what it is answered with once it is committed, but for the acknowledgements
 */
record PendingWrite(Operation operation, Version version, Reply success) {}
