package io.ringkv.client.command;

import io.ringkv.protocol.Option;
import io.ringkv.protocol.Request;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine;

/** The options of commands that write. */
final class WriteFlags {
    @CommandLine.Option(
            names = "--if",
            paramLabel = "VERSION|absent|present",
            description = "Write only if the key is in this state; else exit with 1.")
    private @Nullable String condition;

    @CommandLine.Option(
            names = "--request-id",
            paramLabel = "ID",
            description = "Repeat an earlier write of unknown outcome, without doing it twice.")
    private @Nullable String requestId;

    Request.Builder apply(Request.Builder request) {
        String given = condition;
        if (given != null) {
            KeyOptions.set(request, Option.IF, given);
        }
        String id = requestId;
        if (id != null) {
            KeyOptions.set(request, Option.REQUEST_ID, id);
        }
        return request;
    }
}
