package io.ringkv.simulation.history;

import io.ringkv.simulation.history.Operation.Status;

import org.jspecify.annotations.Nullable;

import java.util.Locale;

/** Operations and values as a person reads them: short, in one line, whatever they hold. */
final class Texts {
    private static final int VALUE_CHARS_MAX = 40;

    private Texts() {}

    /** A value in quotes and cut where it is long; null is absent. */
    static String quoted(@Nullable String value) {
        if (value == null) {
            return "absent";
        }
        StringBuilder text = new StringBuilder("\"");
        int shown = Math.min(value.length(), VALUE_CHARS_MAX);
        for (int i = 0; i < shown; i++) {
            char c = value.charAt(i);
            if (c == '"' || c == '\\') {
                text.append('\\').append(c);
            } else if (c < ' ' || Character.isISOControl(c) || Character.isSurrogate(c)) {
                text.append(String.format("\\u%04x", (int) c));
            } else {
                text.append(c);
            }
        }
        return text.append(shown < value.length() ? "...\"" : "\"").toString();
    }

    /** What was asked, by whom and when, and what came back. */
    static String told(Operation operation) {
        String returned = operation.status() == Status.UNKNOWN
                ? ", outcome unknown"
                : ", returned " + operation.returned();
        return asked(operation) + " by client " + operation.client() + " (called "
                + operation.called() + returned + ")" + answer(operation);
    }

    private static String asked(Operation operation) {
        String name = operation.kind().name().toLowerCase(Locale.ROOT);
        return switch (operation.kind()) {
            case GET, DELETE -> name;
            case PUT -> name + " " + quoted(operation.input());
            case CAS ->
                name + " " + quoted(operation.expect()) + " to " + quoted(operation.input());
        };
    }

    private static String answer(Operation operation) {
        if (operation.status() == Status.CONFLICT) {
            return operation.output() == null
                    ? " found another value"
                    : " found " + quoted(operation.output());
        }
        boolean answered = operation.status() == Status.OK;
        return switch (operation.kind()) {
            case GET -> answered ? " saw " + quoted(operation.output()) : "";
            case CAS -> answered ? " found what it expected" : "";
            case PUT, DELETE -> "";
        };
    }
}
