package io.ringkv.client.command;

import io.ringkv.protocol.Request;
import io.ringkv.protocol.Verb;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code kv put}: the value from the command line, stdin or a file; the receipt to stdout. */
@Command(
        name = "put",
        description = "Stores a value and prints the receipt: version and replicas that have it.",
        footer = {
            "",
            "Examples:",
            "  kv put user:alice '{\"age\": 30}'",
            "  kv put --if=absent lock:7 me",
            "  kv put photo:1 @photo.jpg",
            "  kv put flag --hex 00ff",
            "  tar c docs | kv put backup -"
        })
final class PutCommand extends DataCommand {
    @Mixin
    private WriteFlags flags = new WriteFlags();

    @Parameters(
            index = "1",
            paramLabel = "VALUE|-|@FILE",
            description = "The value; - reads it from stdin, @FILE from a file.")
    private String source = "";

    @Mixin
    private ValueOptions value = new ValueOptions();

    @Override
    Request request() {
        Request.Builder request = flags.apply(keyOptions().request(Verb.PUT));
        return request.value(value.bytes(source, kv().streams().in())).build();
    }
}
