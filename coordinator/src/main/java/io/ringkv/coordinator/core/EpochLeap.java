package io.ringkv.coordinator.core;

import java.util.ArrayList;
import java.util.List;

/**
 * The first change after a start leaps ahead by a number that was drawn for this start. So an older copy of the log that
 * is put back, or one that is rebuilt from what nodes carry, gives out no epoch, and no term, that was given out by the
 * log it replaces (rule E1). And what it leaps over is remembered: a node that has seen one of those epochs has seen
 * what the copy lacks, so neither takes the other for the same cluster.
 */
final class EpochLeap {
    private final long by;
    private boolean done;

    /** @param by 0 for no leap */
    EpochLeap(long by) {
        this.by = by;
    }

    /** A log that begins with this process has nothing to leap over. */
    List<MetadataRecord> before(List<MetadataRecord> records) {
        boolean begins = records.get(0) instanceof MetadataRecord.ClusterCreated;
        if (done || by == 0 || begins || !new LogEntry(0, records).changesView()) {
            return records;
        }
        List<MetadataRecord> leaping = new ArrayList<>(records);
        // What was carried has an epoch of its own, and the leap begins there.
        boolean rebuilds = records.get(0) instanceof MetadataRecord.ClusterRebuilt;
        leaping.add(rebuilds ? 1 : 0, new MetadataRecord.EpochLeapt(by));
        return leaping;
    }

    void committed(LogEntry entry) {
        done |= entry.records().stream()
                .anyMatch(record -> record instanceof MetadataRecord.EpochLeapt
                        || record instanceof MetadataRecord.ClusterCreated);
    }
}
