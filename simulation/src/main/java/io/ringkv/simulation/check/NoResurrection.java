package io.ringkv.simulation.check;

import io.ringkv.protocol.record.Version;

/** A value that was deleted does not come back: what a later read sees was written after the delete. */
final class NoResurrection extends Invariant {
    @Override
    void answered(Answered answered) {
        AcknowledgedWrites.Write before = answered.before();
        Version version = answered.version();
        if (!answered.isConfirmedValue() || before == null || !before.isDelete()) {
            return;
        }
        if (version != null && version.compareTo(before.version()) < 0) {
            throw broken(answered.node() + " answered " + answered.key() + " with version "
                    + version + ", which was deleted in " + before.version());
        }
    }
}
