package io.ringkv.simulation.check;

import io.ringkv.protocol.Option;
import io.ringkv.protocol.Status;

import java.util.HashMap;
import java.util.Map;

/** However often and wherever a request id is repeated, it is applied once: each answer names the first result (I3). */
final class OneResultPerRequestId extends Invariant {
    private final Map<String, String> results = new HashMap<>();

    @Override
    void answered(Answered answered) {
        String id = answered.request().option(Option.REQUEST_ID);
        Status status = answered.reply().status();
        if (id == null || status != Status.OK && status != Status.CONFLICT) {
            return;
        }
        String version = answered.reply().field("v");
        // A repeated CONFLICT tells no version, and what it told the first time is no result.
        String result = status == Status.CONFLICT ? "CONFLICT" : "OK " + version;
        String before = results.putIfAbsent(id + " " + answered.key(), result);
        if (before != null && !before.equals(result)) {
            throw broken("request " + id + " on " + answered.key() + " was answered " + before
                    + ", and by " + answered.node() + " " + result);
        }
    }
}
