package io.ringkv.client.command;

import io.ringkv.protocol.Fields;
import io.ringkv.protocol.Item;
import io.ringkv.protocol.Reply;
import io.ringkv.protocol.Request;
import io.ringkv.protocol.Status;

import org.jspecify.annotations.Nullable;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Writes replies to requests in each of the formats; values as they are, or as text that programs can read. Of CSV the
 * header comes before the first row, and again where the columns change.
 */
final class ReplyWriter {
    private final PrintStream out;
    private final boolean screen;
    private String csvHeader = "";

    /** @param screen whether a terminal shows it, which obeys what a value may hold */
    ReplyWriter(PrintStream out, boolean screen) {
        this.out = out;
        this.screen = screen;
    }

    void write(Request request, Reply reply, OutputFormat format) {
        switch (format) {
            case table -> table(reply);
            case json, jsonl -> out.print(Json.write(document(request, reply)) + "\n");
            case csv -> csv(document(request, reply));
            case raw -> raw(reply);
        }
        out.flush();
    }

    /** As the protocol writes it, but of a value its bytes and a line end. */
    private void table(Reply reply) {
        reply.items().forEach(item -> out.print(item + "\n"));
        if (reply.status() != Status.VALUE) {
            out.print(reply.withItems(List.of()) + "\n");
        }
        byte[] block = reply.block();
        if (block != null) {
            value(block);
            out.print("\n");
        }
    }

    /** As people see it who asked for no format. */
    void value(byte[] block) {
        if (screen) {
            out.print(Visible.of(block));
        } else {
            out.write(block, 0, block.length);
        }
    }

    private void raw(Reply reply) {
        reply.items().forEach(item -> out.print(String.join("\t", item.words()) + "\n"));
        byte[] block = reply.block();
        if (block != null) {
            out.write(block, 0, block.length);
        } else if (reply.items().isEmpty()) {
            out.print(rawStatus(reply) + "\n");
        }
    }

    /** What the fields say; of a status without any, its word. */
    private static String rawStatus(Reply reply) {
        Fields fields = reply.fields();
        List<String> cells = new ArrayList<>();
        for (int i = 0; i < fields.size(); i++) {
            cells.add(fields.value(i));
        }
        return cells.isEmpty() ? reply.line().words().get(0) : String.join("\t", cells);
    }

    private void csv(Map<String, Object> document) {
        String header = Csv.line(document.keySet());
        if (!header.equals(csvHeader)) {
            out.print(header + "\n");
            csvHeader = header;
        }
        List<String> cells = new ArrayList<>();
        for (Object cell : document.values()) {
            cells.add(cell instanceof Map || cell instanceof List ? Json.write(cell) : cell + "");
        }
        String line = Csv.line(cells) + "\n";
        out.print(screen ? Visible.of(line) : line);
    }

    private static Map<String, Object> document(Request request, Reply reply) {
        Map<String, Object> document = new LinkedHashMap<>();
        if (request.hasKey()) {
            document.put("key", Json.bytes(request.key()));
        }
        document.put("status", reply.line().words().get(0));
        add(document, reply.fields(), "value", reply.block());
        if (!reply.items().isEmpty()) {
            document.put(
                    "items", reply.items().stream().map(ReplyWriter::document).toList());
        }
        return document;
    }

    private static Map<String, Object> document(Item item) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("words", item.words());
        add(document, item.fields(), "block", item.block());
        if (!item.line().text().isEmpty()) {
            document.put("text", item.line().text());
        }
        return document;
    }

    private static void add(
            Map<String, Object> document,
            Fields fields,
            String blockName,
            byte @Nullable [] block) {
        if (block != null) {
            document.put(blockName, Json.bytes(block));
        }
        for (int i = 0; i < fields.size(); i++) {
            document.put(fields.name(i), fields.value(i));
        }
    }
}
