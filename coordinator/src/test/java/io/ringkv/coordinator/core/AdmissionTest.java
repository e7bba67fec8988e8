package io.ringkv.coordinator.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringkv.protocol.ErrorCode;
import io.ringkv.protocol.Option;
import io.ringkv.protocol.Reply;
import io.ringkv.protocol.Request;
import io.ringkv.protocol.Verb;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.List;

/** What was let in is read by every process at each of its starts. */
class AdmissionTest {
    private static Request registration(String id, String host, String port) {
        return Request.builder(Verb.REGISTER_NODE)
                .argument(id)
                .argument(host)
                .argument(port)
                .build();
    }

    @ParameterizedTest
    @CsvSource({
        "n1, 10.0.0.1, 5001",
        "n.1_x-y:z, ::1, 1",
        "n1, db-1.example.org, 65535",
    })
    void what_can_be_read_back_is_let_in(String id, String host, String port) {
        assertThat(Admission.refusal(registration(id, host, port))).isNull();
    }

    @ParameterizedTest
    @CsvSource({
        "n 1, 10.0.0.1, 5001",
        "'', 10.0.0.1, 5001",
        "n1, 'a b', 5001",
        "n1, '', 5001",
        "n1, 10.0.0.1, 0",
        "n1, 10.0.0.1, -1",
        "n1, 10.0.0.1, 65536",
        "n1, 10.0.0.1, 99999999999",
        "n1, 10.0.0.1, port",
    })
    void what_cannot_is_refused_before_it_is_proposed(String id, String host, String port) {
        Reply refusal = Admission.refusal(registration(id, host, port));
        assertThat(refusal).isNotNull();
        assertThat(refusal.isError(ErrorCode.BAD_ARGUMENT)).isTrue();
    }

    @Test
    void so_are_words_in_options() {
        Request.Builder good = registration("n1", "h", "1").toBuilder();
        for (Option option : List.of(Option.ZONE, Option.DATA_ID)) {
            assertThat(Admission.refusal(
                            good.build().toBuilder().option(option, "a b").build()))
                    .as("%s", option)
                    .isNotNull();
        }
        assertThat(Admission.refusal(
                        good.build().toBuilder().option(Option.WEIGHT, 0).build()))
                .isNotNull();
    }

    @Test
    void a_registration_without_an_id_is_refused() {
        Request nameless = Request.builder(Verb.REGISTER_NODE)
                .argument("127.0.0.1")
                .argument("5555")
                .build();
        assertThat(Admission.refusal(nameless)).isNotNull();
    }
}
