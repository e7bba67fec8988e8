package io.ringkv.node.core;

import static io.ringkv.node.core.ScriptedNode.KEY;
import static io.ringkv.node.core.ScriptedNode.SLOT;

import io.ringkv.protocol.Option;
import io.ringkv.protocol.Request;
import io.ringkv.protocol.Verb;
import io.ringkv.protocol.record.ReplicatedRecord;
import io.ringkv.protocol.record.Row;
import io.ringkv.protocol.record.Version;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/** What a client and a primary send in the tests of a node, about its one key. */
final class Messages {
    private Messages() {}

    static Request.Builder put(String value) {
        return Request.builder(Verb.PUT)
                .argument(KEY)
                .value(value.getBytes(StandardCharsets.UTF_8));
    }

    static Request.Builder get() {
        return Request.builder(Verb.GET).argument(KEY);
    }

    static Request.Builder delete() {
        return Request.builder(Verb.DELETE).argument(KEY);
    }

    // ---- the stream from a primary

    static ReplicatedRecord record(long term, long sequence, String value) {
        byte[] key = KEY.getBytes(StandardCharsets.UTF_8);
        Version before = sequence == 1 ? Version.NONE : new Version(term, sequence - 1);
        Row row = Row.put(
                SLOT,
                key,
                new Version(term, sequence),
                null,
                value.getBytes(StandardCharsets.UTF_8));
        return new ReplicatedRecord(SLOT, term, before, sequence > 1, key, row, null);
    }

    static ReplicatedRecord deletion(long term, long sequence) {
        byte[] key = KEY.getBytes(StandardCharsets.UTF_8);
        Row row = Row.tombstone(SLOT, key, new Version(term, sequence), null);
        Version before = new Version(term, sequence - 1);
        return new ReplicatedRecord(SLOT, term, before, true, key, row, null);
    }

    static Request replicate(long position, ReplicatedRecord... records) {
        int length =
                Arrays.stream(records).mapToInt(ReplicatedRecord::wireBytes).sum();
        byte[] block = new byte[length];
        int at = 0;
        for (ReplicatedRecord record : records) {
            at = record.encode(block, at);
        }
        return Request.builder(Verb.REPLICATE)
                .tag("s")
                .option(Option.POS, position)
                .option(Option.COUNT, records.length)
                .value(block)
                .build();
    }

    static Request raise(long position, long term, long slotPosition, long digest) {
        SlotReport raised = new SlotReport(SLOT, term, slotPosition, false, false, digest);
        return Request.builder(Verb.SYNC_SLOT)
                .tag("s")
                .option(Option.POS, position)
                .value(SlotReport.encode(List.of(raised)))
                .build();
    }
}
