package io.ringkv.client.command;

import io.ringkv.protocol.Request;
import io.ringkv.protocol.Verb;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

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
            "  tar c docs | kv put backup -"
        })
final class PutCommand extends DataCommand {
    @Mixin
    private WriteFlags flags = new WriteFlags();

    @Parameters(
            index = "1",
            paramLabel = "VALUE|-|@FILE",
            description = "The value; - reads it from stdin, @FILE from a file.")
    private String value = "";

    @Override
    Request request() {
        return flags.apply(keyOptions().request(Verb.PUT)).value(bytes()).build();
    }

    private byte[] bytes() {
        try {
            if (value.equals("-")) {
                return kv().streams().in().readAllBytes();
            }
            return value.startsWith("@")
                    ? Files.readAllBytes(Path.of(value.substring(1)))
                    : value.getBytes(StandardCharsets.UTF_8);
        } catch (IOException | InvalidPathException e) {
            throw new CommandException(
                    ExitCode.USAGE,
                    "cannot read the value from "
                            + (value.equals("-") ? "standard input" : value.substring(1))
                            + ": " + e);
        }
    }
}
