package io.ringkv.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringkv.process.Await;
import io.ringkv.process.RealServer;
import io.ringkv.protocol.record.Version;
import io.ringkv.simulation.history.Operation;
import io.ringkv.simulation.history.Operation.Kind;
import io.ringkv.simulation.history.Operation.Status;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * Clients that read, write, delete and compare-and-set few keys at once, and write down what they asked and saw. A
 * third of them use the library with request ids, a third without, a third are raw sockets to any node.
 */
final class RecordedLoad implements AutoCloseable {
    private static final int CLIENTS = 9;
    private static final int KEYS = 12;
    private static final long PAUSE_NANOS = 4_000_000L;
    private static final Duration ANSWERED_WITHIN = Duration.ofSeconds(60);

    /** Each value is written once, so that a version and its value are known by each other. */
    private final class Client implements Runnable {
        private final int number;
        private final Caller caller;
        private final Random random;
        private final Map<String, Caller.Answer> seen = new HashMap<>();
        private final List<Operation> operations = new ArrayList<>();
        private final List<String> unanswered = new ArrayList<>();
        private int values;

        Client(int number, Caller caller) {
            this.number = number;
            this.caller = caller;
            random = new Random(number);
        }

        @Override
        public void run() {
            while (!stopped) {
                one("k" + random.nextInt(KEYS));
                LockSupport.parkNanos(PAUSE_NANOS);
            }
            for (int i = 0; i < KEYS && !abandoned; i++) {
                String key = "k" + i;
                if (!Await.holdsWithin(
                        ANSWERED_WITHIN,
                        () -> abandoned || ask(Kind.GET, key).status() == Status.OK)) {
                    unanswered.add("client " + number + " about " + key);
                }
            }
            caller.close();
        }

        private void one(String key) {
            int chance = random.nextInt(100);
            if (chance < 45 || !seen.containsKey(key)) {
                ask(Kind.GET, key);
            } else if (chance < 70) {
                ask(Kind.PUT, key);
            } else if (chance < 95) {
                ask(Kind.CAS, key);
            } else {
                ask(Kind.DELETE, key);
            }
        }

        private Caller.Answer ask(Kind kind, String key) {
            String input = kind == Kind.PUT || kind == Kind.CAS ? number + "." + values++ : null;
            Caller.Answer last =
                    seen.getOrDefault(key, new Caller.Answer(Status.OK, null, Version.NONE));
            long called = System.nanoTime();
            Caller.Answer answer = switch (kind) {
                case GET -> caller.get(key);
                case PUT -> caller.put(key, input);
                case DELETE -> caller.delete(key);
                case CAS -> caller.compareAndSet(key, last.version(), input);
            };
            long returned = System.nanoTime();
            // A read whose answer was lost changed nothing.
            Status status = kind == Kind.GET && answer.status() == Status.UNKNOWN
                    ? Status.FAIL
                    : answer.status();
            operations.add(new Operation(
                    number,
                    kind,
                    key,
                    input,
                    kind == Kind.CAS ? last.value() : null,
                    kind == Kind.GET ? answer.value() : null,
                    status,
                    called,
                    status == Status.UNKNOWN ? Long.MAX_VALUE : returned));
            if (answer.status() == Status.OK) {
                seen.put(key, answer);
                succeeded.incrementAndGet();
            }
            return answer;
        }
    }

    private final List<Client> clients = new ArrayList<>();
    private final List<Thread> threads = new ArrayList<>();
    private final List<Throwable> failures = Collections.synchronizedList(new ArrayList<>());
    private final AtomicInteger succeeded = new AtomicInteger();
    private volatile boolean stopped;
    private volatile boolean abandoned;

    /** @param servers any of the cluster; raw sockets go to the nodes */
    RecordedLoad(List<RealServer> servers, List<RealServer> nodes) {
        for (int i = 0; i < CLIENTS; i++) {
            Caller caller = i % 3 == 2
                    ? new WireCaller(nodes, i)
                    : new LibraryCaller(servers, /* identified */ i % 3 == 0);
            clients.add(new Client(i, caller));
        }
        for (Client client : clients) {
            Thread thread = new Thread(client, "client-" + client.number);
            thread.setDaemon(true);
            thread.setUncaughtExceptionHandler((in, failure) -> failures.add(failure));
            threads.add(thread);
            thread.start();
        }
    }

    static List<String> keys() {
        List<String> keys = new ArrayList<>();
        for (int i = 0; i < KEYS; i++) {
            keys.add("k" + i);
        }
        return keys;
    }

    int succeeded() {
        return succeeded.get();
    }

    void awaitMore(int count) {
        int before = succeeded();
        Await.until(
                count + " more operations", ANSWERED_WITHIN, () -> succeeded() >= before + count);
    }

    /** Each client reads every key until it is answered; then everything that any of them asked. */
    History finish() {
        close();
        List<Operation> all = new ArrayList<>();
        List<String> unanswered = new ArrayList<>();
        for (Client client : clients) {
            all.addAll(client.operations);
            unanswered.addAll(client.unanswered);
        }
        assertThat(failures).as("clients that failed").isEmpty();
        assertThat(unanswered).as("never answered again").isEmpty();
        return new History(all);
    }

    /** Nobody will ask what they saw. */
    void abandon() {
        abandoned = true;
        close();
    }

    @Override
    public void close() {
        stopped = true;
        for (Thread thread : threads) {
            try {
                thread.join(KEYS * ANSWERED_WITHIN.toMillis());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
