package io.ringkv.faults;

import io.ringkv.protocol.record.Version;
import io.ringkv.simulation.history.Operation.Status;

/** One client as a history sees it: it asks for one operation at a time, and says what is known of it. */
interface Caller extends AutoCloseable {
    /** @param value what a get saw, null for absent */
    record Answer(Status status, String value, Version version) {
        static Answer of(Status status) {
            return new Answer(status, null, Version.NONE);
        }
    }

    Answer get(String key);

    Answer put(String key, String value);

    Answer delete(String key);

    /** Writes if the key is still at the version; {@link Version#NONE} stands for absent. */
    Answer compareAndSet(String key, Version expected, String value);

    @Override
    void close();
}
