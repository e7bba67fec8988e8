package io.ringkv.simulation.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.ringkv.simulation.history.Operation.Kind;
import io.ringkv.simulation.history.Operation.Status;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.ByteArrayInputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

class HistoryFileTest {
    private static final String GET = "{'client':1,'op':'get','key':'k','input':null,'output':null,"
            + "'call_ns':5,'return_ns':6,'status':'ok'}";

    @TempDir
    private Path dir;

    private static List<Operation> read(String lines) throws Exception {
        byte[] bytes = lines.replace('\'', '"').getBytes(UTF_8);
        return HistoryFile.read(new ByteArrayInputStream(bytes), "f");
    }

    @Test
    void what_is_written_is_read_as_it_was() throws Exception {
        Random random = new Random(1);
        List<Operation> history = new ArrayList<>(
                new RandomHistories(5, 3, 20, 70).draw(random, "a \"k\"\n\u00e9", 500));
        history.add(new Operation(
                -1, Kind.PUT, "", "\ud83d\ude00\u0000", null, null, Status.FAIL, -5, 7));
        history.add(new Operation(1, Kind.CAS, "k", "b", null, "x", Status.CONFLICT, 1, 2));
        Path file = dir.resolve("history.jsonl");
        HistoryFile.write(history, file);
        assertThat(HistoryFile.read(file)).isEqualTo(history);
    }

    @Test
    void numbers_are_values_empty_lines_and_other_fields_are_passed_over() throws Exception {
        assertThat(read("\n" + GET.replace("'output':null", "'output':7,'host':{'a':[1]}")
                        + "\n\n"))
                .singleElement()
                .satisfies(one -> assertThat(one.output()).isEqualTo("7"));
    }

    @Test
    void what_is_unknown_needs_no_return() throws Exception {
        assertThat(read("{'client':1,'op':'delete','key':'k','call_ns':5,'status':'info'}"))
                .singleElement()
                .satisfies(one -> assertThat(one.returned()).isEqualTo(Long.MAX_VALUE));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '#',
            value = {
                "'ok'|'done'|status is \"done\"; it is ok, fail or info",
                "'get'|'incr'|op is \"incr\"; it is put, get, delete or cas",
                "'get'|7|op is 7; it is put",
                "6|4|return_ns 4 is before call_ns 5",
                "6|null|return_ns is null; it is a whole number",
                "6|6.5|return_ns is 6.5; it is a whole number",
                "'return_ns':6,|#'x':6,#|there is no return_ns",
                "'output':null,|#'x':6,#|there is no output",
                "'output':null|'output':[1]|output is a list; a value is a string or a number",
                "'key':'k'|'key':null|key is null",
                "'client':1|'client':'a'|client is \"a\"; it is a whole number",
                "'client':1|'client':99999999999|too large",
                "'get'|'put'|the input of a put is a value",
                "'get'|'cas'|the input of a cas is",
                "'client':1|'client':1,'client':2|Duplicate field",
                "}|#} {}#|more behind the object",
                "}|##|is no JSON",
                "{|[|is no JSON",
            })
    void what_is_wrong_is_said_with_its_line(String right, String wrong, String said) {
        String line = GET.replace(right, wrong);
        assertThatThrownBy(() -> read(GET + "\n" + line))
                .isInstanceOf(BadHistoryException.class)
                .hasMessageStartingWith("f:2: ")
                .hasMessageContaining(said)
                .hasMessageNotContaining("\n");
    }

    @Test
    void an_empty_file_and_other_bytes_are_no_history() {
        assertThatThrownBy(() -> read("\n")).hasMessageContaining("there is no operation in it");
        byte[] bytes = {(byte) 0xff, (byte) 0xfe, 1};
        assertThatThrownBy(() -> HistoryFile.read(new ByteArrayInputStream(bytes), "f"))
                .isInstanceOf(BadHistoryException.class)
                .hasMessageContaining("no UTF-8");
    }
}
