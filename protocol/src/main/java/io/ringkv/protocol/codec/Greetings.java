package io.ringkv.protocol.codec;

import static io.ringkv.protocol.ErrorCode.SYNTAX;
import static io.ringkv.protocol.ErrorCode.UNSUPPORTED;

import io.ringkv.protocol.ErrorCode;
import io.ringkv.protocol.Refusal;
import io.ringkv.protocol.Reply;

import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;

/**
 * Recognises who is not speaking this protocol by how a connection begins: RESP, TLS, HTTP, a telnet that negotiates.
 * Each gets an answer that its own user can read, and no byte of what it sent is taken for a request. The HTTP guard is
 * what keeps a web page from driving a node: GET, PUT and DELETE are methods as well as verbs.
 */
final class Greetings {
    private static final int RESP_ARRAY = '*';
    private static final int TLS_HANDSHAKE = 0x16;
    private static final int TELNET_COMMAND = 0xFF;

    private static final String HTTP_TEXT =
            "This port speaks RingKV's own protocol, not HTTP. Use the kv command, or telnet.\n";
    private static final byte[] HTTP_ANSWER =
            ascii("HTTP/1.1 400 Bad Request\r\nContent-Type: text/plain\r\n" + "Content-Length: "
                    + HTTP_TEXT.length() + "\r\nConnection: close\r\n\r\n" + HTTP_TEXT);
    private static final byte[] RESP_ANSWER =
            ascii("-ERR FATAL UNSUPPORTED : this build does not speak RESP yet."
                    + " Use the kv command or a line protocol client\r\n");
    private static final byte[] PONG_ANSWER = ascii("+PONG\r\n");
    private static final byte[] HTTP_VERSION = ascii(" HTTP/1.");

    private Greetings() {}

    /**
     * What to answer to a line's first byte alone, before its line is complete; null for the first byte of a request.
     *
     * @param later whether the connection has had bytes before: RESP and TLS show themselves in the very first
     */
    static @Nullable Refusal firstByte(byte first, boolean later) {
        return switch (first & 0xFF) {
            case TELNET_COMMAND ->
                close(
                        SYNTAX,
                        "the line starts with byte 0xFF, a telnet negotiation. This port is plain"
                                + " text: use nc, or a telnet without negotiation; the connection closes");
            case RESP_ARRAY -> later ? null : Refusal.raw(RESP_ANSWER, true);
            case TLS_HANDSHAKE ->
                later
                        ? null
                        : close(
                                UNSUPPORTED,
                                "this is a TLS handshake, and this build does not"
                                        + " speak TLS yet. Connect without it; the connection closes");
            default -> null;
        };
    }

    /** What to answer to the first line that is not empty; null when it is to be read as a request. */
    static @Nullable Refusal firstLine(byte[] bytes, int from, int to) {
        int version = to - 1 - HTTP_VERSION.length;
        if (version >= from && startsWith(HTTP_VERSION, bytes, version) && isDigit(bytes[to - 1])) {
            return Refusal.raw(HTTP_ANSWER, true);
        }
        // The inline form that redis-benchmark tries first; a client of ours asks with a tag, or
        // says HELLO before.
        boolean ping = to - from == 4
                && (bytes[from] | 0x20) == 'p'
                && (bytes[from + 1] | 0x20) == 'i'
                && (bytes[from + 2] | 0x20) == 'n'
                && (bytes[from + 3] | 0x20) == 'g';
        return ping ? Refusal.raw(PONG_ANSWER, false) : null;
    }

    private static boolean startsWith(byte[] wanted, byte[] bytes, int at) {
        for (int i = 0; i < wanted.length; i++) {
            if (bytes[at + i] != wanted[i]) {
                return false;
            }
        }
        return true;
    }

    private static boolean isDigit(byte b) {
        return b >= '0' && b <= '9';
    }

    private static Refusal close(ErrorCode code, String text) {
        return Refusal.of(Reply.error(code, text), true);
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
