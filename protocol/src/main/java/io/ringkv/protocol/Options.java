package io.ringkv.protocol;

import org.jspecify.annotations.Nullable;

import java.util.Arrays;

/**
 * The options of one request with their values, as given. Immutable; most requests have none and share
 * {@link #NONE}, the others have so few that an array that is searched costs less than a map.
 */
final class Options {
    static final Options NONE = new Options(new Option[0], new String[0]);

    private final Option[] options;
    private final @Nullable String[] values;

    private Options(Option[] options, @Nullable String[] values) {
        this.options = options;
        this.values = values;
    }

    int size() {
        return options.length;
    }

    Option option(int i) {
        return options[i];
    }

    /** The value of the option at this place; null when it stands for itself. */
    @Nullable
    String value(int i) {
        return values[i];
    }

    int indexOf(Option option) {
        for (int i = 0; i < options.length; i++) {
            if (options[i] == option) {
                return i;
            }
        }
        return -1;
    }

    @Nullable
    String get(Option option) {
        int i = indexOf(option);
        return i < 0 ? null : values[i];
    }

    Options with(Option option, @Nullable String value) {
        int i = indexOf(option);
        int length = i < 0 ? options.length + 1 : options.length;
        Option[] names = Arrays.copyOf(options, length);
        @Nullable String[] changed = Arrays.copyOf(values, length);
        names[i < 0 ? length - 1 : i] = option;
        changed[i < 0 ? length - 1 : i] = value;
        return new Options(names, changed);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Options that
                && Arrays.equals(options, that.options)
                && Arrays.equals(values, that.values);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(values);
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < options.length; i++) {
            text.append(' ').append(options[i]);
            if (values[i] != null) {
                text.append('=').append(options[i].secret() ? "***" : values[i]);
            }
        }
        return text.toString();
    }
}
