package io.ringkv.protocol.scripted;

import io.ringkv.protocol.Push;
import io.ringkv.protocol.Reply;
import io.ringkv.protocol.Request;
import io.ringkv.protocol.actor.Network;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Keeps what was asked of the network, for tests of one actor; connections that it opens count from 1000. */
public final class ScriptedNetwork implements Network {
    /** A request, an answer or a push, and where it went; the sequence is 0 where there is none. */
    public record Sent<T>(long connection, long sequence, T what) {}

    private final Map<Long, String> connects = new LinkedHashMap<>();
    private final List<Sent<Request>> requests = new ArrayList<>();
    private final List<Sent<Reply>> answers = new ArrayList<>();
    private final List<Sent<Push>> pushes = new ArrayList<>();
    private final List<Long> closed = new ArrayList<>();
    private long next = 1000;

    @Override
    public long connect(String host, int port) {
        connects.put(next, host + ":" + port);
        return next++;
    }

    /** Every connection that was opened, with its address. */
    public Map<Long, String> connects() {
        return connects;
    }

    /** The newest connection that was opened. */
    public long opened() {
        return next - 1;
    }

    /** The newest connection that was opened to this address. */
    public long openedTo(String address) {
        long newest = -1;
        for (Map.Entry<Long, String> connect : connects.entrySet()) {
            newest = connect.getValue().equals(address) ? connect.getKey() : newest;
        }
        return newest;
    }

    /** All requests, oldest first. */
    public List<Sent<Request>> requests() {
        return requests;
    }

    /** What was sent on one connection that was opened. */
    public List<Request> requestsOn(long connection) {
        return on(connection, requests);
    }

    public List<Sent<Push>> pushes() {
        return pushes;
    }

    public List<Long> closed() {
        return closed;
    }

    /** What was answered on one connection, in the order in which the answers were given. */
    public List<Reply> answersOn(long connection) {
        return on(connection, answers);
    }

    /** The newest answer on a connection. */
    public Reply answerOn(long connection) {
        List<Reply> all = answersOn(connection);
        return all.get(all.size() - 1);
    }

    private static <T> List<T> on(long connection, List<Sent<T>> all) {
        return all.stream()
                .filter(sent -> sent.connection == connection)
                .map(Sent::what)
                .toList();
    }

    @Override
    public void request(long connection, Request request) {
        requests.add(new Sent<>(connection, 0, request));
    }

    @Override
    public void answer(long connection, long sequence, Reply reply) {
        answers.add(new Sent<>(connection, sequence, reply));
    }

    @Override
    public void allowOvertaking(long connection) {
        // Answers are kept in the order in which they are given.
    }

    @Override
    public void push(long connection, Push push) {
        pushes.add(new Sent<>(connection, 0, push));
    }

    @Override
    public void close(long connection) {
        closed.add(connection);
    }
}
