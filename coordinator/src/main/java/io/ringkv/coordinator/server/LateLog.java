package io.ringkv.coordinator.server;

import io.ringkv.coordinator.log.RatisLog;
import io.ringkv.coordinator.port.LogGroup;
import io.ringkv.coordinator.port.LogMember;
import io.ringkv.coordinator.port.MetadataLog;

import org.jspecify.annotations.Nullable;

import java.util.List;

/**
 * The log of a coordinator that answers before it has one: until it is known which log that is, there is no leader and
 * nobody else.
 */
final class LateLog implements MetadataLog {
    private final LogGroup before;
    private volatile @Nullable RatisLog log;

    /** @param configured those that are to be its members */
    LateLog(LogMember self, List<LogMember> configured) {
        before = new LogGroup(
                self.id(), "", configured.stream().map(LogMember::coordinator).toList(), List.of());
    }

    void use(RatisLog opened) {
        log = opened;
    }

    @Nullable
    RatisLog opened() {
        return log;
    }

    @Override
    public void append(byte[] entry) {
        RatisLog opened = log;
        if (opened != null) {
            opened.append(entry);
        }
    }

    @Override
    public void add(long number, LogMember member) {
        RatisLog opened = log;
        if (opened != null) {
            opened.add(number, member);
        }
    }

    @Override
    public void remove(long number, String id) {
        RatisLog opened = log;
        if (opened != null) {
            opened.remove(number, id);
        }
    }

    @Override
    public void handLeadOver() {
        RatisLog opened = log;
        if (opened != null) {
            opened.handLeadOver();
        }
    }

    @Override
    public String id() {
        RatisLog opened = log;
        return opened == null ? "-" : opened.id();
    }

    @Override
    public LogGroup group() {
        RatisLog opened = log;
        return opened == null ? before : opened.group();
    }
}
