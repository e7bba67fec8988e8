package io.ringkv.simulation.history;

import io.ringkv.simulation.history.Operation.Kind;
import io.ringkv.simulation.history.Operation.Status;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.PriorityQueue;
import java.util.Random;

/**
 * Histories of one key on which all clients work all the time, from a register that works; half of what has an unknown
 * outcome takes effect, and may do so late. They are linearizable; with some of the answers changed they are so hardly, or
 * hardly not.
 *
 * @param values how many different values are written
 * @param casPercent how many of the writes are compare-and-sets
 * @param late how long after its call an operation of unknown outcome takes effect at most; others take up to 220
 */
record BusyHistories(
        int clients, int values, int unknownPercent, int writePercent, int casPercent, int late) {

    /** A client is free, or an operation takes effect. */
    private record Event(
            long time, int order, int client, @Nullable Pending effect) {}

    private static final class Pending {
        final int client;
        final Kind kind;
        final @Nullable String input;
        final @Nullable String expect;
        final boolean unknown;
        final long called;
        final long returned;

        @Nullable
        String found;

        Pending(
                int client,
                Kind kind,
                @Nullable String input,
                @Nullable String expect,
                boolean unknown,
                long called,
                long returned) {
            this.client = client;
            this.kind = kind;
            this.input = input;
            this.expect = expect;
            this.unknown = unknown;
            this.called = called;
            this.returned = returned;
        }

        /** The value afterwards. */
        @Nullable
        String happen(@Nullable String value) {
            found = value;
            boolean writes =
                    kind != Kind.GET && (kind != Kind.CAS || Objects.equals(expect, value));
            return writes ? input : value;
        }

        Operation told() {
            boolean refused = kind == Kind.CAS && !Objects.equals(expect, found);
            return new Operation(
                    client,
                    kind,
                    "k",
                    input,
                    expect,
                    kind == Kind.GET && !unknown ? found : null,
                    unknown ? Status.UNKNOWN : refused ? Status.CONFLICT : Status.OK,
                    called,
                    unknown ? Long.MAX_VALUE : returned);
        }
    }

    List<Operation> draw(Random random, int operations) {
        PriorityQueue<Event> events = new PriorityQueue<>(
                Comparator.comparingLong(Event::time).thenComparingInt(Event::order));
        List<Pending> all = new ArrayList<>();
        int order = 0;
        for (int client = 0; client < clients; client++) {
            events.add(new Event(random.nextInt(100), order++, client, null));
        }
        String value = null;
        for (Event event = events.poll(); event != null; event = events.poll()) {
            if (event.effect != null) {
                value = event.effect.happen(value);
            } else if (all.size() < operations) {
                Pending next = call(random, event.client, event.time);
                all.add(next);
                if (!next.unknown || random.nextBoolean()) {
                    long span = next.unknown ? late : next.returned - next.called;
                    long happens = next.called + random.nextLong(span);
                    events.add(new Event(happens, order++, next.client, next));
                }
                long free = next.returned + 1 + random.nextInt(10);
                events.add(new Event(free, order++, next.client, null));
            }
        }
        List<Operation> history = new ArrayList<>();
        all.forEach(one -> history.add(one.told()));
        return history;
    }

    private Pending call(Random random, int client, long now) {
        boolean writes = random.nextInt(100) < writePercent;
        boolean cas = writes && random.nextInt(100) < casPercent;
        Kind kind = cas
                ? Kind.CAS
                : !writes ? Kind.GET : random.nextInt(10) == 0 ? Kind.DELETE : Kind.PUT;
        return new Pending(
                client,
                kind,
                cas || kind == Kind.PUT ? value(random) : null,
                cas && random.nextInt(5) > 0 ? value(random) : null,
                random.nextInt(100) < unknownPercent,
                now,
                now + 20 + random.nextInt(200));
    }

    private String value(Random random) {
        return "v" + random.nextInt(values);
    }

    /** So many of the answers of reads become any value, behind the first operations. */
    List<Operation> withOtherAnswers(
            Random random, List<Operation> history, int first, int changes) {
        List<Operation> changed = new ArrayList<>(history);
        List<Integer> reads = new ArrayList<>();
        for (int i = first; i < history.size(); i++) {
            if (history.get(i).kind() == Kind.GET && history.get(i).status() == Status.OK) {
                reads.add(i);
            }
        }
        for (int i = 0; i < changes && !reads.isEmpty(); i++) {
            int at = reads.get(random.nextInt(reads.size()));
            Operation read = changed.get(at);
            changed.set(
                    at,
                    new Operation(
                            read.client(),
                            Kind.GET,
                            read.key(),
                            null,
                            null,
                            value(random),
                            Status.OK,
                            read.called(),
                            read.returned()));
        }
        return changed;
    }
}
