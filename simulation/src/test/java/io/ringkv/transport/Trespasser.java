package io.ringkv.transport;

/** Never runs: sees what its module may not, so that the rule can be seen to find it. */
public interface Trespasser {

    void sees(io.ringkv.client.Trespasser client);
}
