package io.ringkv.client.command;

import io.ringkv.protocol.Option;
import io.ringkv.protocol.Request;
import io.ringkv.protocol.Verb;
import io.ringkv.protocol.record.RequestId;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine;

/** The options that data commands share, and the request that they and the key make. */
final class KeyOptions {
    @CommandLine.Parameters(index = "0", paramLabel = "KEY", description = "The key.")
    private String key = "";

    @CommandLine.Option(
            names = "--level",
            paramLabel = "one|quorum|all",
            description = {
                "How many replicas must agree (default: quorum). A read at all is answered as at",
                "quorum, and has all replicas of its slot compared soon, and repaired."
            })
    private @Nullable String level;

    @CommandLine.Option(
            names = "--trace",
            paramLabel = "ID",
            description = "Servers log what they do for this request, each line with trace=ID.")
    private @Nullable String trace;

    String key() {
        return key;
    }

    Request.Builder request(Verb verb) {
        Request.Builder request = Request.builder(verb);
        Bounds.key(key);
        String given = level;
        if (given != null) {
            set(request, Option.LEVEL, given);
        }
        String traced = trace;
        if (traced != null) {
            set(request, Option.TRACE, traced);
        }
        return request.argument(key);
    }

    static void set(Request.Builder request, Option option, String value) {
        if (!option.kind().accepts(value)) {
            throw wrong(option, value, option.kind().expectation());
        }
        if (option == Option.REQUEST_ID && RequestId.parse(value) == null) {
            throw wrong(
                    option,
                    value,
                    "needs <milliseconds>-<hex>-<number>, as the error of an earlier write named"
                            + " it");
        }
        request.option(option, value);
    }

    private static CommandException wrong(Option option, String value, String expectation) {
        return new CommandException(
                ExitCode.USAGE,
                option + "=" + value + " is not taken: " + option + " " + expectation);
    }
}
