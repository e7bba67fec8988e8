package io.ringkv.protocol.codec;

import static io.ringkv.protocol.ErrorCode.SYNTAX;
import static io.ringkv.protocol.ErrorCode.TOO_LARGE;
import static io.ringkv.protocol.ErrorCode.UNKNOWN_COMMAND;
import static io.ringkv.protocol.ErrorCode.UNSUPPORTED;

import io.ringkv.protocol.ErrorCode;
import io.ringkv.protocol.Limits;
import io.ringkv.protocol.Reply;
import io.ringkv.protocol.Request;
import io.ringkv.protocol.Tags;
import io.ringkv.protocol.Verb;

import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Reads one request line into a request that only lacks its blocks, or into the error to answer once they have been
 * read over. It goes on after an error, because only the whole of the options says which blocks follow; the first
 * error is the one that is answered. Reused from line to line.
 */
final class RequestLine {
    /** An argument that is empty takes so much. */
    private static final int ARGUMENT_BYTES = 64;

    private final Limits limits;
    private final Words words = new Words();
    private final BlockLengths blocks;
    private final RequestOptions options;
    private @Nullable String tag;
    private @Nullable Verb verb;
    private Request.@Nullable Builder request;
    private @Nullable Reply error;
    private boolean closes;
    private int arguments;
    private int length;
    private boolean hasRest;

    RequestLine(Limits limits) {
        this.limits = limits;
        blocks = new BlockLengths(limits);
        options = new RequestOptions(words, blocks);
    }

    void read(byte[] bytes, int from, int to) {
        words.of(bytes, from, to);
        blocks.clear();
        tag = null;
        verb = null;
        request = null;
        error = null;
        closes = false;
        arguments = 0;
        length = to - from;
        hasRest = false;
        checkControlBytes(bytes, from, to);
        readTag();
        readVerb();
        readOptions();
        if (!closes && verb != null) {
            readArguments(verb);
        }
        if (error == null && verb != null) {
            note(RequestChecks.check(verb, blocks, limits, arguments, hasRest));
        }
    }

    BlockLengths blocks() {
        return blocks;
    }

    /** About what the request takes, as far as the line says it. */
    long heldBytes() {
        return 2L * length + (long) ARGUMENT_BYTES * (1 + arguments + blocks.count());
    }

    /** What to answer instead of serving the request, with its tag; null when the request is good. */
    @Nullable
    Reply error() {
        return error == null ? null : error.withTag(tag);
    }

    /** Whether the error leaves no way to find the next line. */
    boolean closes() {
        return closes;
    }

    @Nullable
    String tag() {
        return tag;
    }

    /** The request as far as the line says it; only after a line without error. */
    Request.Builder request() {
        Request.Builder good = request;
        if (good == null) {
            throw new IllegalStateException("the line had an error");
        }
        return good;
    }

    private void fail(ErrorCode code, String text) {
        note(Reply.error(code, text));
    }

    private void note(@Nullable Reply newError) {
        error = error == null ? newError : error;
    }

    private void close(Reply newError) {
        error = newError;
        closes = true;
    }

    private void checkControlBytes(byte[] bytes, int from, int to) {
        for (int i = from; i < to; i++) {
            byte b = bytes[i];
            if (b >= 0 && b < ' ' && b != '\t' || b == 0x7F) {
                fail(
                        SYNTAX,
                        "byte " + (i - from + 1) + " of the line is " + Shown.control(b)
                                + ", which a line cannot hold. Send a key or value that has it in a block"
                                + " (--key-length=n, --length=n), or write it as \\xHH inside quotes");
                return;
            }
        }
    }

