package io.ringkv.protocol.codec;

import static io.ringkv.protocol.ErrorCode.SYNTAX;
import static io.ringkv.protocol.ErrorCode.TOO_LARGE;

import io.ringkv.protocol.Limits;
import io.ringkv.protocol.Reply;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The blocks that one line announces, in the order in which they follow: the key's, the value's, then those of options
 * that this build does not know, as written. An announcement that leaves any doubt about where the blocks end is
 * answered and closes the connection: whatever came next would otherwise be read as requests.
 */
final class BlockLengths {
    private static final int NONE = -1;
    private static final String CLOSES = "; the end of the block is not known, so the connection closes";

    private final Limits limits;
    private final List<String> names = new ArrayList<>(2);
    private final List<Integer> others = new ArrayList<>(0);
    private int key = NONE;
    private int value = NONE;

    BlockLengths(Limits limits) {
        this.limits = limits;
    }

    void clear() {
        key = NONE;
        value = NONE;
        if (!names.isEmpty()) {
            names.clear();
            others.clear();
        }
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

    /** Notes an announcement; what is wrong with it comes back as the answer to close with. */
    @Nullable
    Reply add(String writtenName, @Nullable String length) {
        String name = writtenName.toLowerCase(Locale.ROOT);
        String option = "--" + Shown.of(name);
        if (names.contains(name)) {
            return Reply.error(SYNTAX, option + " stands twice" + CLOSES + ". Send it once");
        }
        long bytes = parse(length);
        if (bytes < 0) {
            return Reply.error(SYNTAX, option + " needs a number of bytes in plain digits" + CLOSES);
        }
        boolean isKey = name.equals("key-length");
        if (bytes > (isKey ? limits.keyBytesMax() : limits.blockBytesMax())) {
            return tooLarge(option, bytes, isKey ? limits.keyBytesMax() : limits.valueBytesMax());
        }
        names.add(name);
        note(name, (int) bytes);
        return null;
    }

    private void note(String name, int bytes) {
        switch (name) {
            case "key-length" -> key = bytes;
            case "length" -> value = bytes;
            default -> others.add(bytes);
        }
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

    /** Plain digits without signs, spaces or leading zeros: what two readers could take for two numbers is none. */
    static long parse(@Nullable String digits) {
        if (digits == null || digits.isEmpty() || digits.length() > 18) {
            return -1;
        }
        long number = 0;
        for (int i = 0; i < digits.length(); i++) {
            char c = digits.charAt(i);
            if (c < '0' || c > '9' || i > 0 && number == 0) {
                return -1;
            }
            number = number * 10 + (c - '0');
        }
        return number;
    }
}
