package io.ringkv.client;

import io.ringkv.protocol.record.Version;

/**
 * The receipt of a write.
 *
 * @param version of the value that was written; {@link Version#NONE} when nothing had to be
 * @param acks replicas that have it over replicas that there are, such as {@code 2/3}; empty for a repeated write
 */
public record Written(Version version, String acks) {}
