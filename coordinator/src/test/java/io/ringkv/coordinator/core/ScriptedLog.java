package io.ringkv.coordinator.core;

import io.ringkv.coordinator.port.MetadataLog;

import java.util.ArrayList;
import java.util.List;

/** Keeps what was appended, and commits nothing by itself. */
final class ScriptedLog implements MetadataLog {
    final List<LogEntry> appended = new ArrayList<>();

    @Override
    public void append(byte[] entry) {
        appended.add(LogEntry.decode(entry));
    }

    LogEntry newest() {
        return appended.get(appended.size() - 1);
    }
}
