package io.ringkv.protocol.actor;

import io.ringkv.protocol.ErrorCode;
import io.ringkv.protocol.Reply;
import io.ringkv.protocol.Verb;

/** What is between nodes alone: whoever else asks is told how a node introduces itself. */
public final class NodesOnly {
    private NodesOnly() {}

    public static Reply refusal(Verb verb) {
        return Reply.error(
                ErrorCode.NOT_AUTHORIZED,
                verb + " is for nodes: the connection must open with HELLO --role=node");
    }
}
