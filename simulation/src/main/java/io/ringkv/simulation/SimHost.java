package io.ringkv.simulation;

import io.ringkv.node.core.RefusedByCluster;
import io.ringkv.protocol.actor.Actor;

import org.jspecify.annotations.Nullable;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Consumer;

/**
 * One process, or the place for one, on a machine: gives the process its turns and ticks, and can pause or kill it. Its
 * clock starts anywhere and drifts.
 */
final class SimHost {
    private static final long TURN_NANOS_MAX = 200_000;

    private final World world;
    private final String machine;
    private final String name;
    private final int port;
    private final double drift;
    private final long clockOffset;
    private final Deque<Consumer<Actor>> whilePaused = new ArrayDeque<>();
    private @Nullable Actor actor;
    private long life;
    private boolean paused;
    private Consumer<Actor> turned = current -> {};
    private Consumer<RefusedByCluster> refused = why -> {
        throw why;
    };
    private boolean turnScheduled;
    private long turnEndedAt;

    /** @param driftPpm its clock goes wrong by up to so many parts in a million */
    SimHost(World world, String name, int port, int driftPpm) {
        this(world, name, name, port, driftPpm);
    }

    /** @param machine shares its network links with the other processes on it */
    SimHost(World world, String machine, String name, int port, int driftPpm) {
        this.world = world;
        this.machine = machine;
        this.name = name;
        this.port = port;
        this.drift = 1 + (world.machines().nextDouble() - 0.5) * 2e-6 * driftPpm;
        this.clockOffset = world.machines().nextLong(1L << 50);
    }

    String machine() {
        return machine;
    }

    /** How long ago the process last ended a turn. */
    long turnAgeNanos() {
        return world.now() - turnEndedAt;
    }

    String name() {
        return name;
    }

    int port() {
        return port;
    }

    World world() {
        return world;
    }

    boolean running() {
        return actor != null;
    }

    boolean paused() {
        return paused;
    }

    @Nullable
    Actor actor() {
        return actor;
    }

    /** This machine's monotonic clock. */
    long clock() {
        return clockOffset + (long) (world.now() * drift);
    }

    void boot(Actor newActor) {
        actor = newActor;
        turnEndedAt = world.now();
        life++;
        long mine = life;
        deliver(a -> a.start(clock()));
        scheduleTick(mine);
    }

    private void scheduleTick(long ofLife) {
        long jitter = world.network().nextLong(1_000_000);
        world.after(Actor.TICK_NANOS - jitter, () -> {
            if (life == ofLife && actor != null) {
                deliver(a -> a.tick(clock()));
                scheduleTick(ofLife);
            }
        });
    }

    /** The process is gone; what it had not handed out is gone with it. */
    void kill() {
        actor = null;
        life++;
        paused = false;
        turnScheduled = false;
        whilePaused.clear();
    }

    void pause() {
        paused = actor != null;
    }

    void resume() {
        paused = false;
        while (!whilePaused.isEmpty() && !paused) {
            deliver(whilePaused.remove());
        }
    }

    /** Runs an action on the process, now or when it wakes; ignored when it dies before. */
    void deliver(Consumer<Actor> action) {
        Actor current = actor;
        if (current == null) {
            return;
        }
        if (paused) {
            whilePaused.add(action);
            return;
        }
        try {
            action.accept(current);
        } catch (RefusedByCluster why) {
            refused.accept(why);
        }
        if (!turnScheduled && actor == current) {
            turnScheduled = true;
            long mine = life;
            world.after(world.network().nextLong(TURN_NANOS_MAX), () -> endTurn(mine));
        }
    }

    private void endTurn(long ofLife) {
        Actor current = actor;
        if (life != ofLife || current == null) {
            return;
        }
        if (paused) {
            whilePaused.add(a -> {});
            turnScheduled = false;
            return;
        }
        turnScheduled = false;
        turnEndedAt = world.now();
        current.endTurn(clock());
        turned.accept(current);
    }

    /** Told of each turn that ended. */
    void whenTurned(Consumer<Actor> observer) {
        turned = observer;
    }

    /** Told when the cluster will not have the process, which ends then. */
    void whenRefused(Consumer<RefusedByCluster> observer) {
        refused = observer;
    }

    /** A number that changes with every start, for callbacks that must not reach a later process. */
    long life() {
        return life;
    }
}
