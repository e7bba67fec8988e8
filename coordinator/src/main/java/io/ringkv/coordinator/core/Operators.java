package io.ringkv.coordinator.core;

import io.ringkv.protocol.Option;
import io.ringkv.protocol.Reply;
import io.ringkv.protocol.Request;
import io.ringkv.protocol.actor.Network;

import java.util.function.Consumer;
import java.util.function.LongSupplier;

/** What operators change: where data belongs, and what becomes of a loss. Of the leader alone. */
final class Operators {
    private final Network network;
    private final Metadata metadata;
    private final Proposals proposals;
    private final Population population;
    private final Rebalance rebalance;
    private final LossReport losses;
    private final LossAcceptance lossAcceptance;
    private final LongSupplier now;
    private final Consumer<String> journal;

    Operators(
            Network network,
            Metadata metadata,
            Proposals proposals,
            Population population,
            Rebalance rebalance,
            LossReport losses,
            LossAcceptance lossAcceptance,
            LongSupplier now,
            Consumer<String> journal) {
        this.network = network;
        this.metadata = metadata;
        this.proposals = proposals;
        this.population = population;
        this.rebalance = rebalance;
        this.losses = losses;
        this.lossAcceptance = lossAcceptance;
        this.now = now;
        this.journal = journal;
    }

    void request(long connection, long sequence, Request request) {
        proposals.submit(() -> decide(request), reply -> {
            switch (request.verb()) {
                case ACKNOWLEDGE_LOSS -> network.answer(connection, sequence, reply);
                case ACCEPT_LOSS -> {
                    tellOfLoss(reply);
                    network.answer(connection, sequence, reply);
                }
                default -> network.answer(connection, sequence, withEpoch(reply));
            }
        });
    }

    private Decision decide(Request request) {
        Decision decision = change(request);
        return request.has(Option.PLAN) ? rebalance.planned(decision) : decision;
    }

    private Decision change(Request request) {
        return switch (request.verb()) {
            case ACKNOWLEDGE_LOSS -> losses.acknowledge(request);
            case ACCEPT_LOSS -> lossAcceptance.accept(request);
            case DRAIN ->
                request.has(Option.CANCEL)
                        ? population.stay(request.argument(0))
                        : population.drain(now.getAsLong(), request.argument(0));
            case REMOVE_NODE -> population.remove(now.getAsLong(), request.argument(0));
            case SET_REPLICAS -> population.setReplicas(now.getAsLong(), request.argument(0));
            default -> rebalance.decide(request);
        };
    }

    private Reply withEpoch(Reply reply) {
        return reply.isOk() ? reply.with("epoch", Long.toString(metadata.view().epoch())) : reply;
    }

    private void tellOfLoss(Reply reply) {
        if (reply.isOk()) {
            journal.accept("a person accepted the loss of stores: " + reply.field("slots")
                    + " slots go on with what is left");
        }
    }
}
