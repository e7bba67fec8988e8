package io.ringkv.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchRule;

import java.util.List;
import java.util.stream.Stream;

/** Which module sees which, and which one place sees each large library. */
final class Layers {

    /** netty-buffer, with the two types of netty-common that its own methods speak of. */
    private static final DescribedPredicate<JavaClass> NETTY_BUFFER = resideInAPackage(
                    "io.netty.buffer..")
            .or(JavaClass.Predicates.type(io.netty.util.ByteProcessor.class))
            .or(JavaClass.Predicates.type(io.netty.util.ReferenceCounted.class))
            .as("netty-buffer");

    static final List<ArchRule> RULES = List.of(
            moduleSees("hashing"),
            moduleSees("protocol"),
            moduleSees("transport", "protocol"),
            moduleSees("coordinator", "hashing", "protocol", "transport"),
            moduleSees("node", "hashing", "protocol", "transport"),
            moduleSees("client", "hashing", "protocol", "transport"),
            moduleSees("simulation", "hashing", "protocol", "coordinator", "node", "client"),
            coresSeeNoSurroundings(),
            onlyIn("io.ringkv.node.store..", resideInAPackage("org.rocksdb..")),
            onlyIn("io.ringkv.coordinator.log..", resideInAPackage("org.apache.ratis..")),
            onlyIn("io.ringkv.client..", resideInAPackage("org.jline..")),
            onlyIn(
                    "io.ringkv.transport..",
                    resideInAPackage("io.netty..")
                            .and(not(NETTY_BUFFER))
                            .as("Netty beyond netty-buffer")));

    private Layers() {}

    private static ArchRule moduleSees(String module, String... others) {
        String[] seen = Stream.concat(Stream.of(module), Stream.of(others))
                .map(Layers::packagesOf)
                .toArray(String[]::new);
        return noClasses()
                .that()
                .resideInAPackage(packagesOf(module))
                .should()
                .dependOnClassesThat(
                        resideInAPackage("io.ringkv..").and(not(resideInAnyPackage(seen))))
                .as(module + " sees of ours " + (others.length == 0 ? "nothing" : List.of(others)));
    }

    private static ArchRule coresSeeNoSurroundings() {
        return noClasses()
                .that()
                .resideInAPackage("io.ringkv..core..")
                .should()
                .dependOnClassesThat(resideInAnyPackage(
                                "io.ringkv.transport..", "io.ringkv..store..", "io.ringkv..log..")
                        .or(resideInAPackage("io.netty..").and(not(NETTY_BUFFER))))
                .as("cores see no transport, store, log, nor Netty beyond its buffers");
    }

    private static ArchRule onlyIn(String place, DescribedPredicate<JavaClass> library) {
        return noClasses()
                .that()
                .resideOutsideOfPackage(place)
                .should()
                .dependOnClassesThat(library)
                .as("only " + place + " sees " + library.getDescription());
    }

    private static String packagesOf(String module) {
        return "io.ringkv." + module + "..";
    }
}
