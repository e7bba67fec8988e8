package io.ringkv.simulation.history;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;

import io.ringkv.simulation.history.Operation.Kind;
import io.ringkv.simulation.history.Operation.Status;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * One operation as a line of JSON, read and written side by side. A cas that did not find what it expected has the
 * status {@code fail} and the output {@code false}, or the value that it found; {@code fail} alone took no effect and
 * observed nothing.
 */
final class HistoryLine {
    private static final String EXPECT = "expect";
    private static final String NEW = "new";

    private final String where;
    private final Map<String, @Nullable Object> fields;

    private HistoryLine(String where, Map<String, @Nullable Object> fields) {
        this.where = where;
        this.fields = fields;
    }

    static void write(Operation one, JsonGenerator json) throws IOException {
        json.writeStartObject();
        json.writeNumberField("client", one.client());
        json.writeStringField("op", one.kind().name().toLowerCase(Locale.ROOT));
        json.writeStringField("key", one.key());
        json.writeFieldName("input");
        if (one.kind() == Kind.CAS) {
            json.writeStartObject();
            json.writeStringField(EXPECT, one.expect());
            json.writeStringField(NEW, one.input());
            json.writeEndObject();
        } else {
            json.writeString(one.input());
        }
        if (one.status() == Status.CONFLICT && one.output() == null) {
            json.writeBooleanField("output", false);
        } else {
            json.writeStringField("output", one.output());
        }
        json.writeNumberField("call_ns", one.called());
        if (one.status() == Status.UNKNOWN) {
            json.writeNullField("return_ns");
        } else {
            json.writeNumberField("return_ns", one.returned());
        }
        String status = switch (one.status()) {
            case OK -> "ok";
            case CONFLICT, FAIL -> "fail";
            case UNKNOWN -> "info";
        };
        json.writeStringField("status", status);
        json.writeEndObject();
    }

    /** @param where the file and the line, for what is wrong with it */
    static Operation read(JsonFactory factory, String line, String where)
            throws IOException, BadHistoryException {
        try (JsonParser json = factory.createParser(line)) {
            if (json.nextToken() != JsonToken.START_OBJECT) {
                throw new BadHistoryException(where + ": is no JSON object; each line is one"
                        + " operation, such as {\"client\":1,\"op\":\"get\",...}");
            }
            HistoryLine read = new HistoryLine(where, object(json));
            if (json.nextToken() != null) {
                throw read.bad("there is more behind the object; one operation a line");
            }
            return read.operation();
        } catch (JsonProcessingException e) {
            throw new BadHistoryException(where + ": is no JSON: "
                    + e.getOriginalMessage().lines().findFirst().orElse("")
                    + "; mend or remove the line");
        }
    }

    private static Map<String, @Nullable Object> object(JsonParser json) throws IOException {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        while (json.nextToken() != JsonToken.END_OBJECT) {
            String name = json.currentName();
            fields.put(name, value(json, json.nextToken()));
        }
        return fields;
    }

    /** Numbers stay texts: that a value is 1 or "1" makes no difference. */
    private static @Nullable Object value(JsonParser json, JsonToken token) throws IOException {
        return switch (token) {
            case VALUE_NULL -> null;
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            case START_OBJECT -> object(json);
            case START_ARRAY -> {
                json.skipChildren();
                yield new Object[0];
            }
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> new Digits(json.getText());
            default -> json.getText();
        };
    }

    private record Digits(String text) {}

    private Operation operation() throws BadHistoryException {
        Kind kind = kind();
        Status status = status();
        long called = time("call_ns");
        long returned = Long.MAX_VALUE;
        if (status != Status.UNKNOWN) {
            returned = time("return_ns");
            if (returned < called) {
                throw bad("return_ns " + returned + " is before call_ns " + called
                        + "; both are of one clock, the call first");
            }
        }
        @Nullable String key = text("key", need("key"));
        if (key == null) {
            throw bad("key is null; it is a string");
        }
        Map<?, ?> swap = kind == Kind.CAS ? swap() : Map.of();
        Object given = kind == Kind.CAS ? swap.get(NEW) : fields.get("input");
        String input = kind == Kind.GET ? null : text("input", given);
        if (kind == Kind.DELETE && input != null || kind == Kind.PUT && input == null) {
            throw bad("the input of a " + (kind == Kind.PUT ? "put is a value" : "delete is null"));
        }
        String expect = text(EXPECT, swap.get(EXPECT));
        boolean refused = kind == Kind.CAS && refused(status);
        String output = observed(kind, status);
        return new Operation(
                client(),
                kind,
                key,
                input,
                expect,
                output,
                refused ? Status.CONFLICT : status,
                called,
                returned);
    }

