package io.ringkv.client.command;

import io.ringkv.client.CannotConnectException;

/** A failure as people are told it: what, why, and what to do next. */
final class Problem {
    private static final String NEXT = "; try: kv doctor";

    private Problem() {}

    static String text(Throwable failure) {
        String text = String.valueOf(failure.getMessage());
        boolean saysWhatNext = text.contains("--server");
        return failure instanceof CannotConnectException && !saysWhatNext ? text + NEXT : text;
    }

    /** Of something that did not end the command. */
    static String text(Throwable failure, String meanwhile) {
        return failure.getMessage() + "; " + meanwhile + NEXT;
    }
}
