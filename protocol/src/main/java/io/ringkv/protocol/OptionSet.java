package io.ringkv.protocol;

import static io.ringkv.protocol.Option.BYTES;
import static io.ringkv.protocol.Option.CANCEL;
import static io.ringkv.protocol.Option.CLIENT;
import static io.ringkv.protocol.Option.CLUSTER;
import static io.ringkv.protocol.Option.COUNT;
import static io.ringkv.protocol.Option.DATA_ID;
import static io.ringkv.protocol.Option.EPOCH;
import static io.ringkv.protocol.Option.FORCE;
import static io.ringkv.protocol.Option.FORWARDED;
import static io.ringkv.protocol.Option.IF;
import static io.ringkv.protocol.Option.IF_NEWER;
import static io.ringkv.protocol.Option.INCARNATION;
import static io.ringkv.protocol.Option.LEVEL;
import static io.ringkv.protocol.Option.MODE;
import static io.ringkv.protocol.Option.NODE;
import static io.ringkv.protocol.Option.OOO;
import static io.ringkv.protocol.Option.PLAN;
import static io.ringkv.protocol.Option.POS;
import static io.ringkv.protocol.Option.PREVIOUS;
import static io.ringkv.protocol.Option.REQUEST_ID;
import static io.ringkv.protocol.Option.ROLE;
import static io.ringkv.protocol.Option.ROUND;
import static io.ringkv.protocol.Option.SICK;
import static io.ringkv.protocol.Option.SLOT;
import static io.ringkv.protocol.Option.STORE;
import static io.ringkv.protocol.Option.SUSPECTS;
import static io.ringkv.protocol.Option.TERM;
import static io.ringkv.protocol.Option.THROTTLE;
import static io.ringkv.protocol.Option.TIMEOUT;
import static io.ringkv.protocol.Option.TO;
import static io.ringkv.protocol.Option.TOKEN;
import static io.ringkv.protocol.Option.TO_INCARNATION;
import static io.ringkv.protocol.Option.TRACE;
import static io.ringkv.protocol.Option.TTL;
import static io.ringkv.protocol.Option.TURN_AGE;
import static io.ringkv.protocol.Option.VERSION;
import static io.ringkv.protocol.Option.WEIGHT;
import static io.ringkv.protocol.Option.WRITES;
import static io.ringkv.protocol.Option.ZONE;

import java.util.EnumSet;
import java.util.List;

/**
 * The options that a family of verbs knows, and those of them that this build does not have yet. Separate from
 * {@link Verb} so that its table stays one line per verb.
 */
final class OptionSet {
    static final OptionSet NONE = new OptionSet(List.of(), List.of());
    static final OptionSet HELLO = of(
            CLIENT,
            CLUSTER,
            ROLE,
            TOKEN,
            OOO,
            NODE,
            TO,
            INCARNATION,
            TO_INCARNATION,
            DATA_ID,
            EPOCH,
            MODE);
    static final OptionSet VIEW = of(IF_NEWER);
    static final OptionSet READ = of(LEVEL, TIMEOUT, EPOCH, FORWARDED, TRACE);
    static final OptionSet WRITE = of(LEVEL, TIMEOUT, EPOCH, FORWARDED, TRACE, IF, REQUEST_ID);
    static final OptionSet PUT = new OptionSet(
            List.of(LEVEL, TIMEOUT, EPOCH, FORWARDED, TRACE, IF, REQUEST_ID), List.of(TTL));
    static final OptionSet REGISTER =
            of(ZONE, WEIGHT, INCARNATION, PREVIOUS, DATA_ID, EPOCH, STORE, WRITES, CLUSTER);
    static final OptionSet HEARTBEAT = of(
            EPOCH,
            INCARNATION,
            NODE,
            SICK,
            SUSPECTS,
            TURN_AGE,
            WRITES,
            BYTES,
            COUNT,
            DATA_ID,
            STORE,
            POS,
            TERM);
    static final OptionSet CHANGE = of(PLAN);
    static final OptionSet DRAIN = of(CANCEL, PLAN);
    static final OptionSet REMOVE = of(FORCE, PLAN);
    static final OptionSet REBALANCE = of(THROTTLE);
    static final OptionSet PROBE = of(NODE, TIMEOUT, EPOCH);
    static final OptionSet PEER = of(
            POS,
            COUNT,
            SLOT,
            TERM,
            VERSION,
            EPOCH,
            ROUND,
            NODE,
            TO,
            INCARNATION,
            DATA_ID,
            TIMEOUT,
            MODE);

    private final EnumSet<Option> now = EnumSet.noneOf(Option.class);
    private final EnumSet<Option> later = EnumSet.noneOf(Option.class);

    private OptionSet(List<Option> now, List<Option> later) {
        this.now.addAll(now);
        this.later.addAll(later);
    }

    private static OptionSet of(Option... options) {
        return new OptionSet(List.of(options), List.of());
    }

    boolean allows(Option option) {
        return now.contains(option) || later.contains(option);
    }

    boolean supports(Option option) {
        return now.contains(option);
    }
}
