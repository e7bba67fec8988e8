package io.ringkv.coordinator.contract;

import io.ringkv.coordinator.port.LogEvents;
import io.ringkv.protocol.Push;
import io.ringkv.protocol.Reply;
import io.ringkv.protocol.Request;
import io.ringkv.protocol.actor.Actor;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Stands where the core does: its state is the list of all entries, and it keeps what the log told it, in order. */
public final class RecordingCore implements Actor, LogEvents {
    private final List<String> state = new ArrayList<>();
    private final List<String> told = new ArrayList<>();

    /** Every entry, whether it came in a snapshot or by itself. */
    public synchronized List<String> state() {
        return List.copyOf(state);
    }

    /** The names of the events: restored, leading, lost, failed; an entry is its own. */
    public synchronized List<String> told() {
        return List.copyOf(told);
    }

    @Override
    public synchronized void restored(long now, byte[] snapshot) {
        told.add("restored");
        state.clear();
        new String(snapshot, StandardCharsets.UTF_8).lines().forEach(state::add);
    }

    @Override
    public synchronized void committed(long now, byte[] entry) {
        String text = new String(entry, StandardCharsets.UTF_8);
        told.add(text);
        state.add(text);
    }

    @Override
    public synchronized void leading(long now, boolean leading) {
        told.add(leading ? "leading" : "lost");
    }

    @Override
    public synchronized void appendFailed(long now) {
        told.add("failed");
    }

    @Override
    public synchronized void membersChanged(long now, long number, String problem) {
        told.add("members " + number + " " + problem);
    }

    @Override
    public synchronized byte[] snapshot() {
        return String.join("\n", state).getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public void start(long now) {}

    @Override
    public void accepted(long now, long connection, boolean fromLoopback) {}

    @Override
    public void request(long now, long connection, long sequence, Request request) {}

    @Override
    public void connected(long now, long connection) {}

    @Override
    public void reply(long now, long connection, Reply reply) {}

    @Override
    public void push(long now, long connection, Push push) {}

    @Override
    public void disconnected(long now, long connection) {}

    @Override
    public void tick(long now) {}

    @Override
    public void endTurn(long now) {}
}
