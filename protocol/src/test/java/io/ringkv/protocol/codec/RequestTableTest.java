package io.ringkv.protocol.codec;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringkv.protocol.Option;
import io.ringkv.protocol.Request;
import io.ringkv.protocol.Verb;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every row of the protocol page's table of lines and answers. */
class RequestTableTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            ignoreLeadingAndTrailingWhitespace = false,
            value = {
                "PUT price $13|$13",
                "PUT k \"x\"|\"x\"",
                "PUT k  v| v",
                "PUT k v |v ",
                "PUT k a b  c|a b  c",
                "PUT k it's --ttl=30s|it's --ttl=30s",
                "PUT k {\"age\": 30}|{\"age\": 30}",
                "put k -1|-1",
            })
    void aTypedValueIsTheRestOfTheLineAsTyped(String line, String value) {
        assertThat(Wire.text(Wire.request(line + "\n").value())).isEqualTo(value);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "PUT k --ttl=30s v",
                "PUT k --v",
                "PUT k  --ttl=30s",
                "GET k --level=one",
                "HELP GET --x"
            })
    void anOptionBehindTheKeyIsRefused(String line) {
        assertThat(Wire.heads(line + "\nGET a\n")).containsExactly("ERR FATAL SYNTAX", "GET a");
    }

    @Test
    void twoDashesAloneEndTheOptions() {
        Request request = Wire.request("PUT -- k --ttl=30s v\n");

        assertThat(request).isEqualTo(put("k", "--ttl=30s v"));
        assertThat(Wire.request("PUT --level=all -- --k --v\n").option(Option.LEVEL))
                .isEqualTo("all");
        assertThat(Wire.text(Wire.request("GET -- --length=5\n").key())).isEqualTo("--length=5");
        assertThat(Wire.text(Wire.request("GET \"--length=5\"\n").key())).isEqualTo("--length=5");
    }

    @ParameterizedTest
    @ValueSource(strings = {"PUT k", "PUT k ", "PUT", "PUT ", "PUT \"k\"", "@1 PUT k"})
    void aPutWithoutValueIsASyntaxError(String line) {
        assertThat(Wire.refusal(line + "\n")).endsWith("ERR FATAL SYNTAX");
    }

    @Test
    void theEmptyValueIsALengthOfZero() {
        assertThat(Wire.request("PUT --length=0 k\n\n")).isEqualTo(put("k", ""));
        assertThat(Wire.request("PUT --length=0 k \r\n\r\n")).isEqualTo(put("k", ""));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "PUT --length=5 k w",
                "GET --length=5 k",
                "PING --length=5",
                "GET --key-length=5 k",
                "PUT --key-length=5 k w",
                "PUT --key-length=5 w",
                "PUT --key-length=5",
                "INFO --key-length=5",
                "NO_SUCH_VERB --length=5 k",
                "INCR --length=5 k",
                "PUT --ttl=30 --length=5 k",
                "PUT --nonsense --length=5 k",
                "GET --blob-length=5 k",
                "GET --Blob-LENGTH=5 k",
                "@not/a/tag PUT --length=5 k",
                "PUT --length=5 \"a\"b",
                "PUT --length=5 a\u0001b",
                "PUT --length=5 \"\"",
            })
    void theBlockIsConsumedBeforeAnyErrorIsAnswered(String line) {
        assertThat(Wire.heads(line + "\nQUIT!\nGET a\n")).hasSize(2).last().isEqualTo("GET a");
        assertThat(Wire.heads(line + "\r\nQUIT!\r\nGET a\r\n"))
                .hasSize(2)
                .noneMatch(head -> head.contains("closes"));
    }

    @Test
    void blocksFollowTheKeysFirstThenTheValuesThenUnknownOnes() {
        assertThat(Wire.request("PUT --length=3 --key-length=1\nk\nv\nw\n"))
                .isEqualTo(put("k", "v\nw"));
        assertThat(Wire.heads("PUT --x-length=1 --length=3 --key-length=2\nkk\nvvv\nx\nGET a\n"))
                .containsExactly("ERR FATAL SYNTAX", "GET a");
    }

    @Test
    void aQuotedWordMustEndWhereItsQuotesDo() {
        assertThat(
                        Wire.heads(
                                "GET \"a\"b\nGET \"a\nGET \"a\\\nGET \"\\q\"\nGET \"\\x4\"\nGET \"\\xZZ\"\nGET a\n"))
                .hasSize(7)
                .startsWith("ERR FATAL SYNTAX")
                .endsWith("ERR FATAL SYNTAX", "GET a");
    }

    @Test
    void aQuoteInsideAWordIsData() {
        assertThat(Wire.text(Wire.request("GET a\"b\n").key())).isEqualTo("a\"b");
        assertThat(Wire.text(Wire.request("GET a\\n\n").key())).isEqualTo("a\\n");
    }

    @Test
    void anEmptyKeyIsABadKey() {
        assertThat(
                        Wire.heads(
                                "GET \"\"\nPUT \"\" v\nGET --key-length=0\n\nPUT --key-length=0 --length=1\n\nv\nGET a\n"))
                .containsExactly(
                        "ERR FATAL BAD_KEY",
                        "ERR FATAL BAD_KEY",
                        "ERR FATAL BAD_KEY",
                        "ERR FATAL BAD_KEY",
                        "GET a");
    }

    @Test
    void quotedWordsKnowTheirEscapes() {
        byte[] key = Wire.request("GET \"a b\\n\\r\\t\\0\\\"\\\\\\x7f\\xFF\"\n").key();

        assertThat(Wire.text(key)).isEqualTo("a b\n\r\t\0\"\\\u007f\u00ff");
        assertThat(Wire.request("PUT \"a b\" \"c\"\n")).isEqualTo(put("a b", "\"c\""));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET --level=one --level=one k",
                "GET --level=two k",
                "GET --level k",
                "GET --level= k",
                "GET --no-such-option=1 k",
                "GET --=1 k",
                "GET --ttl=30s k",
                "PUT --ttl=30 k v",
                "PUT --timeout=30 k v",
                "PUT --timeout=-1s k v",
                "PUT --timeout=1d k v",
                "PUT --timeout=9223372037s k v",
                "PUT --epoch=x k v",
                "PUT --epoch=-1 k v",
                "PUT --epoch=9223372036854775808 k v",
                "PUT --if=17 k v",
                "PUT --if=17. k v",
                "PUT --if=maybe k v",
                "PUT --forwarded=yes k v",
            })
    void aRepeatedOrUnknownOptionOrAWrongValueIsASyntaxError(String line) {
        assertThat(Wire.refusal(line + "\n")).isEqualTo("ERR FATAL SYNTAX");
    }

    @ParameterizedTest
    @ValueSource(strings = {"INCR k", "MGET a b", "SCAN", "TOUCH k", "INCR"})
    void aVerbThatThisBuildDoesNotHaveIsRefusedByName(String line) {
        String name = line.split(" ")[0];

        assertThat(Wire.refusal(line + "\n")).isEqualTo("ERR FATAL UNSUPPORTED");
        assertThat(Wire.requests(line + "\n").get(0).toString()).contains(name);
    }

    @Test
    void anOptionThatThisBuildDoesNotHaveIsRefusedByNameAndNeverIgnored() {
        assertThat(Wire.refusal("PUT --ttl=30s k v\n")).isEqualTo("ERR FATAL UNSUPPORTED");
        assertThat(Wire.requests("PUT --ttl=30s k v\n").get(0).toString()).contains("--ttl");
    }

    @Test
    void tabAndBytesFromHex80AreData() {
        assertThat(Wire.request("PUT k\t\u00e9 \tv\u0080\u00ff\n"))
                .isEqualTo(put("k\t\u00e9", "\tv\u0080\u00ff"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "PUT k a\u0000b",
                "GET \u0008k",
                "GET \u007f",
                "G\u001b[AET k",
                "GET a\rb",
                "GET a\r\r"
            })
    void otherControlBytesAreAClearError(String line) {
        assertThat(Wire.heads(line + "\nGET a\n")).containsExactly("ERR FATAL SYNTAX", "GET a");
        assertThat(Wire.requests(line + "\n").get(0).toString()).contains("of the line is", "\\x");
    }

    @Test
    void emptyLinesAreIgnored() {
        assertThat(Wire.heads("\n\r\n   \nGET a\n\n\nGET b\n")).containsExactly("GET a", "GET b");
    }

    @Test
    void verbsAndOptionNamesAreCaseInsensitive() {
        Request request = Wire.request("pUt --If=absent --REQUEST-ID=A k V\n");

        assertThat(request.verb()).isEqualTo(Verb.PUT);
        assertThat(request.option(Option.IF)).isEqualTo("absent");
        assertThat(request.option(Option.REQUEST_ID)).isEqualTo("A");
    }

    @Test
    void anUnknownVerbIsAnsweredWithTheOneThatWasMeant() {
        assertThat(Wire.refusal("@7 GTE k\n")).isEqualTo("@7 ERR FATAL UNKNOWN_COMMAND");
        assertThat(Wire.requests("GTE k\n").get(0).toString())
                .contains("'GTE'", "did you mean GET?", "HELP");
        assertThat(Wire.requests("XYZZYX\n").get(0).toString()).doesNotContain("did you mean");
    }

    @Test
    void aTagIsEchoedOnErrorsToo() {
        assertThat(Wire.request("@7 GET a\n").tag()).isEqualTo("7");
        assertThat(Wire.refusal("@a.b:c-d_E GET\n")).isEqualTo("@a.b:c-d_E ERR FATAL SYNTAX");
        assertThat(Wire.refusal("@7 PUT --length=3 k\nabcd\n"))
                .isEqualTo("@7 ERR FATAL SYNTAX (closes)");
        assertThat(Wire.refusal("@7\n")).isEqualTo("@7 ERR FATAL SYNTAX");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "@ GET a",
                "@a/b GET a",
                "@012345678901234567890123456789012 GET a",
                "@\"a\" GET a"
            })
    void aWrongTagIsRefusedAndNotEchoed(String line) {
        assertThat(Wire.refusal(line + "\n")).isEqualTo("ERR FATAL SYNTAX");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET",
                "GET a b",
                "PING x",
                "SLOWLOG 1 2",
                "LOG_LEVEL",
                "LOG_LEVEL a b c",
                "REPAIR",
                "REPAIR START n1",
                "SET_REPLICAS",
                "REGISTER_NODE host",
                "PROBE h",
                "HELLO"
            })
    void theWrongNumberOfArgumentsIsRefused(String line) {
        assertThat(Wire.refusal(line + "\n")).startsWith("ERR FATAL ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"PUT --trace=a.B_1:- k v", "GET --trace=t k", "DELETE --trace=7 k"})
    void aTraceIsAWordOfTheTagsAlphabet(String line) {
        assertThat(Wire.request(line + "\n").option(Option.TRACE)).isNotEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET --trace k",
                "GET --trace= k",
                "GET --trace=a/b k",
                "GET --trace=\"a b\" k",
                "GET --trace=012345678901234567890123456789012 k",
                "PING --trace=a"
            })
    void anyOtherTraceIsASyntaxError(String line) {
        assertThat(Wire.refusal(line + "\n")).isEqualTo("ERR FATAL SYNTAX");
    }

    private static Request put(String key, String value) {
        return Request.builder(Verb.PUT)
                .argument(Wire.bytes(key))
                .value(Wire.bytes(value))
                .build();
    }
}
