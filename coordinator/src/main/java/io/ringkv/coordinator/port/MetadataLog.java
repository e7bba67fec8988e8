package io.ringkv.coordinator.port;

/**
 * The replicated log of the metadata. Appending is a request, not a promise: an entry may be committed, lost,
 * committed long after its append was reported as failed, or committed a second time when something below appended it
 * again; the core's entries name the state they are based on so that none of this matters. What is committed reaches
 * every coordinator whole and in one order through {@link LogEvents}, from a snapshot or by itself.
 */
public interface MetadataLog {
    /**
     * Appends on the leader; elsewhere, and after the end, the entry is refused. Entries of one leader are committed in
     * the order of their appends; answered by {@link LogEvents#committed} or {@link LogEvents#appendFailed}.
     */
    void append(byte[] entry);

    /**
     * One more member, or one in the place of another that has its id; of the leader alone. Answered by
     * {@link LogEvents#membersChanged} with the number.
     */
    void add(long number, LogMember member);

    /** One member less; of the leader alone. Answered likewise. */
    void remove(long number, String id);

    /** Another member is to lead, if there is one that can; nothing is answered. */
    void handLeadOver();

    /** Of this log, which whoever is to join it needs. */
    String id();

    /** Who belongs to the log, and who leads it; a hint, which may be over when it is read. */
    LogGroup group();
}
