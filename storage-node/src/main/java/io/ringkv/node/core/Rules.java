package io.ringkv.node.core;

/**
 * Safety rules that the simulator can leave out, to show that its checkers see the damage. A server always runs
 * with {@link #ALL}.
 *
 * @param fencing lower terms are refused (E4)
 * @param takeOver a new primary recovers from a majority before it serves (T1)
 * @param confirmation a read is confirmed by a majority after it began (Q1)
 */
public record Rules(boolean fencing, boolean takeOver, boolean confirmation) {
    public static final Rules ALL = new Rules(true, true, true);
}
