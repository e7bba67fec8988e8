package io.ringkv.simulation;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.ringkv.protocol.Inbound;
import io.ringkv.protocol.Incoming;
import io.ringkv.protocol.Limits;
import io.ringkv.protocol.Push;
import io.ringkv.protocol.Refusal;
import io.ringkv.protocol.Reply;
import io.ringkv.protocol.Request;
import io.ringkv.protocol.Verb;
import io.ringkv.protocol.actor.Actor;
import io.ringkv.protocol.actor.Network;
import io.ringkv.protocol.actor.ReplyOrder;
import io.ringkv.protocol.codec.ProtocolException;
import io.ringkv.protocol.codec.PushEncoder;
import io.ringkv.protocol.codec.ReplyDecoder;
import io.ringkv.protocol.codec.ReplyEncoder;
import io.ringkv.protocol.codec.RequestDecoder;
import io.ringkv.protocol.codec.RequestEncoder;
import io.ringkv.protocol.view.SlotTerms;
import io.ringkv.simulation.check.Invariants;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;

/**
 * Connections between hosts, with the real codec on both ends. A connection delivers its bytes in order, late, and in
 * any fragments, or it breaks and what was under way is lost. A cut holds back everything in one direction between two
 * hosts until it is healed; who waits for it learns nothing.
 */
final class SimNetwork {
    private static final Set<Verb> ABOUT_KEYS =
            EnumSet.of(Verb.PUT, Verb.GET, Verb.DELETE, Verb.EXISTS);

    private static final Limits LIMITS =
            Limits.DEFAULT.withValueBytesMax(Limits.VALUE_BYTES_CEILING);

    private final World world;
    private final SimSettings settings;
    private final Invariants invariants;
    private final Map<String, SimHost> byAddress = new TreeMap<>();
    private final Map<Long, End> ends = new TreeMap<>();
    private final Set<String> cuts = new LinkedHashSet<>();
    private final List<Runnable> held = new ArrayList<>();
    private long nextEnd = 1;

    SimNetwork(World world, SimSettings settings, Invariants invariants) {
        this.invariants = invariants;
        this.world = world;
        this.settings = settings;
    }

    void add(SimHost host) {
        byAddress.put(host.name() + ":" + host.port(), host);
    }

    /** The network as one process sees it. */
    Network of(SimHost host) {
        return new HostNetwork(host);
    }

    // ---- faults

    /** Holds back everything from one host to the other. */
    void cut(SimHost from, SimHost to) {
        cuts.add(from.machine() + ">" + to.machine());
    }

    void healAll() {
        cuts.clear();
        List<Runnable> waiting = List.copyOf(held);
        held.clear();
        waiting.forEach(action ->
                world.after(world.network().nextLong(settings.network().delayNanosMax()), action));
    }

    boolean isCut(SimHost from, SimHost to) {
        return cuts.contains(from.machine() + ">" + to.machine());
    }

    /** The host's process is gone: its connections break; the other ends learn it, unless the machine is off. */
    void died(SimHost host, boolean silently) {
        for (End end : List.copyOf(ends.values())) {
            if (end.owner == host) {
                end.open = false;
                ends.remove(end.id);
                if (!silently) {
                    breakLater(end.other);
                } else {
                    world.after(settings.network().silentBreakNanos(), () -> broken(end.other));
                }
            }
        }
    }

    /** Breaks a random connection. */
    void breakOne(SplittableRandom random) {
        if (!ends.isEmpty()) {
            List<End> all = List.copyOf(ends.values());
            End end = all.get(random.nextInt(all.size()));
            broken(end);
            broken(end.other);
        }
    }

    private void breakLater(End end) {
        route(end.other.owner, end.owner, () -> broken(end));
    }

    private void broken(End end) {
        if (end.open) {
            end.open = false;
            ends.remove(end.id);
            end.owner.deliver(actor -> actor.disconnected(end.owner.clock(), end.id));
        }
    }

    private long delay(SimHost one, SimHost other) {
        NetworkSettings network = settings.network();
        long base = world.network().nextLong(network.delayNanosMax());
        boolean lost = world.network().nextInt(100) < network.lostPercent();
        long again = lost ? world.network().nextLong(network.delayNanosMax() * 20) : 0;
        boolean slow = isSlow(one) || isSlow(other);
        return (20_000 + base + again) * (slow ? network.slowFactor() : 1);
    }

    private boolean isSlow(SimHost host) {
        return host.machine().equals("n" + settings.network().slowNode());
    }

    /** Runs the action at the other side, now late, or when the cut is healed. */
    private void route(SimHost from, SimHost to, Runnable action) {
        route(from, to, delay(from, to), action);
    }

    private void route(SimHost from, SimHost to, long delay, Runnable action) {
        world.after(delay, () -> {
            if (isCut(from, to)) {
                held.add(action);
            } else {
                action.run();
            }
        });
    }

    /** One end of a connection. */
    private final class End {
        final long id;
        final SimHost owner;
        final boolean initiator;
        final ByteBuf received = Unpooled.buffer();
        final ReplyOrder order = new ReplyOrder();
        final Map<Long, Invariants.Asked> asked = new TreeMap<>();
        final RequestDecoder requests = new RequestDecoder(LIMITS);
        final ReplyDecoder replies = new ReplyDecoder(LIMITS);
        final List<Runnable> heldHere = new ArrayList<>();
        End other = this;
        boolean open = true;
        long deliverNotBefore;

