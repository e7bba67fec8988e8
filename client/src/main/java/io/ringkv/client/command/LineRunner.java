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
import io.ringkv.protocol.codec.RequestDecoder;
import io.ringkv.transport.process.FileProblem;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;

/**
 * Takes lines apart, wherever they come from: commands of {@code kv}, lines of the protocol with the blocks that they
 * announce, and what only a script has. It ends with its input, or when nobody reads its output any more.
 */
final class LineRunner {
    private static final byte LINE_END = '\n';
    private static final int CHUNK_BYTES = 64 << 10;
    /** With its end; what is longer is for the decoder to refuse. */
    private static final int LINE_BYTES_MAX = Limits.DEFAULT.lineBytesMax() + 2;

    private final LineAnswers answers;
    private final LineCommands commands;
    private final boolean numbered;
    private final ByteBuf bytes = Unpooled.buffer();
    private RequestDecoder decoder = decoder();
    private @Nullable AnnouncedBlocks awaited;
    /** Line ends read over, and the number of the line that is answered. */
    private long lineEnds;

    private long lineNumber;
    private boolean ended;
    /** A person may go on after what ends a script. */
    private boolean typed;

    LineRunner(Cluster cluster, Streams streams, OutputFormat format, LineSource source) {
        numbered = source.numbered();
        answers = new LineAnswers(cluster, streams, format, source.person(), this::place);
        commands = new LineCommands(streams, source, this::place, answers::answer);
    }

    private String place() {
        return numbered ? "line " + lineNumber + ": " : "";
    }

    private static RequestDecoder decoder() {
        return AnnouncedBlocks.decoder(
                Limits.DEFAULT.withValueBytesMax(Limits.VALUE_BYTES_CEILING));
    }

    /** Runs what is complete; the result is what to exit with. */
    int run(byte[] input) {
        feed(input, input.length, true);
        if (waitsForBlock()) {
            answers.fail(
                    ExitCode.USAGE,
                    "the line announces a block, which a single line cannot carry;"
                            + " pipe it into kv instead");
        }
        return answers.exitCode();
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
            answers.fail(
                    ExitCode.USAGE,
                    "the input ended " + (missing == 1 ? "one byte" : missing + " bytes")
                            + " before the end of the block that a line"
                            + " announced, so nothing was written for that line; --length counts bytes,"
                            + " line ends among them");
        } else if (!ended) {
            // The last line needs no end.
            feed(new byte[] {'\n'}, 1, stopOnError);
        }
        return answers.exitCode();
    }

    /**
     * One line of the shell; false when it needs more bytes, a block that it announced.
     *
     * @param program whether a program reads the output, which must not take a message for a value, and gets of a
     *     value its bytes alone
     */
    boolean runLine(byte[] line, PrintStream to, boolean program) {
        answers.typedLine(to, program);
        typed = true;
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
        return answers.lastKey();
    }

    /** What to exit with, as far as it is known. */
    int exitCode() {
        return answers.exitCode();
    }

    boolean ended() {
        return ended;
    }

    private void feed(byte[] input, int count, boolean stopOnError) {
        bytes.discardReadBytes().writeBytes(input, 0, count);
        while (!ended && advanceCounted()) {
            // What nobody reads nobody asked for: as a program that SIGPIPE ends.
            ended |= stopOnError && answers.exitCode() != 0 || answers.readerLeft();
        }
        answers.flush();
    }

    private boolean advanceCounted() {
        lineNumber = awaited == null ? lineEnds + 1 : lineNumber;
        int from = bytes.readerIndex();
        boolean advanced = advance();
        int to = bytes.readerIndex();
        for (int at = bytes.indexOf(from, to, LINE_END); at >= 0; ) {
            lineEnds++;
            at = bytes.indexOf(at + 1, to, LINE_END);
        }
        return advanced;
    }

    /** Handles the next line, or what comes of its blocks; false when more bytes are needed. */
    private boolean advance() {
        AnnouncedBlocks blocks = awaited;
        byte[] line = blocks == null ? ScriptLine.next(bytes) : null;
        if (blocks == null && line == null && bytes.readableBytes() <= LINE_BYTES_MAX) {
            return false;
        }
        if (line != null && isOurs(line)) {
            bytes.skipBytes(line.length);
            runOurs(line);
            return true;
        }
        return advanceProtocol(line);
    }

    /** Whether it is no line of the protocol. */
    private static boolean isOurs(byte[] line) {
        return ScriptLine.passedOver(line)
                || ScriptLine.isExit(line)
                || line.length <= LINE_BYTES_MAX
                        && LineCommands.claims(line, ScriptLine.lengthWithoutEnd(line));
    }

    private void runOurs(byte[] line) {
        if (ScriptLine.isExit(line)) {
            ended |= answers.exit(ScriptLine.exitStatus(line));
        } else if (!ScriptLine.passedOver(line)) {
            try {
                answers.note(commands.run(
                        line, ScriptLine.lengthWithoutEnd(line), answers.out(), answers.screen()));
            } catch (KvException | CommandException e) {
                answers.fail(ExitCode.of(e), Problem.text(e));
            }
            ended |= answers.endsScript(typed);
        }
    }

    /** @param line null within blocks, or when it is not whole and too long */
    private boolean advanceProtocol(byte @Nullable [] line) {
        AnnouncedBlocks blocks = awaited;
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
            answers.answer(request);
            ended |= answers.quit() || answers.endsScript(typed);
        } else if (found instanceof Refusal refusal) {
            Reply reply = refusal.reply();
            answers.fail(
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
}
