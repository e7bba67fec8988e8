package io.ringkv.protocol;

import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/**
 * One request, as it was decoded or is to be sent. Immutable: the arrays that it hands out are its own, copied once
 * from the wire, and nobody writes to them. Every option has a value of its kind and stands on a verb that knows it,
 * so a core asks for what it needs and checks only what the values mean.
 */
public final class Request implements Inbound {
    private static final byte[][] NO_ARGUMENTS = new byte[0][];

    private final @Nullable String tag;
    private final Verb verb;
    private final Options options;
    private final byte[][] arguments;
    private final byte @Nullable [] value;

    private Request(
            @Nullable String tag,
            Verb verb,
            Options options,
            byte[][] arguments,
            byte @Nullable [] value) {
        this.tag = tag;
        this.verb = verb;
        this.options = options;
        this.arguments = arguments;
        this.value = value;
    }

    /** A request that is a verb and nothing else. */
    public static Request of(Verb verb) {
        return builder(verb).build();
    }

    public static Builder builder(Verb verb) {
        return new Builder(verb);
    }

    public @Nullable String tag() {
        return tag;
    }

    public Verb verb() {
        return verb;
    }

    /** Whether there is a key: always, for a verb whose shape demands one. */
    public boolean hasKey() {
        return verb.shape().keyed() && arguments.length > 0;
    }

    /** The key, which is the first argument of a verb with a key. */
    public byte[] key() {
        if (!hasKey()) {
            throw new IllegalStateException(verb + " has no key here");
        }
        return arguments[0];
    }

    /** The value, whether it came as the rest of the line or as a block; null when there was none. */
    public byte @Nullable [] value() {
        return value;
    }

    /** The value of a message that cannot be without one. */
    public byte[] requiredValue() {
        if (value == null) {
            throw new IllegalArgumentException(verb + " came without its block");
        }
        return value;
    }

    /** The arguments in order, a key among them, the value not. */
    public List<byte[]> arguments() {
        return Collections.unmodifiableList(Arrays.asList(arguments));
    }

    /** An argument as text; asks for no more than {@link #arguments} has. */
    public String argument(int i) {
        return new String(arguments[i], StandardCharsets.UTF_8);
    }

    public boolean has(Option option) {
        return options.indexOf(option) >= 0;
    }

    /** The option's value as given; null when it is absent, or a flag. */
    public @Nullable String option(Option option) {
        return options.get(option);
    }

    /** The option as a number; {@code orElse} when it is absent or, for a free text, no number from 0. */
    public long longOption(Option option, long orElse) {
        String text = options.get(option);
        long number = text == null ? -1 : OptionKind.number(text);
        return number < 0 ? orElse : number;
    }

    /** The option as a duration in nanoseconds; {@code orElse} when it is absent. */
    public long nanosOption(Option option, long orElse) {
        String text = options.get(option);
        long nanos = text == null ? -1 : OptionKind.nanos(text);
        return nanos < 0 ? orElse : nanos;
    }

    public int optionCount() {
        return options.size();
    }

    /** The options in the order in which they stand. */
    public Option optionAt(int i) {
        return options.option(i);
    }

    public Request withTag(@Nullable String newTag) {
        return new Request(
                newTag == null ? null : Tags.check(newTag), verb, options, arguments, value);
    }

    /** A builder that starts with all of this. */
    public Builder toBuilder() {
        Builder builder = new Builder(verb);
        builder.tag = tag;
        builder.options = options;
        builder.arguments = arguments.clone();
        builder.count = arguments.length;
        builder.value = value;
        return builder;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Request that
                && verb == that.verb
                && (tag == null ? that.tag == null : tag.equals(that.tag))
                && options.equals(that.options)
                && Arrays.deepEquals(arguments, that.arguments)
                && Arrays.equals(value, that.value);
    }

    @Override
    public int hashCode() {
        return 31 * verb.name().hashCode() + Arrays.deepHashCode(arguments);
    }

    /** For logs: no value, and nothing secret. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(tag == null ? "" : "@" + tag + " ");
        text.append(verb).append(options);
        for (int i = 0; i < arguments.length; i++) {
            text.append(' ').append(verb.secret() ? "***" : argument(i));
        }
        return text.append(value == null ? "" : " [" + value.length + " bytes]").toString();
    }

    /**
     * Gathers a request; {@link #build} refuses what no decoder would accept, so a wrong request fails where it is
     * made. An option that is given twice keeps its last value.
     */
    public static final class Builder {
        private final Verb verb;
        private byte[][] arguments = NO_ARGUMENTS;
        private int count;
        private @Nullable String tag;
        private Options options = Options.NONE;
        private byte @Nullable [] value;

        private Builder(Verb verb) {
            this.verb = verb;
        }

        public Builder tag(@Nullable String newTag) {
            tag = newTag == null ? null : Tags.check(newTag);
            return this;
        }

        /** Adds an option that stands for itself. */
        public Builder option(Option option) {
            return put(option, null);
        }

        public Builder option(Option option, String text) {
            return put(option, text);
        }

        public Builder option(Option option, long number) {
            return put(option, Long.toString(number));
        }

        public Builder argument(byte[] argument) {
            if (count == arguments.length) {
                // Nearly every request has one argument, so one is what the first takes room for.
                arguments = Arrays.copyOf(arguments, Math.max(1, 2 * count));
            }
            arguments[count++] = argument;
            return this;
        }

        /** Puts the key in front of the arguments given so far. */
        public Builder key(byte[] key) {
            argument(key);
            System.arraycopy(arguments, 0, arguments, 1, count - 1);
            arguments[0] = key;
            return this;
        }

        public Builder argument(String argument) {
            return argument(argument.getBytes(StandardCharsets.UTF_8));
        }

        public Builder value(byte @Nullable [] newValue) {
            value = newValue;
            return this;
        }

        /** @throws IllegalArgumentException when the arguments or the value do not fit the verb */
        public Request build() {
            String problem = verb.shape().problem(count, value != null);
            if (problem != null) {
                throw new IllegalArgumentException(verb + ": " + problem);
            }
            byte[][] exact =
                    count == arguments.length ? arguments : Arrays.copyOf(arguments, count);
            return new Request(tag, verb, options, exact, value);
        }

        private Builder put(Option option, @Nullable String text) {
            if (!verb.allows(option)) {
                throw new IllegalArgumentException(verb + " does not know " + option);
            }
            if (!option.kind().accepts(text)) {
                throw new IllegalArgumentException(
                        option + " " + option.kind().expectation() + ", not " + text);
            }
            options = options.with(option, text);
            return this;
        }
    }
}