        End(SimHost owner, boolean initiator) {
            this.id = nextEnd++;
            this.owner = owner;
            this.initiator = initiator;
        }

        void send(ByteBuf bytes) {
            End to = other;
            if (!open || !to.open) {
                return;
            }
            long at = Math.max(deliverNotBefore, world.now() + delay(owner, to.owner));
            deliverNotBefore = at;
            world.after(at - world.now(), () -> arrive(to, bytes));
        }

        /** Order holds through a cut: what comes behind something held is held as well. */
        private void arrive(End to, ByteBuf bytes) {
            if (isCut(owner, to.owner) || !to.heldHere.isEmpty()) {
                Runnable later = () -> to.read(bytes);
                to.heldHere.add(later);
                held.add(() -> release(to));
                return;
            }
            to.read(bytes);
        }

        private void release(End to) {
            List<Runnable> all = List.copyOf(to.heldHere);
            to.heldHere.clear();
            all.forEach(Runnable::run);
        }

        void read(ByteBuf bytes) {
            if (!open) {
                return;
            }
            owner.deliver(actor -> {
                while (open && bytes.isReadable()) {
                    int piece = 1 + world.network().nextInt(Math.min(bytes.readableBytes(), 4096));
                    received.writeBytes(bytes, piece);
                    decode(actor);
                }
            });
        }

        private @Nullable Incoming nextReply() {
            try {
                return replies.next(received);
            } catch (ProtocolException e) {
                throw new IllegalStateException("a simulated process sent what is no reply", e);
            }
        }

        private void decode(Actor actor) {
            if (initiator) {
                for (Incoming in = nextReply(); in != null && open; in = nextReply()) {
                    if (in instanceof Reply reply) {
                        actor.reply(owner.clock(), id, reply);
                    } else if (in instanceof Push push) {
                        actor.push(owner.clock(), id, push);
                    }
                }
            } else {
                for (Inbound in = requests.next(received);
                        in != null && open;
                        in = requests.next(received)) {
                    if (in instanceof Request request) {
                        long sequence = order.arrived(request.tag());
                        if (ABOUT_KEYS.contains(request.verb())) {
                            asked.put(sequence, invariants.asked(request));
                        }
                        actor.request(owner.clock(), id, sequence, request);
                    } else if (in instanceof Refusal refusal) {
                        throw new IllegalStateException(
                                "a simulated process sent what is refused: " + refusal);
                    }
                }
            }
            received.discardReadBytes();
        }
    }

    private final class HostNetwork implements Network {
        private final SimHost host;

        HostNetwork(SimHost host) {
            this.host = host;
        }

        @Override
        public long connect(String toHost, int port) {
            End mine = new End(host, true);
            ends.put(mine.id, mine);
            SimHost to = byAddress.get(toHost + ":" + port);
            long life = host.life();
            if (to == null) {
                world.after(delay(host, host), () -> broken(mine));
                return mine.id;
            }
            route(host, to, () -> accept(mine, to, life));
            return mine.id;
        }

        private void accept(End mine, SimHost to, long life) {
            if (!mine.open || host.life() != life) {
                return;
            }
            if (!to.running()) {
                route(to, host, () -> broken(mine));
                return;
            }
            End theirs = new End(to, false);
            theirs.other = mine;
            mine.other = theirs;
            ends.put(theirs.id, theirs);
            to.deliver(actor -> actor.accepted(to.clock(), theirs.id, true));
            route(to, host, () -> {
                if (mine.open) {
                    host.deliver(actor -> actor.connected(host.clock(), mine.id));
                }
            });
        }

        @Override
        public void request(long connection, Request request) {
            if (request.verb() == Verb.ACTIVE) {
                invariants.activated(host.name(), SlotTerms.decode(request.requiredValue()));
            }
            End end = ends.get(connection);
            if (end != null && end.other != end) {
                ByteBuf bytes = Unpooled.buffer();
                RequestEncoder.encode(request, bytes);
                end.send(bytes);
            }
        }

        @Override
        public void answer(long connection, long sequence, Reply reply) {
            End end = ends.get(connection);
            if (end != null) {
                Invariants.Asked question = end.asked.remove(sequence);
                if (question != null) {
                    invariants.answered(host.name(), question, reply);
                }
                end.order.answer(sequence, reply, (which, ready) -> {
                    ByteBuf bytes = Unpooled.buffer();
                    ReplyEncoder.encode(ready, bytes);
                    end.send(bytes);
                });
            }
        }

        @Override
        public void allowOvertaking(long connection) {
            End end = ends.get(connection);
            if (end != null) {
                end.order.allowOvertaking();
            }
        }

        @Override
        public void push(long connection, Push push) {
            End end = ends.get(connection);
            if (end != null) {
                ByteBuf bytes = Unpooled.buffer();
                PushEncoder.encode(push, bytes);
                end.send(bytes);
            }
        }

        /** What was sent before still arrives. */
        @Override
        public void close(long connection) {
            End end = ends.remove(connection);
            if (end != null && end.open) {
                end.open = false;
                End other = end.other;
                if (other != end) {
                    long at =
                            Math.max(end.deliverNotBefore, world.now() + delay(host, other.owner));
                    route(host, other.owner, at - world.now(), () -> broken(other));
                }
            }
        }
    }

    /** For traces. */
    @Nullable
    SimHost hostOf(long connection) {
        End end = ends.get(connection);
        return end == null ? null : end.owner;
    }
}
