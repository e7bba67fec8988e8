package io.ringkv.process;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;

/** The shell in a real terminal. */
@Tag("process")
class ShellInTerminalTest {
    private static RealCluster cluster;
    private static String server;

    @BeforeAll
    static void start() throws IOException {
        cluster = RealCluster.start(1);
        server = "127.0.0.1:" + cluster.nodes().get(0).port();
    }

    @AfterAll
    static void stop() throws IOException {
        cluster.close();
    }

    @Test
    void aPersonTypes() throws Exception {
        try (Terminal terminal =
                new Terminal(cluster.dir(), "'" + Tool.KV + "' shell --server " + server)) {
            terminal.sees("kv> ")
                    .type("PUT typed two words\r")
                    .sees("OK v=")
                    .type("PUT other some${more}\r")
                    .type("get typed\r")
                    .sees("two words\r\n")
                    .type("help PUT\r")
                    .sees("--if")
                    .type("FROBNICATE\r")
                    .sees("kv: ")
                    .type("GET absent\r")
                    .sees("NOT_FOUND")
                    .type("\u0004");
            assertThat(terminal.exitCode()).isZero();
            assertThat(terminal.screen()).doesNotContain("Exception");
        }
    }

    @Test
    void exitLeaves() throws Exception {
        try (Terminal terminal =
                new Terminal(cluster.dir(), "'" + Tool.KV + "' --server " + server)) {
            terminal.sees("kv> ").type("exit\r");
            assertThat(terminal.exitCode()).isZero();
        }
    }

    /** As a person starts it who has done nothing else. */
    private static Terminal shell(String... environment) throws IOException {
        String with = String.join(" ", environment);
        return new Terminal(cluster.dir(), "env " + with + " '" + Tool.KV + "' --server " + server);
    }

    @Test
    void tabCompletesVerbsOptionsAndKeys() throws Exception {
        try (Terminal terminal = shell()) {
            // A line that is not completed is refused.
            terminal.sees("kv> ")
                    .type("pu\t--lev\tqu\tcompleted:key by hand\r")
                    .sees("OK v=")
                    .type("get compl\t\r")
                    .sees("by hand\r\n")
                    .type("exit\r");
            assertThat(terminal.exitCode()).isZero();
        }
    }

    @Test
    void aHintShowsWhatIsMissing() throws Exception {
        try (Terminal terminal = shell()) {
            terminal.sees("kv> ").type("put ").sees("[options] key value").type("\u0003exit\r");
            assertThat(terminal.exitCode()).isZero();
        }
    }

    @Test
    void controlCEndsTheCommandAndNotTheShell() throws Exception {
        RealServer node = cluster.nodes().get(0);
        try (Terminal terminal = shell()) {
            terminal.sees("kv> ").type("put before c\r").sees("OK v=");
            node.pause();
            try {
                terminal.type("put during c\r");
                // Before the line is taken Ctrl-C would be for the line.
                Await.until("it runs", Duration.ofSeconds(20), () -> terminal.linesTaken() == 2);
                Await.until("it is interrupted", Duration.ofSeconds(20), () -> {
                    terminal.type("\u0003");
                    return terminal.screen()
                            .contains("kv: interrupted; whether it was applied is not known");
                });
            } finally {
                node.resume();
            }
            terminal.type("get before\r")
                    .sees("\r\nc\r\n")
                    .type("put --length=9 block\r")
                    .sees("  > ");
            terminal.type("\u0003").type("exit\r");
            assertThat(terminal.exitCode()).isZero();
        }
    }

