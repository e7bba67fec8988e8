package io.ringkv.client.shell;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.util.Arrays;
import java.util.List;
import java.util.Map;

class VocabularyTest {
    private final Vocabulary vocabulary = new Vocabulary(Map.of(
            "nodes",
            List.of("--output=json"),
            "remove",
            List.of(Vocabulary.NODE_WORD, "--no-wait"),
            "exit",
            List.of()));

    private List<String> complete(String line) {
        return vocabulary.complete(Arrays.asList(line.split(" ", -1)));
    }

    @Test
    void verbsAreCompletedInTheCaseOfTheirFirstLetters() {
        assertThat(complete("get")).containsExactly("get_nodes_for_key", "get_view", "get");
        assertThat(complete("GET_V")).containsExactly("GET_VIEW");
        assertThat(complete("@7 PU")).containsExactly("PUT");
        assertThat(complete("no")).containsExactly("nodes");
        assertThat(complete("REPL")).as("between nodes only").isEmpty();
        assertThat(complete("SCA")).as("of a later version").isEmpty();
    }

    @Test
    void optionsAndTheirValuesComeFromTheTable() {
        assertThat(complete("get --l")).containsExactly("--level=");
        assertThat(complete("get --level="))
                .containsExactly("--level=one", "--level=quorum", "--level=all");
        assertThat(complete("put --if=p")).containsExactly("--if=present");
        assertThat(complete("get --if")).as("a read has no condition").isEmpty();
        assertThat(complete("put k --l")).as("behind the key all is value").isEmpty();
        assertThat(complete("put --fo")).isEmpty();
        assertThat(complete("nodes --o")).containsExactly("--output=json");
    }

    @Test
    void keysThatWereTypedAreOfferedAndTheOldestForgotten() {
        vocabulary.remember("user:1");
        vocabulary.remember("two words");
        assertThat(complete("get us")).containsExactly("user:1");
        assertThat(complete("get --level=one us")).containsExactly("user:1");
        assertThat(complete("get tw")).isEmpty();
        assertThat(complete("put user:1 us")).as("a value is no key").isEmpty();
        for (int i = 0; i < 1_000; i++) {
            vocabulary.remember("k" + i);
        }
        assertThat(complete("get us")).isEmpty();
        assertThat(complete("get k")).hasSize(1_000);
    }

    @Test
    void nodesAndVerbsAreOfferedWhereTheSyntaxNamesThem() {
        vocabulary.nodes(List.of("n1", "n2"));
        assertThat(complete("drain n")).containsExactly("n1", "n2");
        assertThat(complete("remove ")).containsExactly("n1", "n2");
        assertThat(complete("remove --")).containsExactly("--no-wait");
        assertThat(complete("remove n1 ")).isEmpty();
        assertThat(complete("help stat")).containsExactly("status", "stats");
    }

    @Test
    void nodesAreOfferedBehindTheOptionOfACommand() {
        Vocabulary own = new Vocabulary(Map.of("log-level", List.of("--output=json", "--node=")));
        own.nodes(List.of("n1", "n2"));
        assertThat(own.complete(List.of("log-level", "debug", "--node", "")))
                .containsExactly("n1", "n2");
        assertThat(own.complete(List.of("log-level", "--node=n2"))).containsExactly("--node=n2");
        assertThat(own.complete(List.of("log-level", "--n"))).containsExactly("--node=");
    }

    @Test
    void theValueOfAnOptionMayBeAWordOfItsOwn() {
        Vocabulary own = new Vocabulary(Map.of("nodes", List.of("--output=json", "--output=csv")));
        assertThat(own.complete(List.of("nodes", "--output", ""))).containsExactly("json", "csv");
        assertThat(own.complete(List.of("nodes", "--output", "c"))).containsExactly("csv");
    }

    /** In capitals the rest of the line is the value. */
    @Test
    void aCommandInLowerCaseHasItsOptionsBehindItsWordsToo() {
        Vocabulary own = new Vocabulary(
                Map.of("put", List.of("--hex", "--level=one", "--level=all", "--if=")));
        own.remember("user:1");
        assertThat(own.complete(List.of("put", "u"))).containsExactly("user:1");
        assertThat(own.complete(List.of("put", "k", "v", "--h"))).containsExactly("--hex");
        assertThat(own.complete(List.of("put", "k", "--level", "a"))).containsExactly("all");
        assertThat(own.complete(List.of("PUT", "k", "--h"))).isEmpty();
        assertThat(own.hint("put")).isEqualTo(" [options] key value");
    }

    @Test
    void aHintSaysWhatIsMissing() {
        assertThat(vocabulary.hint("put")).isEqualTo(" [options] key value");
        assertThat(vocabulary.hint("put ")).isEqualTo("[options] key value");
        assertThat(vocabulary.hint("PUT --level=one k")).isEqualTo(" value");
        assertThat(vocabulary.hint("@1 get k ")).isEmpty();
        assertThat(vocabulary.hint("pu")).isEmpty();
        assertThat(vocabulary.hint("nodes ")).isEmpty();
        assertThat(vocabulary.hint("")).isEmpty();
    }
}
