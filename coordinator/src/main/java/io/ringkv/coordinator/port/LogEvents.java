package io.ringkv.coordinator.port;

/** What the log tells a coordinator's core; delivered on the core's thread, within a turn. */
public interface LogEvents {
    /** The state begins with this snapshot; before any entry after it. */
    void restored(long now, byte[] snapshot);

    /** The next entry of the log is committed. */
    void committed(long now, byte[] entry);

    /** This process may append, with everything committed before already delivered; or may not any more. */
    void leading(long now, boolean leading);

    /** An append did not come through; the entry may still be committed later. */
    void appendFailed(long now);

    /**
     * What became of a change of the members.
     *
     * @param problem why it did not come about; empty when it did
     */
    void membersChanged(long now, long number, String problem);

    /** The state as of the last delivered entry, to bound the log. */
    byte[] snapshot();
}
