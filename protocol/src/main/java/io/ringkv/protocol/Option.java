package io.ringkv.protocol;

import org.jspecify.annotations.Nullable;

import java.util.Locale;

/**
 * The closed table of options on this protocol, each with the kind of value it takes. Which verb knows which is
 * {@link Verb}'s to say. {@link #LENGTH} and {@link #KEY_LENGTH} announce blocks: they are framing, written by the
 * encoder and consumed by the decoder, and never part of a {@link Request}.
 */
public enum Option {
    LENGTH(OptionKind.NUMBER),
    KEY_LENGTH(OptionKind.NUMBER),

    LEVEL(OptionKind.LEVEL),
    TIMEOUT(OptionKind.DURATION),
    EPOCH(OptionKind.NUMBER),
    IF(OptionKind.CONDITION),
    TTL(OptionKind.DURATION),
    REQUEST_ID(OptionKind.TEXT),
    FORWARDED(OptionKind.FLAG),
    TRACE(OptionKind.TAG),

    CLIENT(OptionKind.TEXT),
    CLUSTER(OptionKind.TEXT),
    ROLE(OptionKind.TEXT),
    TOKEN(OptionKind.TEXT),
    OOO(OptionKind.FLAG),
    NODE(OptionKind.TEXT),
    TO(OptionKind.TEXT),
    INCARNATION(OptionKind.NUMBER),
    TO_INCARNATION(OptionKind.NUMBER),
    /** The incarnation that registered with this disk before. */
    PREVIOUS(OptionKind.NUMBER),
    DATA_ID(OptionKind.TEXT),

    ZONE(OptionKind.TEXT),
    WEIGHT(OptionKind.NUMBER),
    STORE(OptionKind.TEXT),
    WRITES(OptionKind.TEXT),
    BYTES(OptionKind.NUMBER),
    THROTTLE(OptionKind.NUMBER),
    CANCEL(OptionKind.FLAG),
    PLAN(OptionKind.FLAG),
    /** The epoch of which somebody has read what would be lost. */
    FORCE(OptionKind.NUMBER),
    SICK(OptionKind.MARK),
    /** Nodes that the sender and those that it asked could not reach: ids with commas. */
    SUSPECTS(OptionKind.TEXT),
    TURN_AGE(OptionKind.DURATION),
    IF_NEWER(OptionKind.NUMBER),

    SLOT(OptionKind.NUMBER),
    TERM(OptionKind.NUMBER),
    VERSION(OptionKind.VERSION),
    POS(OptionKind.NUMBER),
    COUNT(OptionKind.NUMBER),
    ROUND(OptionKind.NUMBER),
    MODE(OptionKind.TEXT);

    private static final NameTable<Option> NAMES = new NameTable<>();

    static {
        for (Option option : values()) {
            NAMES.add(option.wireName, option);
        }
    }

    private final OptionKind kind;
    private final String wireName;

    Option(OptionKind kind) {
        this.kind = kind;
        wireName = name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    public OptionKind kind() {
        return kind;
    }

    /** The name without its dashes in front: {@code request-id}. */
    public String wireName() {
        return wireName;
    }

    /** Whether the value must not reach logs, histories or monitors. */
    public boolean secret() {
        return this == TOKEN;
    }

    /** Whether it announces a block instead of saying something about the request. */
    public boolean framing() {
        return this == LENGTH || this == KEY_LENGTH;
    }

    /** The option of this name in any case, or null. */
    public static @Nullable Option find(byte[] line, int from, int to) {
        return NAMES.find(line, from, to);
    }

    @Override
    public String toString() {
        return "--" + wireName;
    }
}
