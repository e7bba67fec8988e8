package io.ringkv.client.command;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.ringkv.client.core.Durations;

import org.junit.jupiter.api.Test;

/** Words that are wrong, and the help that says which are right. */
class KvUsageTest extends InProcessKv {
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
        assertThat(err())
                .contains("KEY is missing, and kv get does nothing without; write: kv get KEY");
    }

    @Test
    void aTimeoutThatIsTooLongSaysHowLongItMayBe() {
        for (String timeout : new String[] {"99999999h", "10001h", "600001m"}) {
            assertThat(kv("get", "--timeout", timeout, "k")).isEqualTo(2);
            assertThat(err())
                    .contains("--timeout=" + timeout, "at most 10000h; write --timeout=5s");
        }
        assertThat(Durations.nanos("10000h")).isEqualTo(36_000_000_000_000_000L);
    }

    @Test
    void aFileWithoutANameIsNoValue() {
        assertThat(kv("put", "k", "@")).isEqualTo(2);
        assertThat(err()).contains("no file is named behind @; nothing was written");
    }

    @Test
    void aWordWithOneDashGoesBehindTwo() {
        assertThat(kv("put", "k", "-x")).isEqualTo(2);
        assertThat(err())
                .startsWith(
                        "kv: unknown option '-x'; put -- before words of which one begins with -\n");
    }

    @Test
    void whatGoesWithoutACommandIsNotPassedOver() {
        assertThat(kv("--on-error=stop", "get", "k")).isEqualTo(2);
        assertThat(err()).startsWith("kv: --on-error goes without a command, here get; leave");
        assertThat(kv("--command=PING", "get", "k")).isEqualTo(2);
        assertThat(err()).contains("kv: --command goes without a command, here get; leave");
        assertThat(kv("ring", "--replicas=2")).isEqualTo(2);
        assertThat(err()).contains("--replicas goes with --simulate");
    }

    @Test
    void aValueInWrongDigitsSaysWhichAreRight() {
        assertThat(kv("put", "k", "abc", "--hex")).isEqualTo(2);
        assertThat(err()).contains("pairs of the digits 0-9 and a-f such as 00ff; nothing was");
        assertThat(kv("put", "k", "a", "--b64")).isEqualTo(2);
        assertThat(err()).contains("with = at its end such as aGVsbG8=; nothing was written");
        assertThat(kv("ring", "--simulate=x")).isEqualTo(2);
        assertThat(err()).contains("--simulate=x is not a whole number; write --simulate=N");
        assertThat(kv("log-level", "loud")).isEqualTo(2);
        assertThat(err())
                .contains(
                        "'loud' is none of off, error, warn, info, debug, trace; write: kv log-level");
    }

    @Test
    void aWordThatOnErrorDoesNotKnowIsRefused() {
        input = "PING\n".getBytes(UTF_8);
        assertThat(kv("--on-error=bogus")).isEqualTo(ExitCode.USAGE);
        assertThat(err()).contains("--on-error", "bogus");
    }

    @Test
    void whatThisBuildDoesNotHaveIsRejectedAndNoWrongUsage() {
        assertThat(kv("--command", "SCAN")).isEqualTo(4);
        assertThat(kv("--command", "PUT --ttl=30s k v")).isEqualTo(4);
        assertThat(err()).contains("SCAN is part of the protocol, but this build does not have it");
    }

    @Test
    void anUnknownVerbInALineIsAnErrorOfHelpToo() {
        assertThat(kv("--command", "HELP GTE")).isEqualTo(2);
        assertThat(err()).contains("there is no verb 'GTE'; did you mean GET?");
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
            "drain",
            "remove",
            "set-replicas",
            "rebalance",
            "safe-to-stop",
            "repair",
            "verify",
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
    void completionScriptsHoldEveryCommandAndOption() {
        for (String shell : new String[] {"bash", "zsh", "fish", "powershell"}) {
            out.reset();
            assertThat(kv("completion", shell)).isZero();
            assertThat(out())
                    .as(shell)
                    .contains("quickstart", "doctor", "coordinator", "one quorum all")
                    .contains("set-replicas", "plan start pause resume cancel status")
                    .contains("verify", "status start");
            assertThat(out()).as(shell).containsPattern("(--|-l )request-id");
        }
        assertThat(kv("completion", "csh")).isEqualTo(2);
    }

    @Test
    void helpKnowsTheServersToo() {
        for (String name : new String[] {"coordinator", "node", "sim", "check-history"}) {
            out.reset();
            assertThat(kv("help", name)).isZero();
            assertThat(out()).contains("Its options: kv " + name + " --help");
            kv("completion", "bash");
            assertThat(out()).as("what help explains").containsPattern("help\\) .*" + name);
        }
        assertThat(kv("help", "cordinator")).isEqualTo(2);
        assertThat(err()).contains("did you mean coordinator?");
    }
}
