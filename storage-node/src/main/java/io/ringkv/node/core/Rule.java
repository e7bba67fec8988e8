package io.ringkv.node.core;

/**
 * A safety rule that the simulator can leave out, to show that its checks see the damage. What each is for is shown by
 * a schedule of the simulator's tests that goes wrong without it.
 */
public enum Rule {
    E2("a term belongs to one start of its primary"),
    E3("a restarted node takes part in nothing before it holds what it promised"),
    E4("lower terms are refused"),
    T1("a new primary recovers from a majority before it serves"),
    T2("only promises of the highest synced term count in a take-over"),
    T8("bringing a replica in sync replaces what it held, and never merges"),
    W0("a replica acknowledges only slots that it is in sync with"),
    W2("a write is acknowledged once a majority of the list has it"),
    W3("a write that has a version and is not acknowledged ends UNKNOWN, never as refused"),
    Q1("a read is confirmed by a majority after it began"),
    Q1_LEFT("nobody confirms to a primary that a slot has left in a view which it does not know"),
    Q1_OWN("a read whose term ended before it was confirmed is not answered"),
    I1("every later primary recognises a repeated request id"),
    I4("no answer leaves before the state it was decided on is committed and confirmed"),
    DOUBT("a store that may have lost its tail counts for nothing until it is brought in sync");

    private final String meaning;

    Rule(String meaning) {
        this.meaning = meaning;
    }

    /** What holds with it. */
    public String meaning() {
        return meaning;
    }
}
