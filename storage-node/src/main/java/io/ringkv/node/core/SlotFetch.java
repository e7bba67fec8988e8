package io.ringkv.node.core;

import io.ringkv.node.port.RowSpace;
import io.ringkv.protocol.Option;
import io.ringkv.protocol.Reply;
import io.ringkv.protocol.Request;
import io.ringkv.protocol.Verb;
import io.ringkv.protocol.view.Voter;

import org.jspecify.annotations.Nullable;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Consumer;

/** Fetches recovered slots from the replicas that have them, a few at a time, piece by piece. */
final class SlotFetch {
    private static final int AT_ONCE = 32;

    private final Peers peers;
    private final CopyWriter writer;
    private final Consumer<PrimaryRole> done;
    private final Consumer<PrimaryRole> failed;
    private final Deque<Fetch> queued = new ArrayDeque<>();
    private int running;

    SlotFetch(
            Peers peers,
            CopyWriter writer,
            Consumer<PrimaryRole> done,
            Consumer<PrimaryRole> failed) {
        this.peers = peers;
        this.writer = writer;
        this.done = done;
        this.failed = failed;
    }

    void start(PrimaryRole role, Voter source) {
        queued.add(new Fetch(role, source));
        startQueued();
    }

    private void startQueued() {
        while (running < AT_ONCE && !queued.isEmpty()) {
            running++;
            queued.remove().next();
        }
    }

    private final class Fetch implements Peer.ReplyHandler {
        private final PrimaryRole role;
        private final Voter source;
        private RowSpace space = RowSpace.DATA;
        private byte @Nullable [] after;
        private boolean first = true;

        Fetch(PrimaryRole role, Voter source) {
            this.role = role;
            this.source = source;
        }

        void next() {
            Peer peer = peers.get(source.node());
            boolean over = role.slot().role() != role || role.phase() != PrimaryRole.Phase.FETCHING;
            if (over || peer == null || !peer.ready() || !peer.dataId().equals(source.dataId())) {
                finish(!over, failed);
                return;
            }
            CopyChunk from = CopyChunk.question(space, first, after);
            peer.ask(
                    Request.builder(Verb.FETCH_SLOT)
                            .option(Option.SLOT, role.slot().number())
                            .option(Option.TERM, role.term())
                            .value(from.encode())
                            .build(),
                    this);
        }

        @Override
        public void reply(Reply reply) {
            byte[] block = reply.block();
            boolean over = role.slot().role() != role || role.phase() != PrimaryRole.Phase.FETCHING;
            if (over || !reply.isOk() || block == null) {
                finish(!over, failed);
                return;
            }
            CopyChunk chunk = CopyChunk.decode(block);
            boolean whole = writer.apply(role.slot(), role.term(), chunk);
            if (chunk.last()) {
                finish(true, whole ? done : failed);
                return;
            }
            first = false;
            after = chunk.through();
            if (after == null) {
                space = RowSpace.REQUEST;
            }
            next();
        }

        private void finish(boolean current, Consumer<PrimaryRole> outcome) {
            running--;
            if (current) {
                outcome.accept(role);
            }
            startQueued();
        }

        @Override
        public void lost() {
            finish(
                    role.slot().role() == role && role.phase() == PrimaryRole.Phase.FETCHING,
                    failed);
        }
    }
}
