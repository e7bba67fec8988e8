package io.ringkv.client.command;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.ringkv.client.ScriptedServer;
import io.ringkv.protocol.ErrorCode;
import io.ringkv.protocol.Item;
import io.ringkv.protocol.Option;
import io.ringkv.protocol.Reply;
import io.ringkv.protocol.Request;
import io.ringkv.protocol.Verb;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Function;

/** The command as scripts see it: stdout, stderr, exit code. */
class KvTest {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private byte[] input = {};
    private String server = "127.0.0.1:1";

    private int kv(String... args) {
        Streams streams = new Streams(
                new ByteArrayInputStream(input),
                new PrintStream(out, false, UTF_8),
                new PrintStream(err, false, UTF_8),
                false,
                Map.of("KV_SERVER", server));
        return Kv.run(streams, args);
    }

    private int kvAgainst(Function<Request, @Nullable Reply> answers, String... args)
            throws IOException {
        try (ScriptedServer node = ScriptedServer.node(answers)) {
            server = node.address().toString();
            return kv(args);
        }
    }

    private int kvAgainstCoordinator(Reply reply, String... args) throws IOException {
        try (ScriptedServer coordinator = ScriptedServer.coordinator(request -> reply)) {
            server = coordinator.address().toString();
            return kv(args);
        }
    }

    private String out() {
        return out.toString(UTF_8);
    }

    private String err() {
        return err.toString(UTF_8);
    }

    @Test
    void putPrintsTheReceiptAndExitsWith0() throws IOException {
        Reply receipt = Reply.ok().with("v", "3.1").with("acks", "2/3");
        assertThat(kvAgainst(request -> receipt, "put", "k", "v")).isEqualTo(ExitCode.OK);
        assertThat(out()).isEqualTo("OK v=3.1 acks=2/3\n");
        assertThat(err()).isEmpty();
    }

    @Test
    void getWritesExactlyTheBytes() throws IOException {
        byte[] value = {0, (byte) 0xFF, '\n', 'x'};
        assertThat(kvAgainst(request -> Reply.value(value), "get", "k")).isZero();
        assertThat(out.toByteArray()).isEqualTo(value);
    }

    @Test
    void getAsJsonShowsBinaryAsBase64() throws IOException {
        kvAgainst(
                request -> Reply.value(new byte[] {(byte) 0xFF}).with("v", "3.1"),
                "get",
                "k",
                "--output=json");
        assertThat(out())
                .isEqualTo(
                        "{\"key\":\"k\",\"status\":\"VALUE\",\"value\":{\"b64\":\"/w==\"},\"v\":\"3.1\"}\n");
    }

    @Test
    void anAbsentKeyExitsWith1AndKeepsStdoutEmpty() throws IOException {
        assertThat(kvAgainst(request -> Reply.notFound(), "get", "k")).isEqualTo(1);
        assertThat(out()).isEmpty();
        assertThat(err()).isEqualTo("kv: there is no k\n");
    }

    @Test
    void aConditionThatDoesNotHoldExitsWith1() throws IOException {
        Reply conflict = Reply.conflict().with("v", "3.4");
        assertThat(kvAgainst(request -> conflict, "put", "--if=absent", "k", "v"))
                .isEqualTo(1);
        assertThat(err()).contains("k is at version 3.4");
    }

    @Test
    void wrongUsageExitsWith2() {
        assertThat(kv("put", "k")).isEqualTo(2);
        assertThat(kv("gett", "k")).isEqualTo(2);
        assertThat(kv("get", "--level=most", "k")).isEqualTo(2);
        assertThat(kv("get", "--timeout=5", "k")).isEqualTo(2);
        assertThat(kv("get", "--server=here", "k")).isEqualTo(2);
        assertThat(kv("delete", "--request-id=7", "k")).isEqualTo(2);
        assertThat(kv("--command", "GTE k")).isEqualTo(2);
        assertThat(err()).contains("did you mean GET?");
        assertThat(out()).isEmpty();
    }

    @Test
    void whatThisBuildDoesNotHaveIsRejectedAndNoWrongUsage() {
        assertThat(kv("--command", "SCAN")).isEqualTo(4);
        assertThat(kv("--command", "PUT --ttl=30s k v")).isEqualTo(4);
        assertThat(err()).contains("SCAN is part of the protocol, but this build does not have it");
    }

