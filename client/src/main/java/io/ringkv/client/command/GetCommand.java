package io.ringkv.client.command;

import io.ringkv.protocol.Request;
import io.ringkv.protocol.Verb;

import picocli.CommandLine.Command;

/** {@code kv get}: exactly the bytes of the value, and nothing else, on stdout. */
@Command(
        name = "get",
        description = "Writes the value of a key to stdout, byte for byte.",
        footer = {"", "Example: kv get user:alice > alice.json"})
final class GetCommand extends DataCommand {
    @Override
    Request request() {
        return keyOptions().request(Verb.GET).build();
    }

    @Override
    OutputFormat format() {
        return OutputFormat.raw;
    }
}
