package io.ringkv.protocol;

import org.jspecify.annotations.Nullable;

/**
 * What may follow a verb's options: how many arguments, whether the first is a key (and may come as a block), and
 * whether a value may come as the raw rest of the line or as a block.
 *
 * @param min fewest arguments; a key counts, a value does not
 * @param max most arguments
 * @param keyed the first argument, where there is one, is a key
 * @param rest what stands behind the last argument is a value, to the end of the line
 * @param block {@code --length=n} may announce a value
 * @param valued a value there must be, in one of the two ways
 */
public record Shape(int min, int max, boolean keyed, boolean rest, boolean block, boolean valued) {
    static final Shape KEY = new Shape(1, 1, true, false, false, false);
    static final Shape KEYS = new Shape(1, Integer.MAX_VALUE, true, false, false, false);
    static final Shape KEY_VALUE = new Shape(1, 1, true, true, true, true);
    static final Shape RECORDS = new Shape(0, 1, true, true, true, false);

    static Shape words(int min, int max) {
        return new Shape(min, max, false, false, false, false);
    }

    static Shape keyAndWords(int min, int max) {
        return new Shape(min, max, true, false, false, false);
    }

    /** Words, and a block where the message has one. */
    static Shape message(int max) {
        return new Shape(0, max, false, false, true, false);
    }

    /** Why so many arguments and such a value do not fit, or null when they do. */
    public @Nullable String problem(int arguments, boolean hasValue) {
        if (arguments < min) {
            return arguments == 0 && keyed ? "a key is missing" : "an argument is missing";
        }
        if (arguments > max) {
            return "too many arguments";
        }
        if (valued && !hasValue) {
            return "a value is missing; the empty value is --length=0 and an empty line";
        }
        return hasValue && !block && !rest ? "there is nothing that a value could be for" : null;
    }
}
