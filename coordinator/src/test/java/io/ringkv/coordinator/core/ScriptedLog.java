package io.ringkv.coordinator.core;

import io.ringkv.coordinator.port.LogGroup;
import io.ringkv.coordinator.port.MetadataLog;

import java.util.ArrayList;
import java.util.List;

/** Keeps what was appended, and commits nothing by itself. */
final class ScriptedLog implements MetadataLog {
    final List<LogEntry> appended = new ArrayList<>();

    /** As a test says; at first one member, whose address is not known. */
    LogGroup group = new LogGroup("c1", "c1", List.of(), List.of());

    @Override
    public LogGroup group() {
        return group;
    }

    @Override
    public void append(byte[] entry) {
        appended.add(LogEntry.decode(entry));
    }

    LogEntry newest() {
        return appended.get(appended.size() - 1);
    }
}
