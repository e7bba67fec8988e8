package io.ringkv.coordinator.core;

import io.ringkv.protocol.Option;
import io.ringkv.protocol.Reply;
import io.ringkv.protocol.Request;
import io.ringkv.protocol.Verb;
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
    private final ForcedRemoval forcedRemoval;
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
            ForcedRemoval forcedRemoval,
            LongSupplier now,
            Consumer<String> journal) {
        this.network = network;
        this.metadata = metadata;
        this.proposals = proposals;
        this.population = population;
        this.rebalance = rebalance;
        this.losses = losses;
        this.lossAcceptance = lossAcceptance;
        this.forcedRemoval = forcedRemoval;
        this.now = now;
        this.journal = journal;
    }

    void request(long connection, long sequence, Request request) {
        proposals.submit(() -> decide(request), reply -> {
            if (reply.isOk() && !request.has(Option.PLAN)) {
                tellOfLoss(request, reply);
            }
            boolean isAboutLoss =
                    request.verb() == Verb.ACKNOWLEDGE_LOSS || request.verb() == Verb.ACCEPT_LOSS;
            network.answer(connection, sequence, isAboutLoss ? reply : withEpoch(reply));
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
            case REMOVE_NODE ->
                request.has(Option.FORCE)
                        ? forcedRemoval.remove(now.getAsLong(), request)
                        : population.remove(now.getAsLong(), request.argument(0));
            case SET_REPLICAS -> population.setReplicas(now.getAsLong(), request.argument(0));
            default -> rebalance.decide(request);
        };
    }

    private Reply withEpoch(Reply reply) {
        return reply.isOk() ? reply.with("epoch", Long.toString(metadata.view().epoch())) : reply;
    }

    private void tellOfLoss(Request request, Reply reply) {
        if (request.verb() == Verb.ACCEPT_LOSS) {
            journal.accept("a person accepted the loss of stores: " + reply.field("slots")
                    + " slots go on with what is left");
        } else if (request.has(Option.FORCE)) {
            journal.accept("a person removed " + request.argument(0) + " by force: "
                    + reply.field("at-risk") + " slots go on with what is left");
        }
    }
}
