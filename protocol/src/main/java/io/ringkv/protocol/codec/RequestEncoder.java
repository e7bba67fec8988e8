package io.ringkv.protocol.codec;

import io.netty.buffer.ByteBuf;
import io.ringkv.protocol.Option;
import io.ringkv.protocol.Request;
import io.ringkv.protocol.Verb;

import java.util.List;

/**
 * Writes a request so that a decoder reads the same request back, as it would be typed where that is possible. A key
 * that cannot stand on a line goes into a block; so does a value unless it is short and plain, because a block is
 * cheaper to read and has no exceptions.
 */
public final class RequestEncoder {
    private static final int TYPED_VALUE_BYTES_MAX = 64;

    private RequestEncoder() {}

    public static void encode(Request request, ByteBuf out) {
        String tag = request.tag();
        if (tag != null) {
            out.writeByte('@');
            WordWriter.ascii(out, tag);
            out.writeByte(' ');
        }
        WordWriter.ascii(out, request.verb().name());
        if (request.verb() == Verb.PING && tag == null) {
            // A bare PING at the start of a connection is answered in the words of another
            // protocol.
            WordWriter.ascii(out, " --");
        }
        options(request, out);
        arguments(request, out);
    }

    private static void options(Request request, ByteBuf out) {
        for (int i = 0; i < request.optionCount(); i++) {
            Option option = request.optionAt(i);
            WordWriter.ascii(out, " --");
            WordWriter.ascii(out, option.wireName());
            String value = request.option(option);
            if (value != null) {
                out.writeByte('=');
                WordWriter.value(out, value);
            }
        }
    }

    private static void arguments(Request request, ByteBuf out) {
        byte[] value = request.value();
        boolean keyTyped = !request.hasKey() || WordWriter.isBare(request.key());
        boolean valueTyped = value != null && keyTyped && isTypable(request, value);
        if (!keyTyped) {
            length(out, " --key-length=", request.key());
        }
        if (value != null && !valueTyped) {
            length(out, " --length=", value);
        }
        List<byte[]> arguments = request.arguments();
        for (int i = keyTyped ? 0 : 1; i < arguments.size(); i++) {
            out.writeByte(' ');
            WordWriter.argument(out, arguments.get(i));
        }
        if (value != null && valueTyped) {
            out.writeByte(' ').writeBytes(value);
        }
        WordWriter.lineEnd(out);
        if (!keyTyped) {
            WordWriter.block(out, request.key());
        }
        if (value != null && !valueTyped) {
            WordWriter.block(out, value);
        }
    }

    /** Short, plain ASCII, not starting like an option, and without the slash that the end of a line of HTTP has. */
    private static boolean isTypable(Request request, byte[] value) {
        boolean typable = request.hasKey()
                && request.verb().shape().rest()
                && value.length > 0
                && value.length <= TYPED_VALUE_BYTES_MAX
                && value[0] != ' '
                && value[0] != '-';
        for (int i = 0; typable && i < value.length; i++) {
            typable = value[i] >= ' ' && value[i] < 0x7F && value[i] != '/';
        }
        return typable;
    }

    private static void length(ByteBuf out, String option, byte[] block) {
        WordWriter.ascii(out, option);
        WordWriter.number(out, block.length);
    }
}
