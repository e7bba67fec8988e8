package io.ringkv.coordinator.core;

import io.ringkv.protocol.Option;
import io.ringkv.protocol.Reply;
import io.ringkv.protocol.Request;
import io.ringkv.protocol.Verb;
import io.ringkv.protocol.actor.Network;
import io.ringkv.protocol.view.Member;

import org.jspecify.annotations.Nullable;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BiConsumer;

/**
 * Short connections to nodes, one question each: does a node answer at its advertised address, and does a node,
 * asked by {@code PROBE}, reach another one.
 */
final class Probing implements OwnConnections {
    private static final long TIMEOUT_NANOS = 1_500_000_000L;
    private static final String PROBE_TAG = "p";

    /** What is known of a node's way to another. */
    enum Word {
        REACHED,
        NOT_REACHED,
        /** Who was asked did not answer. */
        NONE
    }

    private record Question(
            String about,
            @Nullable Member asks,
            Member target,
            BiConsumer<String, Word> answer,
            long deadline) {}

    private final Network network;
    private final String secret;
    private final Map<Long, Question> open = new LinkedHashMap<>();

    Probing(Network network, String secret) {
        this.network = network;
        this.secret = secret;
    }

    @Override
    public boolean owns(long connection) {
        return open.containsKey(connection);
    }

    /** Whether the node answers this process at its advertised address. */
    void ping(long now, Member node, BiConsumer<String, Word> answer) {
        open.put(
                network.connect(node.host(), node.port()),
                new Question(node.id(), null, node, answer, now + TIMEOUT_NANOS));
    }

    /** Whether one node reaches another. */
    void probe(long now, Member asked, Member target, BiConsumer<String, Word> answer) {
        open.put(
                network.connect(asked.host(), asked.port()),
                new Question(target.id(), asked, target, answer, now + TIMEOUT_NANOS));
    }

    @Override
    public void connected(long connection) {
        Question question = open.get(connection);
        if (question == null) {
            return;
        }
        Member asks = question.asks;
        network.request(
                connection,
                CoordinatorHello.with(secret)
                        .option(Option.TO, asks == null ? question.target.id() : asks.id())
                        .build());
        network.request(
                connection,
                asks == null
                        ? Request.builder(Verb.PING).tag(PROBE_TAG).build()
                        : Request.builder(Verb.PROBE)
                                .tag(PROBE_TAG)
                                .argument(question.target.host())
                                .argument(Integer.toString(question.target.port()))
                                .build());
    }

    @Override
    public void reply(long connection, Reply reply) {
        Question question = open.get(connection);
        if (question == null) {
            return;
        }
        boolean answered = PROBE_TAG.equals(reply.tag());
        if (!answered && reply.isOk()) {
            return;
        }
        open.remove(connection);
        network.close(connection);
        question.answer.accept(
                question.about,
                question.asks == null
                        ? reached(answered)
                        : answered && reply.isOk()
                                ? reached("1".equals(reply.field("reachable")))
                                : Word.NONE);
    }

    private static Word reached(boolean is) {
        return is ? Word.REACHED : Word.NOT_REACHED;
    }

    @Override
    public void disconnected(long connection) {
        Question question = open.remove(connection);
        if (question != null) {
            question.answer.accept(
                    question.about, question.asks == null ? Word.NOT_REACHED : Word.NONE);
        }
    }

    @Override
    public void tick(long now) {
        for (Map.Entry<Long, Question> entry : new LinkedHashMap<>(open).entrySet()) {
            if (entry.getValue().deadline <= now) {
                network.close(entry.getKey());
                disconnected(entry.getKey());
            }
        }
    }
}
