package io.ringkv.coordinator.core;

import io.ringkv.protocol.Reply;

import java.util.List;

/** What a handler decides: records to append, and the reply once they are committed. It changes nothing itself. */
record Decision(List<MetadataRecord> records, Reply reply) {
    Decision {
        records = List.copyOf(records);
    }

    /** Where data belongs once this is applied. */
    Target target(Target before) {
        Target target = before;
        for (MetadataRecord record : records) {
            if (record instanceof MetadataRecord.TargetSet set) {
                target = set.target();
            }
        }
        return target;
    }

    static Decision answer(Reply reply) {
        return new Decision(List.of(), reply);
    }
}
