package io.ringkv.protocol;

/** What a client's decoder finds: the next reply in order, or a push that no request waits for. */
public sealed interface Incoming permits Reply, Push {}