    @Test
    void aMisspeltOptionOrCommandIsNamedBeforeWhatIsMissing() {
        assertThat(kv("get", "--bogus")).isEqualTo(2);
        assertThat(err()).startsWith("kv: unknown option '--bogus'\n");
        assertThat(kv("get", "--levle=one")).isEqualTo(2);
        assertThat(err()).contains("unknown option '--levle'; did you mean --level?");
        assertThat(kv("gett", "k")).isEqualTo(2);
        assertThat(err()).contains("there is no command 'gett'; did you mean get?");
        assertThat(kv("get", "k", "l")).isEqualTo(2);
        assertThat(err()).contains("'l' is one word too many");
        assertThat(kv("get")).isEqualTo(2);
        assertThat(err()).contains("Missing required parameter: 'KEY'");
    }

    @Test
    void aFileThatCannotBeReadIsSaidInWords(@TempDir Path dir) {
        assertThat(kv("put", "k", "@/nonexistent")).isEqualTo(2);
        assertThat(kv("put", "k", "@" + dir)).isEqualTo(2);
        assertThat(err())
                .contains(
                        "the value from /nonexistent: there is no such file; nothing was written.")
                .contains(dir + ": is a directory; nothing was written.")
                .doesNotContain("Exception");
    }

    @Test
    void aNameThatNobodyKnowsIsNoRefusedConnection() {
        server = "no-such-host.invalid:5000";
        assertThat(kv("get", "k")).isEqualTo(3);
        assertThat(err())
                .contains("no-such-host.invalid:5000 (its name cannot be resolved")
                .doesNotContain("refuses");
    }

    @Test
    void nobodyThereExitsWith3AndNamesTheAddress() {
        assertThat(kv("get", "k")).isEqualTo(3);
        assertThat(err()).contains("cannot reach 127.0.0.1:1");
    }

    @Test
    void aRejectedRequestExitsWith4() throws IOException {
        assertThat(kvAgainst(r -> Reply.error(ErrorCode.TOO_LARGE, "too much"), "put", "k", "v"))
                .isEqualTo(4);
        assertThat(err()).isEqualTo("kv: too much (TOO_LARGE)\n");
    }

    @Test
    void anUnknownOutcomeExitsWith5AndNamesTheRequestId() throws IOException {
        Reply slow = Reply.error(ErrorCode.TIMEOUT, "too slow");
        assertThat(kvAgainst(r -> slow, "put", "--timeout=300ms", "k", "v")).isEqualTo(5);
        assertThat(err()).contains("--request-id=1700-ab-1");
    }

    @Test
    void whatIsNotAllowedExitsWith6() throws IOException {
        assertThat(kvAgainst(r -> Reply.error(ErrorCode.NOT_AUTHORIZED, "no"), "get", "k"))
                .isEqualTo(6);
    }

    @Test
    void aBusyClusterExitsWith7() throws IOException {
        Reply busy = Reply.error(ErrorCode.OVERLOADED, "busy").with("retry-after", "1s");
        assertThat(kvAgainst(r -> busy, "get", "--timeout=300ms", "k")).isEqualTo(7);
    }

    @Test
    void aLevelThatCannotBeReachedExitsWith8() throws IOException {
        Reply unavailable = Reply.error(ErrorCode.UNAVAILABLE, "too few");
        assertThat(kvAgainst(r -> unavailable, "get", "--level=all", "--timeout=300ms", "k"))
                .isEqualTo(8);
    }

    @Test
    void statusExitsByHealth() throws IOException {
        Reply reply = Reply.ok().withItem(Item.of("REASON").with("node", "n2").withText("is DOWN"));
        assertThat(kvAgainstCoordinator(reply.with("health", "HEALTHY"), "status"))
                .isZero();
        assertThat(kvAgainstCoordinator(reply.with("health", "DEGRADED"), "status"))
                .isEqualTo(1);
        assertThat(kvAgainstCoordinator(reply.with("health", "UNAVAILABLE"), "status"))
                .isEqualTo(2);
        assertThat(out()).contains("health=DEGRADED").contains("n2     is DOWN");
    }

