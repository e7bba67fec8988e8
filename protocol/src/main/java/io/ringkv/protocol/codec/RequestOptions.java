package io.ringkv.protocol.codec;

import static io.ringkv.protocol.ErrorCode.SYNTAX;
import static io.ringkv.protocol.ErrorCode.UNSUPPORTED;

import io.ringkv.protocol.Option;
import io.ringkv.protocol.OptionKind;
import io.ringkv.protocol.Reply;
import io.ringkv.protocol.Request;
import io.ringkv.protocol.Verb;

import org.jspecify.annotations.Nullable;

/**
 * Reads the options between the verb and the first argument, one at a time, and checks each against the verb and
 * against its own kind. Options that announce a block are noted even when the verb is not known.
 */
final class RequestOptions {
    private final Words words;
    private final BlockLengths blocks;
    private @Nullable Verb verb;
    private Request.@Nullable Builder request;
    private long seen;
    private boolean ended;
    private boolean closes;

    RequestOptions(Words words, BlockLengths blocks) {
        this.words = words;
        this.blocks = blocks;
    }

    void start(@Nullable Verb newVerb, Request.@Nullable Builder newRequest) {
        verb = newVerb;
        request = newRequest;
        seen = 0;
        ended = false;
        closes = false;
    }

    /** Whether {@code --} stood alone: what follows are arguments, whatever they look like. */
    boolean ended() {
        return ended;
    }

    /** Whether the last problem leaves no way to find the next line. */
    boolean closes() {
        return closes;
    }

    /** Where an option's name ends: at its '=', at a space, or with the line. */
    static int endOfName(byte[] line, int from, int end) {
        int to = from;
        while (to < end && line[to] != ' ' && line[to] != '=') {
            to++;
        }
        return to;
    }

    /** Reads the option that starts here; what is wrong with it, or null. */
    @Nullable
    Reply readNext() {
        byte[] line = words.bytes();
        int from = words.at() + 2;
        int to = endOfName(line, from, words.end());
        words.moveTo(to);
        boolean hasValue = words.startsWith('=');
        if (from == to && !hasValue) {
            ended = true;
            return null;
        }
        if (hasValue) {
            words.moveTo(to + 1);
            if (!words.next()) {
                closes = true;
                return Reply.error(
                        SYNTAX,
                        "the quotes of --" + Shown.of(line, from, to)
                                + " are wrong, so it is not known whether a"
                                + " block follows, and the connection closes."
                                + " Write \\\" for a quote inside");
            }
        }
        return BlockLengths.announces(line, from, to)
                ? announce(line, from, to, hasValue)
                : check(line, from, to, hasValue ? words.text() : null);
    }

    private @Nullable Reply announce(byte[] line, int from, int to, boolean hasValue) {
        boolean bare = hasValue && !words.wasQuoted();
        long bytes = bare ? BlockLengths.parse(line, words.wordFrom(), words.wordTo()) : -1;
        Option known = Option.find(line, from, to);
        Reply problem = blocks.add(known, line, from, to, bytes);
        closes = problem != null;
        return problem != null || known != null ? problem : unknown(line, from, to);
    }

    private @Nullable Reply check(byte[] line, int from, int to, @Nullable String value) {
        Option option = Option.find(line, from, to);
        if (option == null) {
            return unknown(line, from, to);
        }
        if (verb == null || request == null) {
            return null;
        }
        if (!verb.allows(option)) {
            return Reply.error(
                    SYNTAX,
                    verb + " does not know " + option + ". Write: "
                            + verb.help().syntax());
        }
        if ((seen & bit(option)) != 0) {
            return Reply.error(SYNTAX, option + " stands twice. Send it once");
        }
        seen |= bit(option);
        if (!option.kind().accepts(value)) {
            return Reply.error(
                    SYNTAX, option + " " + option.kind().expectation() + given(option, value));
        }
        if (!verb.supports(option)) {
            return Reply.error(
                    UNSUPPORTED,
                    option + " on " + verb + " is part of the protocol, but this build does not"
                            + " have it yet. Leave it out; nothing was applied");
        }
        put(request, option, value);
        return null;
    }

    private static void put(Request.Builder request, Option option, @Nullable String value) {
        if (value == null) {
            request.option(option);
        } else {
            request.option(option, value);
        }
    }

    private static String given(Option option, @Nullable String value) {
        if (value == null) {
            return "; write " + option + "=...";
        }
        return option.kind() == OptionKind.FLAG
                ? "; write " + option + " alone"
                : ", not '" + Shown.of(value) + "'";
    }

    private Reply unknown(byte[] line, int from, int to) {
        String help = verb == null ? "" : ". Write: " + verb.help().syntax();
        return Reply.error(
                SYNTAX,
                "there is no option --" + Shown.of(line, from, to) + help
                        + (verb == null ? "" : "; put -- before a word that starts with --"));
    }

    private static long bit(Option option) {
        return 1L << option.ordinal();
    }
}
