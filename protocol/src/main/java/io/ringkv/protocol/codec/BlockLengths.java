package io.ringkv.protocol.codec;

import static io.ringkv.protocol.ErrorCode.SYNTAX;
import static io.ringkv.protocol.ErrorCode.TOO_LARGE;

import io.ringkv.protocol.Limits;
import io.ringkv.protocol.Option;
import io.ringkv.protocol.Reply;

import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The blocks that one line announces, in the order in which they follow: the key's, the value's, then those of options
 * that this build does not know, as written. An announcement that leaves any doubt about where the blocks end is
 * answered and closes the connection: whatever came next would otherwise be read as requests.
 */
final class BlockLengths {
    private static final int NONE = -1;
    private static final int DIGITS_MAX = 18;
    private static final String CLOSES =
            "; the end of the block is not known, so the connection closes";

    private final Limits limits;
    private final List<String> unknown = new ArrayList<>(0);
    private final List<Integer> others = new ArrayList<>(0);
    private int key = NONE;
    private int value = NONE;

    BlockLengths(Limits limits) {
        this.limits = limits;
    }

    void clear() {
        key = NONE;
        value = NONE;
        unknown.clear();
        others.clear();
    }

    /** Whether an option of this name announces a block: length, or anything that ends in -length, in any case. */
    static boolean announces(byte[] line, int from, int to) {
        byte[] suffix = {'-', 'l', 'e', 'n', 'g', 't', 'h'};
        int start = to - suffix.length;
        boolean whole = start == from - 1;
        if (start < from && !whole) {
            return false;
        }
        for (int i = whole ? 1 : 0; i < suffix.length; i++) {
            byte b = line[start + i];
            if ((b >= 'A' && b <= 'Z' ? b + ('a' - 'A') : b) != suffix[i]) {
                return false;
            }
        }
        return true;
    }

    /**
     * Notes an announcement; what is wrong with it comes back as the answer to close with.
     *
     * @param known the option of this name; null when this build has none
     * @param bytes the number that was given; negative when it was none
     */
    @Nullable
    Reply add(@Nullable Option known, byte[] line, int from, int to, long bytes) {
        boolean isKey = known == Option.KEY_LENGTH;
        int max = isKey ? limits.keyBytesMax() : limits.blockBytesMax();
        boolean stands = isKey ? hasKey() : known == Option.LENGTH && hasValue();
        String unknownName = known == null ? lowerCase(line, from, to) : "";
        if (stands || known == null && unknown.contains(unknownName)) {
            return Reply.error(
                    SYNTAX, written(line, from, to) + " stands twice" + CLOSES + ". Send it once");
        }
        if (bytes < 0) {
            return Reply.error(
                    SYNTAX,
                    written(line, from, to) + " needs a number of bytes in plain digits" + CLOSES);
        }
        if (bytes > max) {
            return tooLarge(written(line, from, to), bytes, isKey ? max : limits.valueBytesMax());
        }
        if (isKey) {
            key = (int) bytes;
        } else if (known == Option.LENGTH) {
            value = (int) bytes;
        } else {
            unknown.add(unknownName);
            others.add((int) bytes);
        }
        return null;
    }

    private static String written(byte[] line, int from, int to) {
        return "--" + Shown.of(line, from, to);
    }

    private static String lowerCase(byte[] line, int from, int to) {
        return new String(line, from, to - from, StandardCharsets.ISO_8859_1)
                .toLowerCase(Locale.ROOT);
    }

    int key() {
        return key;
    }

    int value() {
        return value;
    }

    boolean hasKey() {
        return key != NONE;
    }

    boolean hasValue() {
        return value != NONE;
    }

    int count() {
        return (hasKey() ? 1 : 0) + (hasValue() ? 1 : 0) + others.size();
    }

    /** The length of block i of {@link #count}. */
    int at(int i) {
        int known = (hasKey() ? 1 : 0) + (hasValue() ? 1 : 0);
        if (i >= known) {
            return others.get(i - known);
        }
        return i == 0 && hasKey() ? key : value;
    }

    private static Reply tooLarge(String option, long bytes, int max) {
        return Reply.error(
                        TOO_LARGE,
                        option + "=" + bytes + " is more than this connection will even read over,"
                                + " so it closes. Send at most " + max + " bytes")
                .with("max", max);
    }

    /**
     * A number of bytes, or -1: plain digits without signs, spaces or leading zeros, because what two readers could
     * take for two numbers is none.
     */
    static long parse(byte[] line, int from, int to) {
        if (from == to || to - from > DIGITS_MAX || line[from] == '0' && to - from > 1) {
            return -1;
        }
        long number = 0;
        for (int i = from; i < to; i++) {
            int digit = line[i] - '0';
            if (digit < 0 || digit > 9) {
                return -1;
            }
            number = number * 10 + digit;
        }
        return number;
    }
}