    @Test
    void aValueComesFromStdinOrAFile(@TempDir Path dir) throws IOException {
        Path file = Files.write(dir.resolve("v"), new byte[] {1, 2});
        input = new byte[] {3};
        try (ScriptedServer node = ScriptedServer.node(request -> Reply.ok())) {
            server = node.address().toString();
            kv("put", "a", "@" + file);
            kv("put", "b", "-");
            assertThat(node.requests())
                    .extracting(Request::value)
                    .containsExactly(new byte[] {1, 2}, new byte[] {3});
        }
    }

    @Test
    void optionsReachTheServer() throws IOException {
        try (ScriptedServer node = ScriptedServer.node(request -> Reply.ok())) {
            server = node.address().toString();
            kv("put", "--level=all", "--if=3.1", "--request-id=17-a-1", "k", "v");
            Request request = node.requests().get(0);
            assertThat(request.option(Option.LEVEL)).isEqualTo("all");
            assertThat(request.option(Option.IF)).isEqualTo("3.1");
            assertThat(request.option(Option.REQUEST_ID)).isEqualTo("17-a-1");
        }
    }

    @Test
    void pipedLinesAreCommandsAndTheFirstErrorDecides() throws IOException {
        input = "@1 PUT --length=2 k\nab\nGET k\nGET gone\nNONE\nHELP GET\n".getBytes(UTF_8);
        int exitCode = kvAgainst(request -> request.verb() == Verb.PUT
                ? Reply.ok().with("v", "3.1")
                : request.argument(0).equals("k")
                        ? Reply.value("ab".getBytes(UTF_8))
                        : Reply.notFound());
        assertThat(exitCode).isEqualTo(1);
        assertThat(out()).startsWith("@1 OK v=3.1\nab\nNOT_FOUND\nGET [").doesNotContain("kv>");
        assertThat(err()).contains("there is no verb 'NONE'");
    }

    @Test
    void aScriptMayStopAtItsFirstError() throws IOException {
        input = "GET gone\nGET k\n".getBytes(UTF_8);
        assertThat(kvAgainst(request -> Reply.notFound(), "--on-error=stop")).isEqualTo(1);
        assertThat(out()).isEqualTo("NOT_FOUND\n");
    }

    @Test
    void theShellStopsAtTheFirstErrorTooWhenTold() throws IOException {
        input = "GET gone\nGET k\n".getBytes(UTF_8);
        assertThat(kvAgainst(request -> Reply.notFound(), "--on-error=stop", "shell"))
                .isEqualTo(1);
        assertThat(out()).isEqualTo("NOT_FOUND\n");
    }

    @Test
    void aWordThatOnErrorDoesNotKnowIsRefused() {
        input = "PING\n".getBytes(UTF_8);
        assertThat(kv("--on-error=bogus")).isEqualTo(ExitCode.USAGE);
        assertThat(err()).contains("--on-error", "bogus");
    }

    @Test
    void whereNoClusterWasStartedNothingIsCleaned(@TempDir Path dir) {
        assertThat(kv("quickstart", "clean", "--yes", "--dir", dir.toString())).isZero();
        assertThat(out()).contains("nothing to clean").doesNotContain("removed");
        assertThat(dir).isEmptyDirectory();
    }

    @Test
    void oneLineIsEnough() throws IOException {
        assertThat(kvAgainst(r -> Reply.value("v w".getBytes(UTF_8)), "--command", "get k"))
                .isZero();
        assertThat(out()).isEqualTo("v w\n");
    }

    @Test
    void nodesCanBeReadByPrograms() throws IOException {
        assertThat(kvAgainst(request -> Reply.ok(), "nodes", "--output=csv")).isZero();
        assertThat(out()).contains("node,address,state").contains("n1,127.0.0.1:");
    }

    @Test
    void ringSimulateNeedsNoServer() {
        assertThat(kv("ring", "--simulate", "5", "--output=jsonl")).isZero();
        assertThat(out().lines()).hasSize(2).allMatch(line -> line.startsWith("{\"placement\":"));
    }

