package io.ringkv.coordinator.port;

/**
 * The replicated log of the metadata. Appending is a request, not a promise: an entry may be committed, lost, or
 * committed after its append was reported as failed, and the core's entries name the state they are based on so that
 * none of this matters. What is committed reaches every coordinator once, in one order, through {@link LogEvents}.
 */
public interface MetadataLog {
    /** Appends on the leader; answered by {@link LogEvents#committed} or {@link LogEvents#appendFailed}. */
    void append(byte[] entry);
}
