package io.ringkv.node.core;

import io.ringkv.protocol.record.RememberedId;
import io.ringkv.protocol.record.Version;

/**
 * The checksum of a slot: the sum over (key, version), request-id rows included, so that a change is one subtraction
 * and one addition, in any order, without reading. Equal digests mean equal content but for a 2^-64 chance.
 */
final class SlotDigest {
    private static final long ID_ROWS = 0x9E3779B97F4A7C15L;

    private static final long FLOORS = 0xD1B54A32D192ED03L;

    private static final long PURGES = 0xABC98388FB8FAC03L;

    private SlotDigest() {}

    /** What a key contributes at a version; nothing when it has none. */
    static long of(Key key, Version version) {
        return version.isNone()
                ? 0
                : mix(key.hash()
                        ^ mix(version.term())
                        ^ Long.rotateLeft(mix(version.sequence()), 17));
    }

    /** What a request-id row contributes: all that it says, since such a row has no checksum of its own. */
    static long of(Key key, RememberedId remembered) {
        long id = remembered.id().sessionRandom()
                ^ Long.rotateLeft(remembered.id().number(), 23)
                ^ mix(remembered.id().sessionCreatedMs() + remembered.result().code());
        return mix(of(key, remembered.version()) ^ mix(id + ID_ROWS));
    }

    /** What a slot's marks contribute; nothing before one was ever raised. */
    static long of(SlotMarks marks) {
        long floor = marks.floorMs() == 0 ? 0 : mix(mix(marks.floorMs()) ^ FLOORS);
        Version purged = marks.purged();
        return purged.isNone()
                ? floor
                : floor + mix(mix(purged.term()) + mix(purged.sequence() ^ PURGES));
    }

    /** The finaliser of SplitMix64 (Steele, Lea, Flood 2014). */
    private static long mix(long x) {
        long z = x + 0x9E3779B97F4A7C15L;
        z = (z ^ z >>> 30) * 0xBF58476D1CE4E5B9L;
        z = (z ^ z >>> 27) * 0x94D049BB133111EBL;
        return z ^ z >>> 31;
    }
}
