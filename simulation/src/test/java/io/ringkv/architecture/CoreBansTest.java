package io.ringkv.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.EvaluationResult;

import io.ringkv.architecture.core.BreaksEveryBan;
import io.ringkv.architecture.core.KeepsEveryBan;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.util.List;

class CoreBansTest {

    private static final List<String> REPORT = report(BreaksEveryBan.class);

    @Test
    void no_core_touches_a_clock_a_thread_a_socket_a_file_chance_or_hash_order() {
        CoreBans.RULE.check(Modules.MAIN_CLASSES);
    }

    @ParameterizedTest
    @MethodSource("bans")
    void a_class_that_breaks_a_ban_is_reported_with_what_to_use_instead(Ban ban) {
        assertThat(REPORT)
                .anyMatch(line ->
                        line.contains(ban.what() + " is banned") && line.endsWith(ban.instead()));
    }

    @Test
    void the_replacements_are_not_reported() {
        assertThat(report(KeepsEveryBan.class)).isEmpty();
    }

    static List<Ban> bans() {
        return CoreBans.BANS;
    }

    private static List<String> report(Class<?> broken) {
        EvaluationResult result =
                CoreBans.RULE.evaluate(new ClassFileImporter().importClasses(broken));
        return result.getFailureReport().getDetails();
    }
}
