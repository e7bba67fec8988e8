package io.ringkv.architecture;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import com.tngtech.archunit.lang.syntax.ArchRuleDefinition;

import java.util.List;

/**
 * What no core may touch: clocks, threads, sockets, files, chance, and collections whose order differs from process to
 * process. With these gone, one seed gives one run, and the simulator can replay it.
 */
final class CoreBans {

    private static final String NOW = "the time that the core is handed with each message and tick";
    private static final String CHANCE =
            "the seeded generator that the core is handed at its creation";
    private static final String ORDERED_MAP = "TreeMap, LinkedHashMap or EnumMap";
    private static final String ORDERED_SET = "TreeSet, LinkedHashSet, EnumSet or List.of";
    private static final String LOOP =
            "an effect in the outbox; one event loop runs a core, so it needs no lock";
    private static final String PORT = "a port: an effect in the outbox, or the store port";
    private static final String COLLECTED =
            "Collectors.toCollection(TreeSet::new), or the form with a map supplier";

    static final List<Ban> BANS = List.of(
            Ban.members("java.lang.System", List.of("nanoTime", "currentTimeMillis"), NOW),
            Ban.members("java.time.Instant", List.of("now"), NOW),
            Ban.members("java.time.LocalDate", List.of("now"), NOW),
            Ban.members("java.time.LocalTime", List.of("now"), NOW),
            Ban.members("java.time.LocalDateTime", List.of("now"), NOW),
            Ban.members("java.time.ZonedDateTime", List.of("now"), NOW),
            Ban.members("java.time.OffsetDateTime", List.of("now"), NOW),
            Ban.type("java.time.Clock", NOW),
            Ban.type("java.time.InstantSource", NOW),
            Ban.type("java.util.Date", NOW),
            Ban.type("java.util.Calendar", NOW),
            Ban.type("java.lang.Thread", LOOP),
            Ban.type("java.lang.ThreadLocal", LOOP),
            Ban.type("java.lang.Runtime", "a limit in the core's configuration"),
            Ban.type("java.lang.Process", PORT),
            Ban.type("java.lang.ProcessBuilder", PORT),
            Ban.type("java.util.Timer", "a timer in the outbox, or the tick"),
            Ban.inPackage("java.util.concurrent", LOOP),
            Ban.inPackage("java.net", PORT),
            Ban.inPackage("java.io", PORT + "; for errors, an exception of ours"),
            Ban.inPackage("java.nio.file", PORT),
            Ban.inPackage("java.nio.channels", PORT),
            Ban.members("java.lang.Math", List.of("random"), CHANCE),
            Ban.type("java.util.Random", CHANCE),
            Ban.type("java.security.SecureRandom", CHANCE),
            Ban.shortForms("java.util.SplittableRandom", List.of("<init>"), 0, CHANCE),
            Ban.members("java.util.UUID", List.of("randomUUID"), CHANCE),
            Ban.members("java.util.Collections", List.of("shuffle"), CHANCE),
            Ban.members("java.lang.System", List.of("identityHashCode"), "an id of its own"),
            Ban.members(
                    "java.lang.System",
                    List.of("getenv", "getProperty"),
                    "the core's configuration"),
            Ban.type("java.util.HashMap", ORDERED_MAP),
            Ban.type("java.util.Hashtable", ORDERED_MAP),
            Ban.type("java.util.Properties", ORDERED_MAP),
            Ban.type("java.util.IdentityHashMap", ORDERED_MAP),
            Ban.type("java.util.WeakHashMap", ORDERED_MAP),
            Ban.type("java.util.HashSet", ORDERED_SET),
            Ban.members("java.util.Map", List.of("of", "ofEntries", "copyOf"), ORDERED_MAP),
            Ban.members("java.util.Set", List.of("of", "copyOf"), ORDERED_SET),
            Ban.members(
                    "java.util.stream.Collectors",
                    List.of(
                            "toSet",
                            "toUnmodifiableSet",
                            "toUnmodifiableMap",
                            "groupingByConcurrent"),
                    COLLECTED),
            Ban.shortForms("java.util.stream.Collectors", List.of("toMap"), 3, COLLECTED),
            Ban.shortForms("java.util.stream.Collectors", List.of("groupingBy"), 2, COLLECTED),
            Ban.inPackage("org.slf4j", "an event in the outbox; the module's main logs it"));

    static final ArchRule RULE = ArchRuleDefinition.classes()
            .that()
            .resideInAnyPackage("io.ringkv..core..", "io.ringkv.hashing..", "io.ringkv.protocol..")
            .should(useNothingBanned());

    private CoreBans() {}

    private static ArchCondition<JavaClass> useNothingBanned() {
        return new ArchCondition<>("use no clock, thread, socket, file, chance or hash order") {
            @Override
            public void check(JavaClass user, ConditionEvents events) {
                for (Ban.Use use : Ban.usesOf(user)) {
                    for (Ban ban : BANS) {
                        if (ban.matches().test(use)) {
                            events.add(SimpleConditionEvent.violated(user, ban.message(use)));
                        }
                    }
                }
            }
        };
    }
}
