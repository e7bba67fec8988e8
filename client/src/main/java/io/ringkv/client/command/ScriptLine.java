package io.ringkv.client.command;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;

import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;

/** What lines may be besides commands and the protocol: {@code exit}, comments, and empty lines. */
final class ScriptLine {
    private ScriptLine() {}

    /** The first line with its end, which stays where it is; null when it is not whole. */
    static byte @Nullable [] next(ByteBuf bytes) {
        int length = bytes.bytesBefore((byte) '\n');
        return length < 0 ? null : ByteBufUtil.getBytes(bytes, bytes.readerIndex(), length + 1);
    }

    /** It is empty or a comment. */
    static boolean passedOver(byte[] line) {
        int first = 0;
        while (line[first] == ' ' || line[first] == '\r') {
            first++;
        }
        return line[first] == '\n' || line[0] == '#';
    }

    static String firstWord(byte[] line) {
        String text = new String(line, StandardCharsets.ISO_8859_1).strip();
        int end = text.indexOf(' ');
        return end < 0 ? text : text.substring(0, end);
    }

    /** Without what ends it. */
    static int lengthWithoutEnd(byte[] line) {
        int length = line.length;
        length -= length > 0 && line[length - 1] == '\n' ? 1 : 0;
        return length > 0 && line[length - 1] == '\r' ? length - 1 : length;
    }

    /** {@code exit}, and what may stand behind it. */
    static boolean isExit(byte[] line) {
        return firstWord(line).equals("exit");
    }

    /** Behind {@code exit}; empty when nothing stands there. */
    static String exitStatus(byte[] line) {
        return new String(line, StandardCharsets.ISO_8859_1)
                .strip()
                .substring("exit".length())
                .strip();
    }
}
