package io.ringkv.coordinator.core;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * What is appended to the metadata log: records that are applied together.
 *
 * @param basedOn the version of the state that they were decided on; on any other state the entry is skipped
 */
public record LogEntry(long basedOn, List<MetadataRecord> records) {
    public LogEntry {
        records = List.copyOf(records);
    }

    /** Reports change what later terms are based on, not what the cluster looks like. */
    boolean changesView() {
        for (MetadataRecord record : records) {
            if (!(record instanceof MetadataRecord.TermsActive)
                    && !(record instanceof MetadataRecord.WritesSeen)
                    && !(record instanceof MetadataRecord.LossAcknowledged)) {
                return true;
            }
        }
        return false;
    }

    public byte[] encode() {
        StringBuilder text = new StringBuilder("entry ").append(basedOn).append('\n');
        for (MetadataRecord record : records) {
            text.append(RecordCodec.encode(record)).append('\n');
        }
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }

    /** Throws IllegalArgumentException when the bytes are not an entry. */
    public static LogEntry decode(byte[] bytes) {
        String[] lines = new String(bytes, StandardCharsets.UTF_8).split("\n", -1);
        if (!lines[0].startsWith("entry ")) {
            throw new IllegalArgumentException("not an entry of the metadata log: " + lines[0]);
        }
        List<MetadataRecord> records = new ArrayList<>();
        for (int i = 1; i < lines.length; i++) {
            if (!lines[i].isEmpty()) {
                records.add(RecordCodec.decode(lines[i]));
            }
        }
        return new LogEntry(Long.parseLong(lines[0].substring(6)), records);
    }
}
