package io.ringkv.node.core;

/** Never runs: sees what its module may not, so that the rule can be seen to find it. */
public interface Trespasser {

    void sees(io.ringkv.coordinator.Trespasser coordinator);

    void sees(io.ringkv.transport.Trespasser transport);

    void sees(org.jline.terminal.Terminal terminal);
}
