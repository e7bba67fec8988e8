package io.ringkv.coordinator.core;

import io.ringkv.protocol.Reply;

import java.util.List;

/** What a handler decides: records to append, and the reply once they are committed. It changes nothing itself. */
record Decision(List<MetadataRecord> records, Reply reply) {
    Decision {
        records = List.copyOf(records);
    }

    static Decision answer(Reply reply) {
        return new Decision(List.of(), reply);
    }
}