    private @Nullable String observed(Kind kind, Status status) throws BadHistoryException {
        if (kind == Kind.GET && status == Status.OK) {
            return text("output", need("output"));
        }
        boolean found = kind == Kind.CAS && status == Status.FAIL && refused(status);
        Object output = fields.get("output");
        return found && !Boolean.FALSE.equals(output) ? text("output", output) : null;
    }

    /** Whether a cas says that it found another value than it expected. */
    private boolean refused(Status status) throws BadHistoryException {
        Object output = fields.get("output");
        if (status == Status.OK && Boolean.FALSE.equals(output)) {
            throw bad("a cas that did not find what it expected has the status fail, with the"
                    + " output false");
        }
        return status == Status.FAIL && output != null;
    }

    private Map<?, ?> swap() throws BadHistoryException {
        if (need("input") instanceof Map<?, ?> swap
                && swap.containsKey(EXPECT)
                && swap.containsKey(NEW)) {
            return swap;
        }
        throw bad("the input of a cas is {\"expect\":VALUE,\"new\":VALUE}, with null for absent");
    }

    private Kind kind() throws BadHistoryException {
        Object op = need("op");
        return Arrays.stream(Kind.values())
                .filter(kind -> kind.name().toLowerCase(Locale.ROOT).equals(op))
                .findFirst()
                .orElseThrow(() -> bad("op is " + shown(op) + "; it is put, get, delete or cas"));
    }

    private Status status() throws BadHistoryException {
        Object status = need("status");
        if (!(status instanceof String text)) {
            throw unknownStatus(status);
        }
        return switch (text) {
            case "ok" -> Status.OK;
            case "fail" -> Status.FAIL;
            case "info" -> Status.UNKNOWN;
            default -> throw unknownStatus(status);
        };
    }

    private BadHistoryException unknownStatus(@Nullable Object status) {
        return bad("status is " + shown(status) + "; it is ok, fail or info");
    }

    private int client() throws BadHistoryException {
        long client = number("client", need("client"));
        if (client != (int) client) {
            throw bad("client is " + client + ", which is too large; it is a number of 32 bits");
        }
        return (int) client;
    }

    private long time(String name) throws BadHistoryException {
        return number(name, need(name));
    }

    private long number(String name, @Nullable Object value) throws BadHistoryException {
        if (value instanceof Digits digits) {
            try {
                return Long.parseLong(digits.text);
            } catch (NumberFormatException e) {
                throw bad(name + " is " + digits.text + "; it is a whole number of 64 bits");
            }
        }
        throw bad(name + " is " + shown(value) + "; it is a whole number");
    }

    private @Nullable String text(String name, @Nullable Object value) throws BadHistoryException {
        if (value instanceof Digits digits) {
            return digits.text;
        }
        if (value == null || value instanceof String) {
            return (String) value;
        }
        throw bad(
                name + " is " + shown(value) + "; a value is a string or a number, null is absent");
    }

    private @Nullable Object need(String name) throws BadHistoryException {
        if (!fields.containsKey(name)) {
            throw bad(
                    "there is no " + name + "; a line has client, op, key, input, output, call_ns,"
                            + " return_ns and status");
        }
        return fields.get(name);
    }

    private static String shown(@Nullable Object value) {
        if (value instanceof String text) {
            return Texts.quoted(text);
        }
        if (value instanceof Digits digits) {
            return digits.text;
        }
        boolean plain = value == null || value instanceof Boolean;
        return plain ? String.valueOf(value) : value instanceof Map ? "an object" : "a list";
    }

    private BadHistoryException bad(String what) {
        return new BadHistoryException(where + ": " + what);
    }
}
