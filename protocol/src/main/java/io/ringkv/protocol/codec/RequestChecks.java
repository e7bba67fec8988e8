package io.ringkv.protocol.codec;

import static io.ringkv.protocol.ErrorCode.BAD_KEY;
import static io.ringkv.protocol.ErrorCode.SYNTAX;
import static io.ringkv.protocol.ErrorCode.TOO_LARGE;

import io.ringkv.protocol.Limits;
import io.ringkv.protocol.Reply;
import io.ringkv.protocol.Shape;
import io.ringkv.protocol.Verb;

import org.jspecify.annotations.Nullable;

/**
 * What has to hold between the parts of a line that are each well formed: arguments against the verb's shape, blocks
 * against what was typed, keys and values against their limits. Every answer names the next step.
 */
final class RequestChecks {
    private RequestChecks() {}

    /** @param typed arguments on the line; a key in a block comes on top */
    static @Nullable Reply check(
            Verb verb, BlockLengths blocks, Limits limits, int typed, boolean hasRest) {
        Shape shape = verb.shape();
        if (blocks.hasKey() && !shape.keyed()) {
            return syntax(verb, "it has no key that --key-length could announce");
        }
        if (blocks.hasValue() && !shape.block()) {
            return syntax(
                    verb, "it has no value that --length could announce; the block was read over");
        }
        if (blocks.hasKey() && shape.rest() && typed > 0) {
            return syntax(
                    verb,
                    "--key-length announced the key, yet a word is typed; with a key in a block, send the"
                            + " value in a block as well");
        }
        if (blocks.hasValue() && hasRest) {
            return syntax(
                    verb,
                    "--length announced the value, yet more is typed behind the key; the block was read"
                            + " over and nothing was applied");
        }
        int arguments = typed + (blocks.hasKey() ? 1 : 0);
        if (arguments > shape.max() && blocks.hasKey() && typed <= shape.max()) {
            return syntax(verb, "--key-length announced the key, yet it is typed as well");
        }
        String problem = shape.problem(arguments, blocks.hasValue() || hasRest);
        return problem != null ? syntax(verb, problem) : checkSizes(blocks, limits);
    }

    private static @Nullable Reply checkSizes(BlockLengths blocks, Limits limits) {
        Reply key = blocks.hasKey() ? checkKey(blocks.key(), limits) : null;
        return key == null && blocks.hasValue() ? checkValue(blocks.value(), limits) : key;
    }

    static @Nullable Reply checkKey(int bytes, Limits limits) {
        if (bytes == 0) {
            return Reply.error(BAD_KEY, "a key has at least one byte");
        }
        return bytes <= limits.keyBytesMax()
                ? null
                : Reply.error(
                                TOO_LARGE,
                                "a key of " + bytes
                                        + " bytes is above the limit. Use a shorter key")
                        .with("max", limits.keyBytesMax());
    }

    static @Nullable Reply checkValue(int bytes, Limits limits) {
        return bytes <= limits.valueBytesMax()
                ? null
                : Reply.error(
                                TOO_LARGE,
                                "a value of " + bytes
                                        + " bytes is above the limit; it was read over and nothing"
                                        + " was applied. Split it, or raise --max-value-bytes on every node")
                        .with("max", limits.valueBytesMax());
    }

    static String unknownVerb(String word, int from, int to, byte[] line) {
        Verb meant = word.length() > 32 ? null : Verb.nearest(word);
        return "there is no verb '" + Shown.of(line, from, to) + "'"
                + (meant == null
                        ? ". HELP lists the verbs"
                        : "; did you mean " + meant + "? HELP lists the verbs");
    }

    private static Reply syntax(Verb verb, String problem) {
        return Reply.error(
                SYNTAX, verb + ": " + problem + ". Write: " + verb.help().syntax());
    }
}
