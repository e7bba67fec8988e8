package io.ringkv.protocol.codec;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.ringkv.protocol.Fields;
import io.ringkv.protocol.Line;

import java.nio.charset.StandardCharsets;
import java.util.List;

/** Writes the part that status lines, items and pushes share: words, fields, the block's length, text, block. */
final class LineWriter {
    private LineWriter() {}

    /** @param isStatus whether it is a status line, the only one that knows the short form of VALUE */
    static void write(Line line, ByteBuf out, boolean isStatus) {
        List<String> words = line.words();
        Line.Block block = line.block();
        boolean isValue =
                isStatus && block != null && words.size() == 1 && words.get(0).equals("VALUE");
        for (int i = 0; i < words.size(); i++) {
            separate(out, i);
            word(out, words.get(i));
        }
        if (block != null && isValue) {
            out.writeByte(' ');
            WordWriter.number(out, block.bytes().length);
        }
        fields(line.fields(), out, words.size());
        if (block != null && !isValue) {
            separate(out, words.size() + line.fields().size());
            WordWriter.ascii(out, "len=");
            WordWriter.number(out, block.bytes().length);
        }
        if (!line.text().isEmpty()) {
            WordWriter.ascii(out, " : ");
            ByteBufUtil.writeUtf8(out, line.text());
        }
        WordWriter.lineEnd(out);
        if (block != null) {
            WordWriter.block(out, block.bytes());
        }
    }

    private static void fields(Fields fields, ByteBuf out, int before) {
        for (int i = 0; i < fields.size(); i++) {
            separate(out, before + i);
            WordWriter.ascii(out, fields.name(i));
            out.writeByte('=');
            WordWriter.value(out, fields.value(i));
        }
    }

    private static void separate(ByteBuf out, int before) {
        if (before > 0) {
            out.writeByte(' ');
        }
    }

    /** A word that could be read as a field, as a tag, or as the start of a text is quoted. */
    private static void word(ByteBuf out, String word) {
        byte[] bytes = word.getBytes(StandardCharsets.UTF_8);
        if (word.indexOf('=') < 0
                && !word.equals(":")
                && !word.startsWith("@")
                && WordWriter.isBare(bytes)) {
            out.writeBytes(bytes);
        } else {
            WordWriter.quoted(out, bytes);
        }
    }
}
