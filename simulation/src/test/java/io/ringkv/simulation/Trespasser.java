package io.ringkv.simulation;

/** Never runs: sees what its module may not, so that the rule can be seen to find it. */
public interface Trespasser {

    void sees(io.ringkv.transport.Trespasser transport);
}
