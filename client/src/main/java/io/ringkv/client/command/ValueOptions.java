package io.ringkv.client.command;

import io.ringkv.transport.process.FileProblem;

import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Base64;
import java.util.HexFormat;

/** Where the bytes of a value come from: the command line, stdin or a file, as they are or written as text. */
final class ValueOptions {
    @ArgGroup
    private Encoding encoding = new Encoding();

    /** How the value is written; one of them, or none. */
    static final class Encoding {
        @Option(names = "--hex", description = "The value is written in hexadecimal digits.")
        private boolean hex;

        @Option(names = "--b64", description = "The value is written in Base64.")
        private boolean base64;
    }

    /** @param source as {@code kv put} takes it */
    byte[] bytes(String source, InputStream stdin) {
        byte[] given = given(source, stdin);
        if (!encoding.hex && !encoding.base64) {
            return given;
        }
        String text = new String(given, StandardCharsets.US_ASCII).replaceAll("\\s", "");
        try {
            return encoding.hex
                    ? HexFormat.of().parseHex(text)
                    : Base64.getDecoder().decode(text);
        } catch (IllegalArgumentException e) {
            throw new CommandException(
                    ExitCode.USAGE,
                    "the value is not " + (encoding.hex ? "hexadecimal" : "Base64") + ": "
                            + e.getMessage() + "; nothing was written");
        }
    }

    private static byte[] given(String source, InputStream stdin) {
        try {
            if (source.equals("-")) {
                return stdin.readAllBytes();
            }
            return source.startsWith("@")
                    ? Files.readAllBytes(Path.of(source.substring(1)))
                    : source.getBytes(StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw unreadable(source, FileProblem.why(e));
        } catch (InvalidPathException e) {
            throw unreadable(source, "it is no path: " + e.getReason());
        }
    }

    private static CommandException unreadable(String source, String why) {
        boolean stdin = source.equals("-");
        return new CommandException(
                ExitCode.USAGE,
                "cannot read the value from " + (stdin ? "standard input" : source.substring(1))
                        + ": " + why + "; nothing was written. "
                        + (stdin
                                ? "Pipe it into kv"
                                : "Check the path; a value that begins with @ goes through -"));
    }
}
