package io.ringkv.simulation.history;

import io.ringkv.simulation.history.Operation.Kind;
import io.ringkv.simulation.history.Operation.Status;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;

/**
 * Histories from a register that works: each operation takes effect at one moment between its call and its return, so
 * they are linearizable; and the same with one answer changed.
 *
 * @param values how many different values are written; 0 for a new one each time
 * @param unknownPercent of how many the answer is lost; half of those took effect
 */
record RandomHistories(int clients, int values, int unknownPercent, int writePercent) {

    List<Operation> draw(Random random, String key, int operations) {
        List<Operation> history = new ArrayList<>();
        long[] free = new long[clients];
        long now = 0;
        String value = null;
        for (int i = 0; i < operations; i++) {
            // Moments of effect go up; around each, the call and the return reach as far as the
            // client is free.
            now += 2 + random.nextInt(3);
            int client = random.nextInt(clients);
            while (free[client] >= now) {
                client = (client + 1) % clients;
                now += client == 0 ? 1 : 0;
            }
            long called = Math.max(free[client] + 1, now - random.nextInt(3 * clients));
            long returned = now + random.nextInt(3 * clients);
            free[client] = returned;
            Operation one = one(random, client, key, value, i, called, returned);
            history.add(one);
            boolean happens = one.status() == Status.OK
                    || one.status() == Status.UNKNOWN
                            && random.nextBoolean()
                            && (one.kind() != Kind.CAS || Objects.equals(one.expect(), value));
            value = happens && one.kind() != Kind.GET ? one.input() : value;
        }
        return history;
    }

    private Operation one(
            Random random,
            int client,
            String key,
            String value,
            int number,
            long called,
            long returned) {
        boolean writes = random.nextInt(100) < writePercent;
        int dice = random.nextInt(10);
        Kind kind = !writes ? Kind.GET : dice < 5 ? Kind.PUT : dice < 6 ? Kind.DELETE : Kind.CAS;
        String input = kind == Kind.PUT || kind == Kind.CAS ? written(random, number) : null;
        boolean unknown = random.nextInt(100) < unknownPercent;
        String expect = null;
        Status status = Status.OK;
        if (kind == Kind.CAS) {
            expect = random.nextInt(3) > 0 ? value : written(random, random.nextInt(number + 1));
            status = Objects.equals(expect, value) ? Status.OK : Status.CONFLICT;
        }
        return new Operation(
                client,
                kind,
                key,
                input,
                expect,
                kind == Kind.GET && !unknown ? value : null,
                unknown ? Status.UNKNOWN : status,
                called,
                unknown ? Long.MAX_VALUE : returned);
    }

    private String written(Random random, int number) {
        return "v" + (values == 0 ? number : random.nextInt(values));
    }

    /** One answer, or one condition, becomes another; mostly, but not always, one that nothing explains. */
    static List<Operation> mutated(Random random, List<Operation> history) {
        List<Operation> changed = new ArrayList<>(history);
        int at = random.nextInt(history.size());
        Operation one = history.get(at);
        String other = history.get(random.nextInt(history.size())).input();
        boolean refused = one.status() == Status.CONFLICT;
        Status status =
                one.kind() == Kind.CAS && one.status() != Status.UNKNOWN && random.nextBoolean()
                        ? refused ? Status.OK : Status.CONFLICT
                        : one.status();
        changed.set(
                at,
                new Operation(
                        one.client(),
                        one.kind(),
                        one.key(),
                        one.kind() == Kind.PUT && other != null ? other : one.input(),
                        one.kind() == Kind.CAS && status == one.status() ? other : one.expect(),
                        one.kind() == Kind.GET ? other : null,
                        status,
                        one.called(),
                        one.returned()));
        return changed;
    }
}
