package io.ringkv.client;

import io.ringkv.protocol.Option;
import io.ringkv.protocol.Request;
import io.ringkv.protocol.Verb;

/** Data requests as the protocol writes them. */
final class Requests {
    private Requests() {}

    static Request read(Verb verb, byte[] key, ReadOptions options) {
        Request.Builder request = Request.builder(verb);
        level(request, options.level());
        return request.argument(key).build();
    }

    static Request.Builder write(Verb verb, byte[] key, WriteOptions options) {
        Request.Builder request = Request.builder(verb);
        level(request, options.level());
        if (!options.condition().isEmpty()) {
            request.option(Option.IF, options.condition());
        }
        return request.argument(key);
    }

    private static void level(Request.Builder request, Level level) {
        if (level != Level.QUORUM) {
            request.option(Option.LEVEL, level.wireName());
        }
    }
}
