package io.ringkv.protocol;

/** Never runs: sees what its module may not, so that the rule can be seen to find it. */
public interface Trespasser {

    void sees(io.ringkv.hashing.Trespasser hashing);

    void sees(io.netty.channel.Channel channel);
}
