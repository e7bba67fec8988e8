package io.ringkv.coordinator.core;

import io.ringkv.protocol.Option;
import io.ringkv.protocol.Reply;
import io.ringkv.protocol.Request;
import io.ringkv.protocol.actor.Network;
import io.ringkv.protocol.view.SlotTerms;
import io.ringkv.protocol.view.StoreDoubt;
import io.ringkv.protocol.view.Voter;

import java.util.List;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * What nodes tell of themselves beside heartbeats: {@code REGISTER_NODE}, {@code ACTIVE}, {@code HAND_OVER},
 * {@code UNREGISTER_NODE}. Ties a node id to one incarnation on one connection. A second
 * process under the same id waits until the first was silent for the node timeout: it may be its successor, whose old
 * connection nobody has closed.
 */
final class Registration {
    private final CoordinatorConfig config;
    private final Network network;
    private final Metadata metadata;
    private final Watch watch;
    private final Membership membership;
    private final Moves moves;
    private final Proposals proposals;
    private final Upkeep upkeep;
    private final LongSupplier now;
    private final Consumer<String> journal;

    Registration(
            CoordinatorConfig config,
            Network network,
            Metadata metadata,
            Watch watch,
            Membership membership,
            Moves moves,
            Proposals proposals,
            Upkeep upkeep,
            LongSupplier now,
            Consumer<String> journal) {
        this.config = config;
        this.network = network;
        this.metadata = metadata;
        this.watch = watch;
        this.membership = membership;
        this.moves = moves;
        this.proposals = proposals;
        this.upkeep = upkeep;
        this.now = now;
        this.journal = journal;
    }

    void register(long connection, long sequence, Request request) {
        proposals.submit(() -> membership.register(request, anotherIsAlive(request)), reply -> {
            if (!reply.isOk()) {
                network.answer(connection, sequence, reply);
                return;
            }
            registered(connection, request);
            network.answer(
                    connection,
                    sequence,
                    reply.with("epoch", Long.toString(metadata.view().epoch())));
        });
    }

    private boolean anotherIsAlive(Request request) {
        Watch.Node known = watch.of(request.argument(0));
        return known.connection >= 0
                && known.incarnation != request.longOption(Option.INCARNATION, 0)
                && now.getAsLong() - known.lastHeard < config.nodeTimeoutNanos();
    }

    private void registered(long connection, Request request) {
        String id = request.argument(0);
        Watch.Node node = watch.of(id);
        node.connection = connection;
        node.incarnation = request.longOption(Option.INCARNATION, 0);
        node.lastHeard = now.getAsLong();
        node.pinged = false;
        node.answersAtAddress = false;
        node.sick = null;
        node.turnAge = 0;
        node.doubt = StoreDoubt.of(request.option(Option.STORE));
        upkeep.registered(now.getAsLong());
        journal.accept(id + " registered from " + request.argument(1) + ":" + request.argument(2));
    }

    /** {@code ACTIVE}: terms whose primaries have recovered everything. */
    void active(long connection, long sequence, Request request) {
        List<SlotTerms.Entry> terms = SlotTerms.decode(request.requiredValue());
        proposals.submit(
                () -> membership.active(terms),
                reply -> network.answer(connection, sequence, reply));
    }

    /** {@code HAND_OVER}: a primary names who is in sync; the block has a line for each, {@code n2 0-100,205}. */
    void handOver(long connection, long sequence, Request request) {
        SlotGifts gifts = SlotGifts.parse(request.requiredValue());
        proposals.submit(
                () -> membership.handOver(request, gifts),
                reply -> network.answer(connection, sequence, reply));
    }

    /** {@code PROMOTE}: a primary names slots whose next list is in sync, with nothing of them under way. */
    void promote(long connection, long sequence, Request request) {
        List<SlotTerms.Entry> terms = SlotTerms.decode(request.requiredValue());
        proposals.submit(
                () -> moves.promote(
                        request.argument(0), request.longOption(Option.INCARNATION, 0), terms),
                reply -> network.answer(connection, sequence, reply));
    }

    /** {@code RELEASE}: a node names slots that it has and no list has it for. */
    void release(long connection, long sequence, Request request) {
        List<SlotTerms.Entry> terms = SlotTerms.decode(request.requiredValue());
        String dataId = request.option(Option.DATA_ID);
        Voter disk = new Voter(request.argument(0), dataId == null ? "" : dataId);
        network.answer(connection, sequence, moves.release(disk, terms));
    }

    /** A node that stops on purpose is not waited for. */
    void unregister(long connection, long sequence, Request request) {
        String id = request.argument(0);
        long incarnation = request.longOption(Option.INCARNATION, watch.of(id).incarnation);
        proposals.submit(
                () -> {
                    boolean same = watch.of(id).incarnation == incarnation;
                    return new Decision(same ? membership.down(id) : List.of(), Reply.ok());
                },
                reply -> network.answer(connection, sequence, reply));
    }
}
