package io.ringkv.client.command;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.ringkv.client.KvException;
import io.ringkv.protocol.ErrorCode;
import io.ringkv.protocol.Inbound;
import io.ringkv.protocol.Limits;
import io.ringkv.protocol.Refusal;
import io.ringkv.protocol.Reply;
import io.ringkv.protocol.Request;
import io.ringkv.protocol.Status;
import io.ringkv.protocol.Verb;
import io.ringkv.protocol.codec.RequestDecoder;
import io.ringkv.transport.process.FileProblem;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;

/**
 * Runs lines of the protocol as commands: each goes to whoever answers its verb, and its reply is written as the
 * protocol writes it, a value as its bytes and a line end. Errors go to stderr; the first one decides the exit code.
 * It ends with its input, or when nobody reads its output any more.
 */
final class LineRunner {
    private static final int CHUNK_BYTES = 64 << 10;
    /** With its end; what is longer is for the decoder to refuse. */
    private static final int LINE_BYTES_MAX = Limits.DEFAULT.lineBytesMax() + 2;

    private final Cluster cluster;
    private final PrintStream err;
    private final OutputFormat format;
    private final ByteBuf bytes = Unpooled.buffer();
    private RequestDecoder decoder = decoder();
    private @Nullable AnnouncedBlocks awaited;
    private PrintStream out;
    private ReplyWriter writer;
    private @Nullable String lastKey;
    private int exitCode;
    private boolean ended;
    /** A person may go on after what ends a script. */
    private boolean typed;

    /** A program must not take a message for a value; a person who types sees both anyway. */
    private boolean toProgram = true;

    LineRunner(Cluster cluster, Streams streams, OutputFormat format) {
        this.cluster = cluster;
        this.format = format;
        this.out = streams.out();
        this.writer = new ReplyWriter(out);
        this.err = streams.err();
    }

    private static RequestDecoder decoder() {
        return AnnouncedBlocks.decoder(
                Limits.DEFAULT.withValueBytesMax(Limits.VALUE_BYTES_CEILING));
    }

    /** Runs what is complete; the result is what to exit with. */
    int run(byte[] input) {
        feed(input, input.length, true);
        if (waitsForBlock()) {
            fail(
                    ExitCode.USAGE,
                    "the line announces a block, which a single line cannot carry;"
                            + " pipe it into kv instead");
        }
        return exitCode;
    }

    int runAll(InputStream in, boolean stopOnError) {
        byte[] chunk = new byte[CHUNK_BYTES];
        try {
            int count = in.read(chunk);
            while (count >= 0 && !ended) {
                feed(chunk, count, stopOnError);
                count = ended ? -1 : in.read(chunk);
            }
        } catch (IOException e) {
            throw new CommandException(
                    ExitCode.USAGE,
                    "cannot read lines from standard input: " + FileProblem.why(e)
                            + "; pipe them into kv, or give one with --command");
        }
        long missing = missing();
        if (missing > 0) {
            fail(
                    ExitCode.USAGE,
                    "the input ended " + (missing == 1 ? "one byte" : missing + " bytes")
                            + " before the end of the block that a line"
                            + " announced, so nothing was written for that line; --length counts bytes,"
                            + " line ends among them");
        } else if (!ended) {
            // The last line needs no end.
            feed(new byte[] {'\n'}, 1, stopOnError);
        }
        return exitCode;
    }

    /**
     * One line of the shell; false when it needs more bytes, a block that it announced.
     *
     * @param program whether a program reads the output, which must not take a message for a value, and gets of a
     *     value its bytes alone
     */
    boolean runLine(byte[] line, PrintStream to, boolean program) {
        out = to;
        writer = new ReplyWriter(to);
        toProgram = program;
        typed = true;
        exitCode = 0;
        lastKey = null;
        feed(line, line.length, false);
        return !waitsForBlock();
    }

    /** Whether a line announced a block that has not come yet. */
    boolean waitsForBlock() {
        return awaited != null && !ended;
    }

    /** How many bytes a block lacks that a line announced; 0 when none is awaited, or only its line end. */
    long missing() {
        AnnouncedBlocks blocks = awaited;
        return blocks == null || ended ? 0 : blocks.missing();
    }

    /** The next line is a new one. */
    void forgetBlock() {
        decoder = decoder();
        bytes.clear();
        awaited = null;
    }

