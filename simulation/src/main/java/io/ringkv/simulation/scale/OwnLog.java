package io.ringkv.simulation.scale;

import io.ringkv.coordinator.port.LogGroup;
import io.ringkv.coordinator.port.LogMember;
import io.ringkv.coordinator.port.MetadataLog;

import org.jspecify.annotations.Nullable;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** The log of one coordinator alone: it takes whatever it is given, and counts its bytes. */
final class OwnLog implements MetadataLog {
    private final Deque<byte[]> appended = new ArrayDeque<>();
    private final List<Integer> sizes = new ArrayList<>();

    @Override
    public void append(byte[] entry) {
        sizes.add(entry.length);
        appended.add(entry);
    }

    /** The next entry to be committed; null for none. */
    byte @Nullable [] next() {
        return appended.poll();
    }

    /** Bytes of each entry since the last call. */
    List<Integer> takeSizes() {
        List<Integer> taken = List.copyOf(sizes);
        sizes.clear();
        return taken;
    }

    @Override
    public LogGroup group() {
        return new LogGroup("c1", "c1", List.of(), List.of());
    }

    @Override
    public String id() {
        return "scale";
    }

    @Override
    public void add(long number, LogMember member) {
        throw new IllegalStateException("one member is all there is");
    }

    @Override
    public void remove(long number, String id) {
        throw new IllegalStateException("one member is all there is");
    }

    @Override
    public void handLeadOver() {
        throw new IllegalStateException("there is nobody else to lead");
    }
}
