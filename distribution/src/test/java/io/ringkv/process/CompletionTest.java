package io.ringkv.process;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;

/** The completion scripts, in the shells that they are for. */
@Tag("process")
class CompletionTest {
    @TempDir
    private static Path dir;

    private static Path script(String shell) {
        return dir.resolve("kv." + shell);
    }

    @BeforeAll
    static void write() throws IOException {
        for (String shell : List.of("bash", "zsh", "fish")) {
            Tool.Result result = Tool.run(dir, "", Tool.KV, "completion", shell);
            assertThat(result.exitCode()).isZero();
            assertThat(result.err()).isEmpty();
            Files.writeString(script(shell), result.out());
        }
    }

    /** As bash does it: the words as it cuts them, the last one begun. */
    private static List<String> bash(String... words) {
        String quoted = "'" + String.join("' '", words) + "'";
        String run = "set -eu; source '" + script("bash") + "'; COMP_WORDS=(" + quoted
                + "); COMP_CWORD=" + (words.length - 1)
                + "; _kv || true; printf '%s\\n' \"${COMPREPLY[@]-}\"";
        Tool.Result result = Tool.run(dir, "", "bash", "-c", run);
        assertThat(result.err()).isEmpty();
        return Arrays.asList(result.out().strip().split("\\s+", -1));
    }

    @Test
    void bashCompletesCommandsOptionsAndValues() {
        assertThat(bash("kv", "")).contains("get", "put", "quickstart", "coordinator", "--server");
        assertThat(bash("kv", "do")).containsExactly("doctor");
        assertThat(bash("kv", "put", "--re")).containsExactly("--request-id");
        assertThat(bash("kv", "get", "--if")).containsExactly("");
        assertThat(bash("kv", "get", "--level", "q")).containsExactly("quorum");
        assertThat(bash("kv", "get", "--level", "=", "o")).containsExactly("one");
        assertThat(bash("kv", "get", "--output", "=")).contains("jsonl", "csv");
        assertThat(bash("kv", "quickstart", "cl")).containsExactly("clean");
        assertThat(bash("kv", "--output", "json", "sta")).containsExactly("status", "stats");
    }

    @Test
    void bashCompletesWhatHelpExplains() {
        assertThat(bash("kv", "help", ""))
                .contains("put", "doctor", "node", "GET_NODES_FOR_KEY", "PUT");
        assertThat(bash("kv", "help", "GET_N")).containsExactly("GET_NODES_FOR_KEY");
    }

    /** Their options are in a table of the client's, which does not know them otherwise. */
    @Test
    void bashCompletesEveryOptionOfTheServersAndNoOther() {
        for (String name : List.of("coordinator", "node", "sim", "check-history")) {
            String help = Tool.run(dir, "", Tool.KV, name, "--help").out();
            List<String> options = Pattern.compile("^ +(?:-., )?(--[a-z-]+)", Pattern.MULTILINE)
                    .matcher(help)
                    .results()
                    .map(found -> found.group(1))
                    .toList();
            assertThat(bash("kv", name, "--"))
                    .as(name)
                    .containsExactlyInAnyOrderElementsOf(options);
        }
        assertThat(bash("kv", "node", "--store", "m")).containsExactly("memory");
    }

    @Test
    void bashAsksTheScriptForKv() {
        String run = "source '" + script("bash") + "'; complete -p kv";
        assertThat(Tool.run(dir, "", "bash", "-c", run).out()).contains("-F _kv kv");
    }

    @Test
    void zshCanReadItsScript() {
        Tool.Result result = Tool.run(dir, "", "zsh", "-n", script("zsh").toString());
        assertThat(result.err()).isEmpty();
        assertThat(result.exitCode()).isZero();
    }

    @Test
    void fishCompletesCommandsAndValues() {
        String run = "source '" + script("fish")
                + "'; complete -C'kv get --level q'; complete -C'kv do'"
                + "; complete -C'kv node --dura'; complete -C'kv help GET_N'";
        Tool.Result result = Tool.run(dir, "", "fish", "-c", run);
        assertThat(result.err()).isEmpty();
        assertThat(result.out()).contains("quorum", "doctor", "--durability", "GET_NODES");
    }
}
