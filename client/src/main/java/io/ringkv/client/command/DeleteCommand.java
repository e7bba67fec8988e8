package io.ringkv.client.command;

import io.ringkv.protocol.Request;
import io.ringkv.protocol.Verb;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code kv delete}: of an absent key it writes nothing, and that is no error. */
@Command(
        name = "delete",
        description = "Removes a key; existed=0 says that it was absent.",
        footer = {"", "Example: kv delete --if=17.812 user:alice"})
final class DeleteCommand extends DataCommand {
    @Mixin
    private WriteFlags flags = new WriteFlags();

    @Override
    Request request() {
        return flags.apply(keyOptions().request(Verb.DELETE)).build();
    }
}
