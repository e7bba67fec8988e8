package io.ringkv.protocol;

/** What a server's decoder finds: a request to serve, or something it has already decided how to answer. */
public sealed interface Inbound permits Request, Refusal {}
