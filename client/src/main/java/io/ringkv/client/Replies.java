package io.ringkv.client;

import io.ringkv.protocol.ErrorClass;
import io.ringkv.protocol.Reply;
import io.ringkv.protocol.Status;
import io.ringkv.protocol.record.Version;

import java.util.Optional;

/** What the replies to data requests mean to an application. */
final class Replies {
    private Replies() {}

    static Written written(Reply reply) {
        Reply good = good(reply);
        if (good.status() == Status.CONFLICT) {
            throw new ConflictException(version(good));
        }
        String acks = good.field("acks");
        return new Written(version(good), acks == null ? "" : acks);
    }

    static Optional<Value> value(Reply reply) {
        Reply good = good(reply);
        byte[] bytes = good.block();
        return good.status() == Status.VALUE && bytes != null
                ? Optional.of(new Value(bytes, version(good)))
                : Optional.empty();
    }

    static boolean exists(Reply reply) {
        return good(reply).status() == Status.OK;
    }

    static boolean deleted(Reply reply) {
        Reply good = good(reply);
        if (good.status() == Status.CONFLICT) {
            throw new ConflictException(version(good));
        }
        return "1".equals(good.field("existed"));
    }

    private static Reply good(Reply reply) {
        ErrorClass errorClass = reply.errorClass();
        if (errorClass != null) {
            String code = reply.errorCode();
            throw new KvException(errorClass, code == null ? "" : code, reply.text());
        }
        return reply;
    }

    private static Version version(Reply reply) {
        String text = reply.field("v");
        Version version = text == null ? null : Version.parse(text);
        return version == null ? Version.NONE : version;
    }
}
