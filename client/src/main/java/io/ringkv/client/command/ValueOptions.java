package io.ringkv.client.command;

import io.ringkv.protocol.Limits;
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
                return bounded(stdin);
            }
            return source.startsWith("@")
                    ? file(Path.of(source.substring(1)))
                    : source.getBytes(StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw unreadable(source, FileProblem.why(e));
        } catch (InvalidPathException e) {
            throw unreadable(source, "it is no path: " + e.getReason());
        }
    }

    private static byte[] file(Path path) throws IOException {
        // What is no regular file has no size that could be believed.
        if (Files.isRegularFile(path) && Files.size(path) > Limits.VALUE_BYTES_CEILING) {
            throw tooLarge();
        }
        try (InputStream in = Files.newInputStream(path)) {
            return bounded(in);
        }
    }

    private static byte[] bounded(InputStream in) throws IOException {
        byte[] read = in.readNBytes(Limits.VALUE_BYTES_CEILING + 1);
        if (read.length > Limits.VALUE_BYTES_CEILING) {
            throw tooLarge();
        }
        return read;
    }

    private static CommandException tooLarge() {
        return new CommandException(
                ExitCode.USAGE,
                "the value is larger than " + Limits.VALUE_BYTES_CEILING + " bytes, which no server"
                        + " takes; nothing was written. Divide it among several keys");
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
