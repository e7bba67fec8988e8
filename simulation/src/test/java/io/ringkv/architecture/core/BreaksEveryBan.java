package io.ringkv.architecture.core;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;

import java.io.ByteArrayOutputStream;
import java.net.InetSocketAddress;
import java.nio.channels.Selector;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.Calendar;
import java.util.Collections;
import java.util.Date;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Hashtable;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Random;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.Timer;
import java.util.UUID;
import java.util.WeakHashMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Never runs: it does once each thing that no core may do, so that the rule can be seen to find it. */
@SuppressWarnings("unused")
public final class BreaksEveryBan {

    private @Nullable Logger log;
    private @Nullable Thread thread;
    private @Nullable ThreadLocal<String> local;
    private @Nullable ProcessBuilder builder;
    private @Nullable Process process;
    private @Nullable Timer timer;
    private @Nullable InetSocketAddress address;
    private @Nullable Selector selector;
    private @Nullable Path path;
    private @Nullable Clock clock;
    private @Nullable InstantSource source;
    private Map<String, String>[] maps = collections();

    @SuppressWarnings("unchecked")
    private static Map<String, String>[] collections() {
        Set<String> set = new HashSet<>(Set.of("a"));
        Map<Object, Object> hashed = new Hashtable<>();
        hashed.put(new Properties(), new ConcurrentHashMap<String, String>());
        return (Map<String, String>[]) new Map<?, ?>[] {
            new HashMap<>(Map.of("a", "b")), new IdentityHashMap<>(), new WeakHashMap<>(), hashed
        };
    }

    private static List<Object> times() {
        Supplier<Instant> now = Instant::now;
        return List.of(
                now,
                System.nanoTime(),
                LocalDate.now(),
                LocalTime.now(),
                LocalDateTime.now(),
                OffsetDateTime.now(),
                ZonedDateTime.now(),
                new Date(),
                Calendar.getInstance());
    }

    private static List<Object> chances() {
        List<Object> list = new ArrayList<>();
        Collections.shuffle(list, new Random(1));
        list.add(Math.random());
        list.add(new SplittableRandom());
        list.add(new SecureRandom());
        list.add(UUID.randomUUID());
        list.add(System.identityHashCode(list));
        return list;
    }

    private static List<Object> others(Stream<String> names) {
        return List.of(
                names.collect(Collectors.toSet()),
                names.collect(Collectors.toMap(n -> n, n -> n)),
                names.collect(Collectors.groupingBy(n -> n)),
                Runtime.getRuntime(),
                System.getenv(),
                new ByteArrayOutputStream());
    }
}
