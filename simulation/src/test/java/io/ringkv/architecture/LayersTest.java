package io.ringkv.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;

import io.ringkv.node.core.Trespasser;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.util.List;

class LayersTest {

    private static final JavaClasses TRESPASSERS = new ClassFileImporter()
            .importClasses(
                    io.ringkv.hashing.Trespasser.class,
                    io.ringkv.protocol.Trespasser.class,
                    io.ringkv.transport.Trespasser.class,
                    io.ringkv.coordinator.Trespasser.class,
                    Trespasser.class,
                    io.ringkv.client.Trespasser.class,
                    io.ringkv.simulation.Trespasser.class);

    @ParameterizedTest
    @MethodSource("rules")
    void every_module_sees_only_what_it_may(ArchRule rule) {
        rule.check(Modules.MAIN_CLASSES);
    }

    @ParameterizedTest
    @MethodSource("rules")
    void a_class_that_sees_more_is_reported(ArchRule rule) {
        assertThat(rule.evaluate(TRESPASSERS).getFailureReport().getDetails())
                .anyMatch(line -> line.contains("Trespasser"));
    }

    static List<ArchRule> rules() {
        return Layers.RULES;
    }
}
