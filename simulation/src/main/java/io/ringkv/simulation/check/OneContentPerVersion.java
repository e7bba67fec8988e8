package io.ringkv.simulation.check;

import io.ringkv.protocol.record.Row;
import io.ringkv.protocol.record.Version;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/** Wherever a version of a slot is stored, under whichever key, it is the same bytes (W1). */
final class OneContentPerVersion extends Invariant {
    private record SlotVersion(int slot, Version version) {}

    private record Content(byte[] key, Row row) {}

    private final Map<SlotVersion, Content> contents = new HashMap<>();

    @Override
    void stored(StoredRow stored) {
        SlotVersion version = new SlotVersion(stored.slot(), stored.row().version());
        Content content = new Content(stored.key(), stored.row());
        Content before = contents.putIfAbsent(version, content);
        if (before != null
                && !(Arrays.equals(before.key, content.key)
                        && Arrays.equals(before.row.bytes(), content.row.bytes()))) {
            throw broken("version " + version.version() + " of slot " + version.slot()
                    + " has two contents, the second on " + stored.disk());
        }
    }
}
