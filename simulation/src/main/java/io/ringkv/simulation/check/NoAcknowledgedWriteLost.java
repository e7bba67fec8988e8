package io.ringkv.simulation.check;

import io.ringkv.protocol.record.Version;

/** A read that begins after a write was acknowledged answers that version or a newer one. */
final class NoAcknowledgedWriteLost extends Invariant {
    @Override
    void answered(Answered answered) {
        AcknowledgedWrites.Write before = answered.before();
        Version version = answered.version();
        if (!answered.isConfirmedValue() || before == null || before.isDelete()) {
            return;
        }
        if (version != null && version.compareTo(before.version()) < 0) {
            throw broken(answered.node() + " answered " + answered.key() + " with version "
                    + version + " after " + before.version() + " was acknowledged");
        }
    }
}
