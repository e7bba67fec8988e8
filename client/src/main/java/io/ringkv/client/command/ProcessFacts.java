package io.ringkv.client.command;

import io.ringkv.protocol.Item;
import io.ringkv.protocol.Reply;

import org.jspecify.annotations.Nullable;

import java.util.HashMap;
import java.util.Map;

/** What a server said of its process; of an older one that says less, unknown. */
record ProcessFacts(String version, String jvm, String uptime, long clock, long filesMax) {
    static ProcessFacts of(Reply info) {
        Map<String, String> facts = new HashMap<>();
        for (Item item : info.items()) {
            facts.put(item.word(0), item.word(1));
        }
        return new ProcessFacts(
                facts.getOrDefault("version", "unknown"),
                facts.getOrDefault("jvm", "unknown"),
                facts.getOrDefault("uptime", "unknown"),
                number(facts.get("clock")),
                number(facts.get("files-max")));
    }

    private static long number(@Nullable String text) {
        return text != null && Report.cell(text) instanceof Long number ? number : -1;
    }

    String summary() {
        return "version " + version + ", up " + uptime;
    }
}
