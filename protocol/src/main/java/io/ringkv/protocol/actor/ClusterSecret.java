package io.ringkv.protocol.actor;

import io.ringkv.protocol.ErrorCode;
import io.ringkv.protocol.Reply;

import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;

/**
 * Who is let in as a node or coordinator: whoever shows the cluster's secret; without a configured one, whoever is on
 * this machine.
 *
 * @param text empty when none is configured
 */
public record ClusterSecret(String text) {
    /** Takes as long for a wrong token as for a right one. */
    public boolean admits(@Nullable String token, boolean fromLoopback) {
        if (text.isEmpty()) {
            return fromLoopback;
        }
        return token != null
                && MessageDigest.isEqual(
                        text.getBytes(StandardCharsets.UTF_8),
                        token.getBytes(StandardCharsets.UTF_8));
    }

    /** What who is not let in is told. */
    public Reply refusal() {
        return Reply.error(
                ErrorCode.NOT_AUTHORIZED,
                text.isEmpty()
                        ? "without a cluster secret, nodes are accepted from this machine only; start all"
                                + " with --secret-file"
                        : "the cluster secret does not match; give all processes the same --secret-file");
    }

    @Override
    public String toString() {
        return text.isEmpty() ? "no secret" : "a secret";
    }
}