    @Test
    void everyCommandHasHelp() {
        for (String command : new String[] {
            "put",
            "get",
            "delete",
            "exists",
            "status",
            "stats",
            "nodes",
            "ring",
            "explain",
            "doctor",
            "shell",
            "quickstart",
            "help",
            "completion"
        }) {
            assertThat(kv(command, "--help")).isZero();
        }
        assertThat(kv("--help")).isZero();
        assertThat(out()).contains("coordinator").contains("Usage: kv put");
    }

    @Test
    void dataCommandsKnowEveryFormat() throws IOException {
        Function<Request, @Nullable Reply> answers = request -> request.verb() == Verb.PUT
                ? Reply.ok().with("v", "3.1").with("acks", "2/3")
                : Reply.value("a,b".getBytes(UTF_8)).with("v", "3.1");
        kvAgainst(answers, "get", "k", "--output=table");
        kvAgainst(answers, "get", "k", "--output=jsonl");
        kvAgainst(answers, "get", "k", "--output=csv");
        kvAgainst(answers, "put", "k", "v", "--output=csv");
        kvAgainst(answers, "put", "k", "v", "--output=raw");
        kvAgainst(answers, "--output=json", "--command", "GET k");
        assertThat(out()).isEqualTo("""
                        a,b
                        {"key":"k","status":"VALUE","value":"a,b","v":"3.1"}
                        key,status,value,v
                        k,VALUE,"a,b",3.1
                        key,status,v,acks
                        k,OK,3.1,2/3
                        3.1\t2/3
                        {"key":"k","status":"VALUE","value":"a,b","v":"3.1"}
                        """);
    }

    @Test
    void programsReadThatThereIsNothing() throws IOException {
        for (String format : new String[] {"json", "jsonl", "csv"}) {
            assertThat(kvAgainst(request -> Reply.notFound(), "get", "k", "--output=" + format))
                    .isEqualTo(1);
        }
        assertThat(out())
                .contains("{\"key\":\"k\",\"status\":\"NOT_FOUND\"}")
                .contains("k,NOT_FOUND");
        assertThat(err()).isEmpty();
    }

    @Test
    void aValueMayBeWrittenInHexOrBase64() throws IOException {
        input = "/w A=\n".replace(" ", "").getBytes(UTF_8);
        try (ScriptedServer node = ScriptedServer.node(request -> Reply.ok())) {
            server = node.address().toString();
            assertThat(kv("put", "a", "--hex", "00fF")).isZero();
            assertThat(kv("put", "a", "--b64", "-")).isZero();
            assertThat(kv("put", "a", "--hex", "0")).isEqualTo(2);
            assertThat(kv("put", "a", "--b64", "?")).isEqualTo(2);
            assertThat(kv("put", "a", "--hex", "--b64", "00")).isEqualTo(2);
            assertThat(node.requests())
                    .extracting(Request::value)
                    .containsExactly(new byte[] {0, (byte) 0xFF}, new byte[] {(byte) 0xFF, 0});
        }
        assertThat(err()).contains("is not hexadecimal").contains("is not Base64");
    }

    @Test
    void helpNeedsNoServer() {
        assertThat(kv("help")).isZero();
        assertThat(out()).contains("Usage: kv").contains("GET_NODES_FOR_KEY");
        out.reset();
        assertThat(kv("help", "put")).isZero();
        assertThat(out())
                .contains("--hex")
                .contains("PUT [--level")
                .contains("OK v=17.812 acks=2/3");
        out.reset();
        assertThat(kv("help", "LIST_NODES")).isZero();
        assertThat(out()).startsWith("LIST_NODES\n").contains("example:").contains("answers:");
        assertThat(kv("help", "incr")).isZero();
        assertThat(out()).contains("this build lacks it");
        assertThat(kv("help", "nodez")).isEqualTo(2);
        assertThat(err()).contains("did you mean nodes?");
    }

    @Test
    void anUnknownVerbInALineIsAnErrorOfHelpToo() {
        assertThat(kv("--command", "HELP GTE")).isEqualTo(2);
        assertThat(err()).contains("there is no verb 'GTE'; did you mean GET?");
    }

    @Test
    void whoCannotBeReachedIsNamedWithTheNextStep() {
        assertThat(kv("get", "k")).isEqualTo(3);
        assertThat(err())
                .isEqualTo(
                        "kv: cannot reach 127.0.0.1:1 (it refuses connections, 3 tries); try: kv doctor\n");
    }

