package io.ringkv.client.command;

import io.ringkv.protocol.Limits;
import io.ringkv.transport.process.FileProblem;

import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;

/** Where the bytes of a value come from: the command line, stdin or a file, as they are or written as text. */
final class ValueOptions {
    private static final int PIECE_BYTES = 1 << 20;

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
                    (encoding.hex
                                    ? "the value is not hexadecimal as --hex takes it, pairs of the digits 0-9 and a-f"
                                            + " such as 00ff"
                                    : "the value is not Base64 as --b64 takes it, A-Z a-z 0-9 + / with = at its end"
                                            + " such as aGVsbG8=")
                            + "; nothing was written");
        }
    }

    private static byte[] given(String source, InputStream stdin) {
        try {
            if (source.equals("-")) {
                return bounded(stdin);
            }
            if (source.equals("@")) {
                throw new CommandException(
                        ExitCode.USAGE,
                        "no file is named behind @; nothing was written. Write @FILE; a value that"
                                + " is an @ goes through -, in the shell through PUT in capitals");
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
        // A size that says nothing is 0: a device has it, and what the system makes up while it is
        // read.
        long size = Files.isRegularFile(path) ? Files.size(path) : 0;
        if (size > Limits.VALUE_BYTES_CEILING) {
            throw tooLarge();
        }
        if (size > 0) {
            return Files.readAllBytes(path);
        }
        try (InputStream in = Files.newInputStream(path)) {
            return bounded(in);
        }
    }

    /** In pieces, so that what is too large is known before it has to be put together. */
    private static byte[] bounded(InputStream in) throws IOException {
        List<byte[]> pieces = new ArrayList<>();
        int length = 0;
        byte[] piece;
        do {
            piece = in.readNBytes(PIECE_BYTES);
            pieces.add(piece);
            length += piece.length;
            if (length > Limits.VALUE_BYTES_CEILING) {
                throw tooLarge();
            }
            // A short one is the last: at a terminal the input goes on behind its end.
        } while (piece.length == PIECE_BYTES);
        return pieces.size() == 1 ? pieces.get(0) : joined(pieces, length);
    }

    private static byte[] joined(List<byte[]> pieces, int length) {
        ByteBuffer all = ByteBuffer.allocate(length);
        pieces.forEach(all::put);
        return all.array();
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
                                ? "Pipe it into kv; PUT in capitals, as a line, stores a bare -"
                                : "Check the path; a value that begins with @ goes through -,"
                                        + " in the shell through PUT in capitals"));
    }
}
