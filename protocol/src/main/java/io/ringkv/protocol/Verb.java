package io.ringkv.protocol;

import static io.ringkv.protocol.Verb.Role.ANY;
import static io.ringkv.protocol.Verb.Role.CLIENT;
import static io.ringkv.protocol.Verb.Role.NODE;
import static io.ringkv.protocol.Verb.Side.COORDINATOR;
import static io.ringkv.protocol.Verb.Side.EVERYONE;
import static io.ringkv.protocol.Verb.Side.STORAGE;
import static io.ringkv.protocol.Verb.Support.LATER;
import static io.ringkv.protocol.Verb.Support.NOW;

import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * The one table of verbs: who may send each, who answers it, its options, the shape of its arguments, and whether this
 * build has it. The decoder checks every line against it, the builder of requests too; {@link VerbHelp} holds the words
 * about each verb. A verb marked {@code LATER} is known and answered UNSUPPORTED by name.
 */
public enum Verb {
    HELLO(ANY, EVERYONE, Shape.words(1, 1), OptionSet.HELLO, NOW),
    AUTH(ANY, EVERYONE, Shape.words(1, 2), OptionSet.NONE, NOW),
    PING(ANY, EVERYONE, Shape.words(0, 0), OptionSet.NONE, NOW),
    HELP(ANY, EVERYONE, Shape.words(0, 1), OptionSet.NONE, NOW),
    INFO(ANY, EVERYONE, Shape.words(0, 1), OptionSet.NONE, NOW),
    QUIT(ANY, EVERYONE, Shape.words(0, 0), OptionSet.NONE, NOW),
    SLOWLOG(ANY, EVERYONE, Shape.words(0, 1), OptionSet.NONE, NOW),
    LOG_LEVEL(ANY, EVERYONE, Shape.words(1, 2), OptionSet.NONE, NOW),

    GET_NODES_FOR_KEY(CLIENT, EVERYONE, Shape.KEY, OptionSet.NONE, NOW),
    LIST_NODES(CLIENT, EVERYONE, Shape.words(0, 0), OptionSet.NONE, NOW),
    GET_VIEW(CLIENT, EVERYONE, Shape.words(0, 0), OptionSet.VIEW, NOW),
    SUBSCRIBE_VIEW(CLIENT, EVERYONE, Shape.words(0, 0), OptionSet.NONE, NOW),
    STATUS(CLIENT, EVERYONE, Shape.words(0, 0), OptionSet.NONE, NOW),
    EXPLAIN(CLIENT, COORDINATOR, Shape.KEY, OptionSet.NONE, NOW),
    ACKNOWLEDGE_LOSS(CLIENT, COORDINATOR, Shape.words(1, 1), OptionSet.NONE, NOW),
    ACCEPT_LOSS(CLIENT, COORDINATOR, Shape.words(1, 1), OptionSet.NONE, NOW),
    SET_REPLICAS(CLIENT, COORDINATOR, Shape.words(1, 1), OptionSet.CHANGE, NOW),
    DRAIN(CLIENT, COORDINATOR, Shape.words(1, 1), OptionSet.DRAIN, NOW),
    REMOVE_NODE(CLIENT, COORDINATOR, Shape.words(1, 1), OptionSet.REMOVE, NOW),
    SAFE_TO_STOP(CLIENT, COORDINATOR, Shape.words(1, 1), OptionSet.NONE, NOW),
    REBALANCE(CLIENT, COORDINATOR, Shape.words(1, 1), OptionSet.REBALANCE, NOW),
    LIST_COORDINATORS(CLIENT, COORDINATOR, Shape.words(0, 0), OptionSet.NONE, NOW),
    ADD_COORDINATOR(CLIENT, COORDINATOR, Shape.words(3, 4), OptionSet.NONE, NOW),
    REMOVE_COORDINATOR(CLIENT, COORDINATOR, Shape.words(1, 1), OptionSet.NONE, NOW),

    REGISTER_NODE(NODE, COORDINATOR, Shape.words(2, 3), OptionSet.REGISTER, NOW),
    HEARTBEAT(NODE, COORDINATOR, Shape.message(1), OptionSet.HEARTBEAT, NOW),
    PROBE(NODE, EVERYONE, Shape.words(2, 2), OptionSet.PROBE, NOW),
    ACTIVE(NODE, COORDINATOR, Shape.message(0), OptionSet.PEER, NOW),
    HAND_OVER(NODE, COORDINATOR, Shape.message(1), OptionSet.PEER, NOW),
    PROMOTE(NODE, COORDINATOR, Shape.message(1), OptionSet.PEER, NOW),
    RELEASE(NODE, COORDINATOR, Shape.message(1), OptionSet.PEER, NOW),
    UNREGISTER_NODE(NODE, COORDINATOR, Shape.words(1, 1), OptionSet.PEER, NOW),