    /** Of the last line, if it was answered and had one. */
    @Nullable
    String lastKey() {
        return lastKey;
    }

    boolean ended() {
        return ended;
    }

    private void feed(byte[] input, int count, boolean stopOnError) {
        bytes.discardReadBytes().writeBytes(input, 0, count);
        while (!ended && advance()) {
            // What nobody reads nobody asked for: as a program that SIGPIPE ends.
            ended |= (stopOnError && exitCode != 0) || Output.readerLeft(out);
        }
        out.flush();
    }

    /** Handles the next line, or what comes of its blocks; false when more bytes are needed. */
    private boolean advance() {
        AnnouncedBlocks blocks = awaited;
        byte[] line = blocks == null ? ScriptLine.next(bytes) : null;
        if (blocks == null && line == null && bytes.readableBytes() <= LINE_BYTES_MAX) {
            return false;
        }
        if (line != null && ScriptLine.passedOver(line)) {
            bytes.skipBytes(line.length);
            return true;
        }
        if (line != null && ScriptLine.isExit(line)) {
            ended = true;
            return true;
        }
        int before = bytes.readableBytes();
        String word = line == null ? "" : ScriptLine.firstWord(line);
        Inbound found = decoder.next(bytes);
        if (found == null) {
            if (blocks == null && line != null) {
                blocks = AnnouncedBlocks.of(line);
                blocks.come(-line.length);
                awaited = blocks;
            }
            if (blocks != null) {
                blocks.come(before - bytes.readableBytes());
            }
            return false;
        }
        awaited = null;
        handle(found, word);
        return true;
    }

    /** @param word the first of its line */
    private void handle(Inbound found, String word) {
        if (found instanceof Request request) {
            try {
                ask(request);
            } catch (KvException | CommandException e) {
                fail(ExitCode.of(e), Problem.text(e));
                ended |= !typed && exitCode == ExitCode.CANNOT_CONNECT;
            }
        } else if (found instanceof Refusal refusal) {
            Reply reply = refusal.reply();
            fail(
                    code(reply),
                    reply == null
                            ? "this is no line of the protocol"
                            : reply.text() + Kv.insteadOf(word));
            if (refusal.closes() && typed) {
                forgetBlock();
            }
            ended |= refusal.closes() && !typed;
        }
    }

    /** A line that any server of this build would turn down is well written, and so no wrong usage. */
    private static int code(@Nullable Reply refusal) {
        return refusal != null && refusal.isError(ErrorCode.UNSUPPORTED)
                ? ExitCode.REJECTED
                : ExitCode.USAGE;
    }

    private void ask(Request request) {
        switch (request.verb()) {
            case QUIT -> ended = true;
            case HELP ->
                out.print(
                        request.arguments().isEmpty() ? Help.all() : Help.of(request.argument(0)));
            case HELLO, SUBSCRIBE_VIEW, AUTH ->
                fail(ExitCode.USAGE, request.verb() + " is for connections; kv does it by itself");
            default -> {
                if (request.verb().role() == Verb.Role.NODE) {
                    fail(ExitCode.USAGE, request.verb() + " is for nodes only; see: help");
                } else {
                    print(request, cluster.ask(request.withTag(null)));
                    lastKey = request.hasKey() ? request.argument(0) : null;
                }
            }
        }
    }

    private void print(Request request, Reply reply) {
        int code = ExitCode.of(reply);
        exitCode = exitCode == 0 ? code : exitCode;
        if (reply.isError()) {
            out.flush();
            err.print("kv: " + reply.text() + " (" + reply.errorCode() + ")\n");
            err.flush();
            return;
        }
        boolean noValue = request.verb() == Verb.GET && reply.status() == Status.NOT_FOUND;
        if (toProgram && noValue && !format.forPrograms()) {
            fail(code, "there is no " + request.argument(0));
            return;
        }
        boolean bare = typed && toProgram && reply.status() == Status.VALUE;
        writer.write(
                request,
                reply.withTag(request.tag()),
                bare && format == OutputFormat.table ? OutputFormat.raw : format);
    }

    private void fail(int code, String text) {
        exitCode = exitCode == 0 ? code : exitCode;
        out.flush();
        err.print("kv: " + text + "\n");
        err.flush();
    }
}