    @Test
    void statusSaysItsWordInEveryFormat() throws IOException {
        Reply healthy = Reply.ok().with("health", "HEALTHY");
        for (String format : new String[] {"table", "json", "jsonl", "csv", "raw"}) {
            out.reset();
            kvAgainstCoordinator(healthy, "status", "--output", format);
            assertThat(out()).as(format).contains("HEALTHY");
        }
    }

    @Test
    void statsCountTheWholeClusterAndStandUpright() throws IOException {
        Reply stats = Reply.ok()
                .withItem(Item.of("node", "n1"))
                .withItem(Item.of("keys", "7"))
                .withItem(Item.of("keys-primary", "5"));
        assertThat(kvAgainst(request -> stats, "stats")).isZero();
        assertThat(out())
                .contains("keys=5")
                .contains("counter       n1")
                .contains("keys           7");
        out.reset();
        assertThat(kvAgainst(request -> stats, "stats", "--output=jsonl")).isZero();
        assertThat(out()).isEqualTo("{\"node\":\"n1\",\"keys\":7,\"keys-primary\":5}\n");
    }

    @Test
    void theRingIsDrawnForPeopleAlone() throws IOException {
        assertThat(kvAgainst(request -> Reply.ok(), "ring")).isZero();
        assertThat(out())
                .contains("ring  " + "A".repeat(64))
                .contains("A  [" + "#".repeat(40) + "] n1");
        out.reset();
        assertThat(kvAgainst(request -> Reply.ok(), "ring", "--output=csv")).isZero();
        assertThat(out()).doesNotContain("#");
    }

    @Test
    void theDoctorFindsNothingWrong() throws IOException {
        Reply healthy = Reply.ok().with("health", "HEALTHY");
        int exitCode = kvAgainst(request -> healthy, "doctor");
        assertThat(out()).contains("answers; version ").contains("fine   health: HEALTHY");
        // This process may have as few files as the machine gives it.
        assertThat(exitCode).isEqualTo(out().endsWith("nothing is wrong\n") ? 0 : 9);
    }

    @Test
    void theDoctorNamesWhatIsWrongAndItsFix() throws IOException {
        Reply degraded = Reply.ok()
                .with("health", "DEGRADED")
                .withItem(Item.of("REASON").with("node", "n2").withText("is DOWN"));
        assertThat(kvAgainst(request -> degraded, "doctor")).isEqualTo(9);
        assertThat(out()).contains("WRONG  node n2: DEGRADED: is DOWN\n       fix: bring ");
        assertThat(kv("doctor", "--server=127.0.0.1:1", "--output=csv")).isEqualTo(9);
        assertThat(out())
                .contains("WRONG,server 127.0.0.1:1,\"cannot reach 127.0.0.1:1 (")
                .contains("\"start it, or name another with --server\"");
    }

    @Test
    void completionScriptsHoldEveryCommandAndOption() {
        for (String shell : new String[] {"bash", "zsh", "fish", "powershell"}) {
            out.reset();
            assertThat(kv("completion", shell)).isZero();
            assertThat(out())
                    .as(shell)
                    .contains("quickstart", "doctor", "coordinator", "one quorum all");
            assertThat(out()).as(shell).containsPattern("(--|-l )request-id");
        }
        assertThat(kv("completion", "csh")).isEqualTo(2);
    }

    private static int helpWrittenTo(String problem, PrintStream err) {
        Output broken = Output.to(new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                throw new IOException(problem);
            }
        });
        ByteArrayInputStream nothing = new ByteArrayInputStream(new byte[0]);
        return Kv.run(new Streams(nothing, broken, err, false, Map.of()), "help");
    }

    @Test
    void aReaderThatHasSeenEnoughIsNoFailureAndAFullDiskIs() {
        PrintStream stderr = new PrintStream(err, false, UTF_8);
        assertThat(helpWrittenTo("Broken pipe", stderr)).isZero();
        assertThat(helpWrittenTo("Connection reset by peer", stderr)).isZero();
        assertThat(err()).isEmpty();
        assertThat(helpWrittenTo("No space left on device", stderr)).isEqualTo(2);
        assertThat(err()).contains("could not be written whole");
    }
}
