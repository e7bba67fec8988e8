package io.ringkv.coordinator.core;

import io.ringkv.coordinator.port.LogGroup;
import io.ringkv.coordinator.port.LogMember;
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
    public String id() {
        return "log";
    }

    /** Adds and removals, as they came; a test answers them. */
    final List<String> changes = new ArrayList<>();

    @Override
    public void add(long number, LogMember member) {
        changes.add(number + " add " + member.memberId() + " " + member.logAddress());
    }

    @Override
    public void remove(long number, String id) {
        changes.add(number + " remove " + id);
    }

    @Override
    public void handLeadOver() {
        changes.add("hand over");
    }

    @Override
    public void append(byte[] entry) {
        appended.add(LogEntry.decode(entry));
    }

    LogEntry newest() {
        return appended.get(appended.size() - 1);
    }
}