    PUT(CLIENT, STORAGE, Shape.KEY_VALUE, OptionSet.PUT, NOW),
    GET(CLIENT, STORAGE, Shape.KEY, OptionSet.READ, NOW),
    DELETE(CLIENT, STORAGE, Shape.KEY, OptionSet.WRITE, NOW),
    EXISTS(CLIENT, STORAGE, Shape.KEY, OptionSet.READ, NOW),
    TOUCH(CLIENT, STORAGE, Shape.KEY, OptionSet.PUT, LATER),
    INCR(CLIENT, STORAGE, Shape.keyAndWords(1, 2), OptionSet.PUT, LATER),
    MGET(CLIENT, STORAGE, Shape.KEYS, OptionSet.READ, LATER),
    MDELETE(CLIENT, STORAGE, Shape.KEYS, OptionSet.WRITE, LATER),
    SCAN(CLIENT, STORAGE, Shape.words(0, 2), OptionSet.READ, LATER),
    STATS(CLIENT, STORAGE, Shape.words(0, 0), OptionSet.NONE, NOW),
    REPAIR(CLIENT, STORAGE, Shape.words(1, 1), OptionSet.NONE, NOW),

    REPLICATE(NODE, STORAGE, Shape.RECORDS, OptionSet.PEER, NOW),
    CONFIRM(NODE, STORAGE, Shape.message(0), OptionSet.PEER, NOW),
    TAKE_OVER(NODE, STORAGE, Shape.message(0), OptionSet.PEER, NOW),
    DIGEST(NODE, STORAGE, Shape.message(1), OptionSet.PEER, NOW),
    FETCH_SLOT(NODE, STORAGE, Shape.message(1), OptionSet.PEER, NOW),
    SYNC_SLOT(NODE, STORAGE, Shape.message(1), OptionSet.PEER, NOW),
    GOSSIP(NODE, STORAGE, Shape.message(0), OptionSet.PEER, NOW);

    /** Who may send a verb. NODE needs a connection that opened with {@code HELLO --role=node} and the secret. */
    public enum Role {
        ANY,
        CLIENT,
        NODE
    }

    /** Which process answers it. */
    public enum Side {
        EVERYONE,
        COORDINATOR,
        STORAGE
    }

    enum Support {
        NOW,
        LATER
    }

    private static final NameTable<Verb> NAMES = new NameTable<>();

    static {
        for (Verb verb : values()) {
            NAMES.add(verb.name(), verb);
        }
    }

    private final Role role;
    private final Side side;
    private final Shape shape;
    private final OptionSet options;
    private final Support support;

    Verb(Role role, Side side, Shape shape, OptionSet options, Support support) {
        this.role = role;
        this.side = side;
        this.shape = shape;
        this.options = options;
        this.support = support;
    }

    public Role role() {
        return role;
    }

    public Side side() {
        return side;
    }

    public Shape shape() {
        return shape;
    }

    /** Whether this build has the verb; if not, it is answered UNSUPPORTED. */
    public boolean supported() {
        return support == NOW;
    }

    /** Whether the verb knows the option, in this build or a later one. */
    public boolean allows(Option option) {
        return options.allows(option);
    }

    /** Whether this build has the option on this verb. */
    public boolean supports(Option option) {
        return options.supports(option);
    }

    /** Whether its arguments must not reach logs, histories or monitors. */
    public boolean secret() {
        return this == AUTH;
    }

    public VerbHelp help() {
        return VerbHelp.of(this);
    }

    /** The verb of this name in any case, or null. */
    public static @Nullable Verb find(byte[] line, int from, int to) {
        return NAMES.find(line, from, to);
    }

    /** The verb of this name in any case, or null. */
    public static @Nullable Verb named(String name) {
        byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
        return find(bytes, 0, bytes.length);
    }

    /** The verb that somebody who wrote this may have meant: the fewest letters away, two at most; or null. */
    public static @Nullable Verb nearest(String name) {
        String upper = name.toUpperCase(Locale.ROOT);
        Verb nearest = null;
        int least = Math.min(3, (upper.length() + 1) / 2 + 1);
        for (Verb verb : values()) {
            int distance = EditDistance.between(upper, verb.name());
            if (verb.supported() && distance < least) {
                least = distance;
                nearest = verb;
            }
        }
        return nearest;
    }
}