    private void readTag() {
        if (!words.more() || !words.startsWith('@')) {
            return;
        }
        words.moveTo(words.at() + 1);
        words.bare();
        int length = words.wordTo() - words.wordFrom();
        boolean valid = length > 0 && length <= Tags.CHARS_MAX;
        for (int i = words.wordFrom(); valid && i < words.wordTo(); i++) {
            valid = Tags.isTagByte(words.bytes()[i]);
        }
        if (valid) {
            tag = new String(words.bytes(), words.wordFrom(), length, StandardCharsets.ISO_8859_1);
        } else {
            fail(
                    SYNTAX,
                    "a tag is 1 to " + Tags.CHARS_MAX
                            + " of A-Z a-z 0-9 . _ : - after the @; this answer has none");
        }
    }

    private void readVerb() {
        if (!words.more()) {
            fail(SYNTAX, "a verb is missing after the tag. HELP lists the verbs");
            return;
        }
        words.bare();
        verb = Verb.find(words.bytes(), words.wordFrom(), words.wordTo());
        if (verb == null) {
            fail(
                    UNKNOWN_COMMAND,
                    RequestChecks.unknownVerb(
                            words.text(), words.wordFrom(), words.wordTo(), words.bytes()));
            return;
        }
        request = Request.builder(verb).tag(tag);
        if (!verb.supported()) {
            fail(
                    UNSUPPORTED,
                    verb + " is part of the protocol, but this build does not have it yet."
                            + " HELP lists what it has");
        }
    }

    private void readOptions() {
        options.start(verb, request);
        while (!options.ended() && words.more() && words.startsWithDashes()) {
            Reply problem = options.readNext();
            if (options.closes() && problem != null) {
                close(problem);
                return;
            }
            note(problem);
        }
    }

    private void readArguments(Verb known) {
        while (words.more() && !closes) {
            if (arguments == limits.argumentsMax()) {
                note(Reply.error(
                                TOO_LARGE,
                                "more than " + arguments + " arguments. Send several requests")
                        .with("max", limits.argumentsMax()));
                return;
            }
            if (strayOption() || !readArgument(known)) {
                return;
            }
            if (known.shape().rest()) {
                readRest();
                return;
            }
        }
    }

    private boolean readArgument(Verb known) {
        if (!words.next()) {
            fail(
                    SYNTAX,
                    "a quoted word needs its closing quote and then a space or the end of the line, and knows"
                            + " only \\n \\r \\t \\0 \\\" \\\\ \\xHH. A value is taken as typed, without quotes");
            return false;
        }
        arguments++;
        if (error == null && request != null) {
            byte[] argument = words.copy();
            boolean isKey = arguments == 1 && known.shape().keyed() && !blocks.hasKey();
            note(isKey ? RequestChecks.checkKey(argument.length, limits) : null);
            request.argument(argument);
        }
        return true;
    }

    /** The value of a one-line PUT: everything after the one space that ends the key. */
    private void readRest() {
        int from = words.at() + 1;
        int to = words.end();
        if (from >= to || words.more() && strayOption()) {
            return;
        }
        hasRest = true;
        if (error == null && request != null && !blocks.hasValue()) {
            note(RequestChecks.checkValue(to - from, limits));
            request.value(Arrays.copyOfRange(words.bytes(), from, to));
        }
    }

    /**
     * Refuses an option behind the first argument, which would otherwise be taken for data. One that announces a block
     * closes the connection as well: its sender is about to send bytes that are no requests.
     */
    private boolean strayOption() {
        if (arguments == 0 || options.ended() || !words.startsWithDashes()) {
            return false;
        }
        int from = words.at() + 2;
        int to = RequestOptions.endOfName(words.bytes(), from, words.end());
        String option = "--" + Shown.of(words.bytes(), from, to);
        String text = option
                + " stands behind the key or an argument. Options stand between the verb and the first"
                + " argument; write -- there to send a word that starts with --";
        if (BlockLengths.announces(words.bytes(), from, to)) {
            close(Reply.error(SYNTAX, text + ". A block may follow, so the connection closes"));
        } else {
            fail(SYNTAX, text);
        }
        return true;
    }
}