    @Test
    void theHistoryIsSearchedAndKeepsNoSecret() throws Exception {
        Path history = cluster.dir().resolve(".ringkv_history");
        try (Terminal terminal = shell()) {
            terminal.sees("kv> ")
                    .type("put searched found-again\r")
                    .sees("OK v=")
                    .type("auth s3cret\r")
                    .sees("AUTH is for connections")
                    .type("put --length=7 block\r")
                    .sees("7 bytes to come  > ")
                    .type("of-data\r")
                    .sees("OK v=")
                    .type("\u0012searched")
                    .sees("put searched found-again")
                    .type("\r\u0004");
            assertThat(terminal.exitCode()).isZero();
        }
        assertThat(Files.readString(history))
                .contains("put searched")
                .doesNotContain("s3cret", "of-data");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(history)))
                .isEqualTo("rw-------");
    }

    @Test
    void outputGoesToAProgramAndLongOutputToThePager() throws Exception {
        Path paged = cluster.dir().resolve("paged");
        try (Terminal terminal = shell("PAGER='tee " + paged + "'")) {
            terminal.sees("kv> ")
                    .type("put loud whisper | shout\r")
                    .sees("OK v=")
                    .type("get loud | tr a-z A-Z\r")
                    .sees("WHISPER | SHOUT")
                    .type("get loud | wc -c\r")
                    .sees("\r\n15\r\n")
                    .type("nodes --output jsonl | wc -l\r")
                    .sees("\r\n1\r\n")
                    .type("get loud | (exit 7)\r")
                    .sees("kv: '(exit 7)' failed with exit code 7\r\n");
            assertThat(paged).as("all of that fits").doesNotExist();
            terminal.type("help put\r").sees("As a line of the protocol:").type("exit\r");
            assertThat(terminal.exitCode()).isZero();
            assertThat(paged)
                    .content()
                    .contains("Usage: kv put")
                    .contains("As a line of the protocol:");
        }
    }

    @Test
    void commandsOfKvWorkInTheShell() throws Exception {
        try (Terminal terminal = shell()) {
            terminal.sees("kv> ")
                    .type("nodes\r")
                    .sees("address")
                    .type("status\r")
                    .sees("health=HEALTHY")
                    .type("refresh\r")
                    .sees(", 1 nodes")
                    .type("exsits k\r")
                    .sees("did you mean EXISTS?")
                    .type("exit\r");
            assertThat(terminal.exitCode()).isZero();
        }
    }

    @Test
    void aLineMeansWhatTheCommandMeans() throws Exception {
        Path file = Files.writeString(cluster.dir().resolve("typed-file"), "of a file");
        try (Terminal terminal = shell()) {
            terminal.sees("kv> ")
                    .type("put cond first\r")
                    .sees("OK v=")
                    .type("put cond second --if absent\r")
                    .sees("CONFLICT v=")
                    .type("get cond\r")
                    .sees("\r\nfirst\r\n")
                    .type("put cond x --lvel one\r")
                    .sees("did you mean --level?")
                    .type("put \"a key\" @" + file + "\r")
                    .type("get \"a key\" --level one\r")
                    .sees("\r\nof a file\r\n")
                    .type("exit 3\r");
            assertThat(terminal.exitCode()).isEqualTo(3);
        }
        String lines = "put piped @" + file + "\nget piped\n";
        assertThat(Tool.kv(cluster.dir(), server, lines).out()).endsWith("\nof a file\n");
    }

    @Test
    void whatCannotBeTakenBackIsAskedAtThePrompt() throws Exception {
        try (Terminal terminal = shell()) {
            terminal.sees("kv> ")
                    .type("ACCEPT_LOSS 1\r")
                    .sees("Go on? [y/N]")
                    .type("n\r")
                    .sees("kv: nothing was changed")
                    .type("ACKNOWLEDGE_LOSS 1\r")
                    .sees("the report of the possible loss ends. Go on? [y/N]")
                    .type("\u0003")
                    .sees("kv: the report goes on")
                    .type("exit\r");
            assertThat(terminal.exitCode()).isZero();
        }
    }

    @Test
    void whatIsPastedIsNotTornApart() throws Exception {
        try (Terminal terminal = shell()) {
            terminal.sees("kv> ")
                    .type("\u001b[200~put js {\r\"a\": 1,\rPUT torn apart\u001b[201~\r")
                    .sees("3 lines stand here")
                    .type("n\r")
                    .sees("kv: nothing was run")
                    .type("exists torn\r")
                    .sees("NOT_FOUND")
                    .type("exit\r");
            assertThat(terminal.exitCode()).isZero();
        }
    }

    @Test
    void controlCDoesNotEndTheShellOfADumbTerminal() throws Exception {
        try (Terminal terminal = shell("TERM=dumb")) {
            terminal.sees("kv> ")
                    .type("get half")
                    .sees("get half")
                    .type("\u0003")
                    .sees("half^C\r\nkv> ")
                    .type("put whole c\r")
                    .sees("OK v=")
                    .type("exit\r");
            assertThat(terminal.exitCode()).isZero();
        }
    }

    @Test
    void aValueDoesNotCommandTheTerminal() throws Exception {
        assertThat(Tool.kv(cluster.dir(), server, "a\u001b[2Jx", "put", "loud", "-")
                        .exitCode())
                .isZero();
        try (Terminal terminal = shell()) {
            terminal.sees("kv> ")
                    .type("get loud\r")
                    .sees("a\\x1b[2Jx\r\n")
                    .type("get loud --level one\r")
                    .type("exit\r");
            assertThat(terminal.exitCode()).isZero();
            assertThat(terminal.raw()).doesNotContain("a\u001b[2J");
        }
        assertThat(Tool.kv(cluster.dir(), server, "", "get", "loud").out())
                .isEqualTo("a\u001b[2Jx");
    }

    @Test
    void withoutItsCoordinatorAClusterIsNotUnreachable() throws Exception {
        String both = "127.0.0.1:" + cluster.coordinator().port();
        try (Terminal terminal =
                new Terminal(cluster.dir(), "'" + Tool.KV + "' --server " + both)) {
            terminal.sees("kv> ").type("status\r").sees("health=HEALTHY");
            cluster.coordinator().kill9();
            try {
                terminal.type("status\r").sees("only a coordinator knows of losses");
                Await.until("the prompt says so", Duration.ofSeconds(20), () -> {
                    terminal.type("\r");
                    return terminal.screen().contains("kv (degraded)");
                });
                terminal.type("put without c\r").sees("OK v=").type("nodes\r").sees("epoch=");
                assertThat(terminal.screen()).doesNotContain("unreachable");
            } finally {
                cluster.coordinator().start();
                cluster.awaitHealthy();
            }
            terminal.type("exit\r");
            assertThat(terminal.exitCode()).isZero();
        }
    }

    @Test
    void coloursAndHintsAreForTerminalsThatWantThem() throws Exception {
        String green = "\u001b[32mkv";
        try (Terminal terminal = shell()) {
            terminal.sees("kv> ").type("ping\r").sees("PONG").type("exit\r");
            assertThat(terminal.exitCode()).isZero();
            assertThat(terminal.raw()).contains(green);
        }
        try (Terminal terminal = shell("NO_COLOR=1")) {
            terminal.sees("kv> ").type("ping\r").sees("PONG").type("exit\r");
            assertThat(terminal.exitCode()).isZero();
            assertThat(terminal.raw()).doesNotContain(green);
        }
        try (Terminal terminal = shell("TERM=dumb")) {
            terminal.sees("kv> ")
                    .type("put a\r")
                    .sees("kv: ")
                    .type("ping\r")
                    .sees("PONG")
                    .type("exit\r");
            assertThat(terminal.exitCode()).isZero();
            assertThat(terminal.raw()).doesNotContain("\u001b").doesNotContain("[options]");
        }
    }

    @Test
    void aClusterThatIsGoneEndsNoShell() throws Exception {
        try (Terminal terminal =
                new Terminal(cluster.dir(), "'" + Tool.KV + "' --server 127.0.0.1:1")) {
            terminal.sees("kv")
                    .type("get k\r")
                    .sees("cannot reach 127.0.0.1:1")
                    .sees("kv (unreachable)")
                    .type("exit\r");
            assertThat(terminal.exitCode()).isZero();
        }
    }
}
