package io.ringkv.client.command;

import io.ringkv.protocol.Request;
import io.ringkv.protocol.Verb;

import picocli.CommandLine.Command;

/** {@code kv exists}: exits with 0 or 1. */
@Command(
        name = "exists",
        description = "Says whether a key has a value: exit code 0 or 1.",
        footer = {"", "Example: kv exists user:alice && echo yes"})
final class ExistsCommand extends DataCommand {
    @Override
    Request request() {
        return keyOptions().request(Verb.EXISTS).build();
    }
}
