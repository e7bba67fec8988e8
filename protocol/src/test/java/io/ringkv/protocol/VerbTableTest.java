package io.ringkv.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;

/** The closed tables are whole and agree with each other. */
class VerbTableTest {

    @ParameterizedTest
    @EnumSource(Verb.class)
    void everyVerbIsFoundByItsNameInAnyCaseAndHasHelp(Verb verb) {
        assertThat(Verb.named(verb.name())).isEqualTo(verb);
        assertThat(Verb.named(verb.name().toLowerCase(Locale.ROOT))).isEqualTo(verb);
        assertThat(Verb.nearest(verb.name() + "X") == verb)
                .as("only what this build has is proposed")
                .isEqualTo(verb.supported());
        assertThat(verb.help().syntax()).startsWith(verb.name());
        assertThat(verb.help().summary()).endsWith(".").doesNotContain("\n");
        assertThat(verb.help().example()).contains(verb.name());
        assertThat(verb.help().reply()).isNotEmpty();
    }

    @ParameterizedTest
    @EnumSource(Option.class)
    void everyOptionIsFoundByItsNameAndKnownToAVerbUnlessItIsFraming(Option option) {
        byte[] name = option.wireName().getBytes(StandardCharsets.US_ASCII);

        assertThat(Option.find(name, 0, name.length)).isEqualTo(option);
        assertThat(Arrays.stream(Verb.values()).anyMatch(verb -> verb.allows(option)))
                .isEqualTo(!option.framing());
    }

    @Test
    void dataVerbsKnowTheCommonOptionsAndWritesTheirOwn() {
        for (Verb verb : new Verb[] {Verb.PUT, Verb.GET, Verb.DELETE, Verb.EXISTS}) {
            assertThat(verb.supports(Option.LEVEL)).isTrue();
            assertThat(verb.supports(Option.TIMEOUT)).isTrue();
            assertThat(verb.supports(Option.EPOCH)).isTrue();
        }
        assertThat(Verb.PUT.supports(Option.IF) && Verb.DELETE.supports(Option.IF))
                .isTrue();
        assertThat(Verb.PUT.allows(Option.TTL) && !Verb.PUT.supports(Option.TTL))
                .isTrue();
    }

    @Test
    void namesThatAreNoneAreNotFound() {
        assertThat(Verb.named("")).isNull();
        assertThat(Verb.named("GETS")).isNull();
        assertThat(Verb.named("a name that is longer than any verb there is")).isNull();
    }

    @ParameterizedTest
    @CsvSource({
        "50ms, 50000000",
        "30s, 30000000000",
        "5m, 300000000000",
        "2h, 7200000000000",
        "0s, 0"
    })
    void durationsAreReadWithTheirUnit(String text, long nanos) {
        Request request = Request.builder(Verb.GET)
                .option(Option.TIMEOUT, text)
                .argument("k")
                .build();

        assertThat(request.nanosOption(Option.TIMEOUT, -1)).isEqualTo(nanos);
    }

    @Test
    void aRequestThatNoDecoderWouldAcceptIsRefusedWhereItIsMade() {
        Request.Builder get = Request.builder(Verb.GET);

        assertThatThrownBy(get::build).hasMessageContaining("a key is missing");
        assertThatThrownBy(() -> get.option(Option.IF, "absent")).hasMessageContaining("--if");
        assertThatThrownBy(() -> get.option(Option.LEVEL, "most"))
                .hasMessageContaining("one, quorum or all");
        assertThatThrownBy(() -> get.option(Option.LENGTH, 5)).hasMessageContaining("--length");
        assertThatThrownBy(() -> get.tag("a b")).hasMessageContaining("tag");
        assertThatThrownBy(() -> get.argument("k").value(new byte[1]).build())
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aBuilderThatStartsFromARequestChangesOnlyWhatItIsTold() {
        Request put = Request.builder(Verb.PUT)
                .option(Option.TIMEOUT, "2s")
                .key(new byte[] {1})
                .value(new byte[] {2})
                .tag("7")
                .build();

        Request forwarded = put.toBuilder()
                .option(Option.FORWARDED)
                .option(Option.TIMEOUT, "1500ms")
                .tag(null)
                .build();

        assertThat(forwarded.has(Option.FORWARDED)).isTrue();
        assertThat(forwarded.option(Option.TIMEOUT)).isEqualTo("1500ms");
        assertThat(forwarded.key()).isEqualTo(put.key());
        assertThat(put.option(Option.TIMEOUT)).isEqualTo("2s");
        assertThat(put.tag()).isEqualTo("7");
    }

    @Test
    void secretsDoNotShow() {
        Request auth = Request.builder(Verb.AUTH).argument("hunter2").build();
        Request hello = Request.builder(Verb.HELLO)
                .option(Option.TOKEN, "hunter2")
                .argument("1")
                .build();

        assertThat(auth + " " + hello)
                .doesNotContain("hunter2")
                .contains("AUTH ***", "--token=***");
    }

    @Test
    void textsAreOneLineAndFieldsReplaceThemselves() {
        Reply reply = Reply.error(ErrorCode.SYNTAX, "a\r\nb").with("x", "1").with("x", "2");

        assertThat(reply.text()).isEqualTo("a  b");
        assertThat(reply.field("x")).isEqualTo("2");
        assertThat(reply.fields().size()).isEqualTo(1);
        assertThatThrownBy(() -> reply.with("len", "5"))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> reply.with("a b", "5"))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
