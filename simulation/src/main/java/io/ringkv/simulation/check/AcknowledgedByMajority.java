package io.ringkv.simulation.check;

import io.ringkv.protocol.Option;
import io.ringkv.protocol.Verb;
import io.ringkv.protocol.record.Version;
import io.ringkv.protocol.view.Majority;
import io.ringkv.protocol.view.View;
import io.ringkv.protocol.view.Voter;

import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Before a write is answered OK, a majority of the list has it, at the durability that was asked for (W2). */
final class AcknowledgedByMajority extends Invariant {
    private final boolean synced;
    /** Of each key, on each disk, the newest version that it ever held. */
    private final Map<String, Map<Voter, Version>> held = new HashMap<>();

    /** Newest first: that is the one which acknowledged, as a rule. */
    private final Deque<View.Share> lists = new ArrayDeque<>();

    /** @param synced a row counts once it is synced */
    AcknowledgedByMajority(boolean synced) {
        this.synced = synced;
    }

    @Override
    void stored(StoredRow stored) {
        if (stored.synced() || !synced) {
            held.computeIfAbsent(
                            new String(stored.key(), StandardCharsets.UTF_8),
                            key -> new HashMap<>())
                    .merge(
                            stored.disk(),
                            stored.row().version(),
                            (old, now) -> now.compareTo(old) > 0 ? now : old);
        }
    }

    @Override
    void assigned(View.Share share) {
        lists.addFirst(share);
    }

    /**
     * What was overwritten is held by whoever holds the newer version. A repeated request may be answered in a later
     * term, whose list took the write over.
     */
    @Override
    void answered(Answered answered) {
        Version version = answered.version();
        Verb verb = answered.request().verb();
        boolean isWrite = verb == Verb.PUT || verb == Verb.DELETE;
        boolean isPromised = isWrite && !answered.request().has(Option.LEVEL);
        if (!isPromised || !answered.reply().isOk() || version == null) {
            return;
        }
        Map<Voter, Version> holders = held.getOrDefault(answered.key(), Map.of());
        for (View.Share share : lists) {
            boolean mayHave = share.assignment().term() >= version.term()
                    && share.slots().contains(answered.slot());
            if (mayHave && majorityHolds(version, share.assignment().voters(), holders)) {
                return;
            }
        }
        throw broken(answered.node() + " acknowledged version " + version + " of " + answered.key()
                + ", while the disks held " + holders);
    }

    private static boolean majorityHolds(
            Version version, List<Voter> voters, Map<Voter, Version> holders) {
        return Majority.of(
                voters, voter -> holders.getOrDefault(voter, Version.NONE).compareTo(version) >= 0);
    }
}
