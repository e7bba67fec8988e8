package io.ringkv.client.command;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.ringkv.protocol.ErrorCode;
import io.ringkv.protocol.Reply;

import org.junit.jupiter.api.Test;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.util.Map;

/** What scripts branch on: the exit code of each way to fail, and the sentence beside it. */
class KvExitCodeTest extends InProcessKv {
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
    void nobodyThereExitsWith3AndNamesTheAddress() {
        assertThat(kv("get", "k")).isEqualTo(3);
        assertThat(err()).contains("cannot reach 127.0.0.1:1");
    }

    @Test
    void whoCannotBeReachedIsNamedWithTheNextStep() {
        assertThat(kv("get", "k")).isEqualTo(3);
        assertThat(err())
                .isEqualTo(
                        "kv: cannot reach 127.0.0.1:1 (it refuses connections, 3 tries); try: kv doctor\n");
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
