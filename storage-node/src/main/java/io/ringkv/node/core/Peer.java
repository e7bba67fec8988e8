package io.ringkv.node.core;

import io.ringkv.protocol.Option;
import io.ringkv.protocol.Reply;
import io.ringkv.protocol.Request;
import io.ringkv.protocol.Verb;
import io.ringkv.protocol.actor.Network;
import io.ringkv.protocol.record.ReplicatedRecord;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Our connection to one other node: requests with their tags, and the one ordered stream of records and copies, with
 * positions that start at 0 with every connection. Reconnecting is {@link Peers}' business.
 */
final class Peer {
    /** What a request to a peer is waiting for. */
    interface ReplyHandler {
        void reply(Reply reply);

        /** The connection broke after sending: whether the peer acted is unknown. */
        void lost();
    }

    /** What one stream position carried; told when the peer acknowledges it. */
    interface StreamEntry {
        void acknowledged(long streamPosition);

        /** Copies are paced apart from records. */
        default boolean isCopy() {
            return false;
        }
    }

    private record Sent(StreamEntry entry, int bytes) {}

    private static final String STREAM_TAG = "s";

    private final Network network;
    private final String id;
    private long connection = -1;
    private boolean ready;
    private String dataId = "";
    private long incarnation;
    private long lastHeard;
    private long nextTag;
    private final Map<String, ReplyHandler> awaited = new LinkedHashMap<>();
    private final Deque<Sent> inFlight = new ArrayDeque<>();
    private long firstInFlight;
    private long inFlightBytes;
    private long copyBytes;
    private int copyPieces;
    private byte[] records = new byte[8192];
    private int recordsLength;
    private int recordsCount;
    private long confirmedRound;

    Peer(Network network, String id) {
        this.network = network;
        this.id = id;
    }

    String id() {
        return id;
    }

    long connection() {
        return connection;
    }

    void connecting(long newConnection) {
        connection = newConnection;
        ready = false;
    }

    /** The handshake is done: the stream begins at position 0. */
    void opened(long now, String peerDataId, long peerIncarnation) {
        ready = true;
        dataId = peerDataId;
        incarnation = peerIncarnation;
        lastHeard = now;
    }

    /** Forgets the connection; whatever waited for it is told that the outcome is unknown. */
    void closed() {
        connection = -1;
        ready = false;
        inFlight.clear();
        firstInFlight = 0;
        inFlightBytes = 0;
        copyBytes = 0;
        copyPieces = 0;
        recordsLength = 0;
        recordsCount = 0;
        List<ReplyHandler> lost = new ArrayList<>(awaited.values());
        awaited.clear();
        lost.forEach(ReplyHandler::lost);
    }

    boolean ready() {
        return ready;
    }

    String dataId() {
        return dataId;
    }

    long incarnation() {
        return incarnation;
    }

    long lastHeard() {
        return lastHeard;
    }

    void heard(long now) {
        lastHeard = now;
    }

    /** The newest round of read confirmations that this peer has answered on any connection. */
    long confirmedRound() {
        return confirmedRound;
    }

    void confirmed(long round) {
        confirmedRound = Math.max(confirmedRound, round);
    }

    /** Sends a request that has one reply. */
    void ask(Request request, ReplyHandler handler) {
        String tag = "q" + nextTag++;
        awaited.put(tag, handler);
        network.request(connection, request.withTag(tag));
    }

    /** Sends a request whose replies nobody waits for one by one. */
    void tell(Request request) {
        network.request(connection, request);
    }

    /** Hands a reply to whoever waits for it; false when it belongs to the stream or to a confirmation. */
    boolean answered(Reply reply) {
        ReplyHandler handler = awaited.remove(reply.tag());
        if (handler == null) {
            return false;
        }
        handler.reply(reply);
        return true;
    }

    // ---- the stream

    /** The position that the next entry will have. */
    long nextPosition() {
        return firstInFlight + inFlight.size();
    }

    long inFlightBytes() {
        return inFlightBytes;
    }

    /** Bytes of copies that are not acknowledged. */
    long copyBytes() {
        return copyBytes;
    }

    /** Pieces of copies that are not acknowledged. */
    int copyPieces() {
        return copyPieces;
    }

    /** Adds a record to this turn's message. */
    void stream(ReplicatedRecord record, StreamEntry entry) {
        int bytes = record.wireBytes();
        if (recordsLength + bytes > records.length) {
            records = Arrays.copyOf(records, Math.max(records.length * 2, recordsLength + bytes));
        }
        recordsLength = record.encode(records, recordsLength);
        recordsCount++;
        inFlight.add(new Sent(entry, bytes));
        inFlightBytes += bytes;
    }

    /** Sends a message of the stream that takes one position of its own: a raise or a piece of a copy. */
    void streamMessage(Request.Builder request, int bytes, StreamEntry entry) {
        flush();
        tell(request.tag(STREAM_TAG).option(Option.POS, nextPosition()).build());
        inFlight.add(new Sent(entry, bytes));
        inFlightBytes += bytes;
        copyBytes += entry.isCopy() ? bytes : 0;
        copyPieces += entry.isCopy() ? 1 : 0;
    }

    /** Sends this turn's records as one message. */
    void flush() {
        if (recordsCount == 0) {
            return;
        }
        long first = nextPosition() - recordsCount;
        tell(Request.builder(Verb.REPLICATE)
                .tag(STREAM_TAG)
                .option(Option.POS, first)
                .option(Option.COUNT, recordsCount)
                .value(Arrays.copyOf(records, recordsLength))
                .build());
        recordsLength = 0;
        recordsCount = 0;
        if (records.length > 1 << 20) {
            records = new byte[8192];
        }
    }

    /** True when this reply acknowledges the stream. */
    static boolean isOfStream(Reply reply) {
        return STREAM_TAG.equals(reply.tag());
    }

    /** The peer holds everything below this position, but for what it named as refused. */
    void acknowledge(long position) {
        InvariantViolation.require(
                position <= nextPosition(), "a peer acknowledges only what was sent");
        while (firstInFlight < position) {
            Sent sent = inFlight.remove();
            inFlightBytes -= sent.bytes;
            copyBytes -= sent.entry.isCopy() ? sent.bytes : 0;
            copyPieces -= sent.entry.isCopy() ? 1 : 0;
            long at = firstInFlight++;
            sent.entry.acknowledged(at);
        }
    }
}
