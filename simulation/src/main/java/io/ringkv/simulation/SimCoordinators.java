package io.ringkv.simulation;

import io.ringkv.coordinator.core.CoordinatorConfig;
import io.ringkv.coordinator.core.CoordinatorCore;
import io.ringkv.protocol.Request;
import io.ringkv.protocol.Verb;
import io.ringkv.protocol.view.SlotSet;
import io.ringkv.protocol.view.View;
import io.ringkv.protocol.view.ViewCodec;
import io.ringkv.simulation.check.Invariants;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/** The coordinators on their virtual machines, the log that they share, and what operators ask of them. */
final class SimCoordinators {
    /** A connection whose answers go nowhere. */
    private static final long NOBODY = -1;

    private final World world;
    private final SimSettings settings;
    private final SimNetwork network;
    private final Invariants invariants;
    private final Consumer<String> trace;
    private final SimLog log;
    private final List<SimHost> all = new ArrayList<>();
    private final Map<Long, Integer> viewsOfEpochs = new HashMap<>();
    /** What each has shown last. */
    private final Map<String, View> lastOf = new HashMap<>();

    private int operations;
    private LongSupplier leaps;

    SimCoordinators(
            World world,
            SimSettings settings,
            SimNetwork network,
            Invariants invariants,
            Consumer<String> trace) {
        this.world = world;
        this.settings = settings;
        this.network = network;
        this.invariants = invariants;
        this.trace = trace;
        this.leaps = () ->
                world.machines().nextLong(CoordinatorConfig.LEAP_MIN, CoordinatorConfig.LEAP_MAX);
        this.log = new SimLog(world, settings, network.cuts()::isCut);
        for (int i = 1; i <= settings.cluster().coordinators(); i++) {
            add(settings.cluster().coordinators() == 1 ? "coordinator" : "c" + i);
        }
    }

    private void add(String name) {
        SimHost host =
                new SimHost(world, name, SimCluster.PORT, settings.cluster().driftPpm());
        all.add(host);
        log.join(host);
        network.add(host);
        host.whenTurned(core -> viewed(name, ((CoordinatorCore) core).view()));
    }

    /** One epoch is one view, whoever of the coordinators shows it, and however late. */
    private void viewed(String name, View view) {
        if (lastOf.put(name, view) == view) {
            return;
        }
        if (all.size() == 1) {
            invariants.viewed(view);
            return;
        }
        int hash = Arrays.hashCode(ViewCodec.encode(view));
        Integer known = viewsOfEpochs.putIfAbsent(view.epoch(), hash);
        if (known == null) {
            invariants.viewed(view);
        } else if (known != hash) {
            throw new IllegalStateException("two views of epoch " + view.epoch());
        }
    }

    List<SimHost> all() {
        return all;
    }

    /** The only one, or the first. */
    SimHost first() {
        return all.get(0);
    }

    /** What this coordinator has of the log. */
    SimLogMember member(SimHost coordinator) {
        return log.members().get(all.indexOf(coordinator));
    }

    SimLog log() {
        return log;
    }

    // ---- starts and ends

    void start() {
        start(first());
    }

    void start(SimHost coordinator) {
        boot(coordinator, core -> {});
    }

    /** How far each start leaps from now on. */
    void leapBy(long epochs) {
        leaps = () -> epochs;
    }

    /** The only coordinator's disk is lost, and it begins again from what nodes carry. */
    void rebuild() {
        log.wipe();
        boot(first(), core -> core.rebuild(Set.of()));
    }

    private void boot(SimHost coordinator, Consumer<CoordinatorCore> prepare) {
        CoordinatorConfig config = new CoordinatorConfig(
                "sim",
                "",
                Math.min(settings.cluster().replicas(), settings.cluster().nodes()),
                100,
                60_000_000_000L,
                3_000_000_000L,
                60_000_000_000L,
                600_000_000_000L,
                false,
                "",
                leaps.getAsLong());
        CoordinatorCore core = new CoordinatorCore(
                config,
                network.of(coordinator),
                member(coordinator),
                world::millis,
                what -> trace.accept(coordinator.name() + ": " + what));
        prepare.accept(core);
        coordinator.boot(core);
        member(coordinator).attach();
    }

    void kill() {
        kill(first());
    }

    void kill(SimHost coordinator) {
        network.died(coordinator, false);
        coordinator.kill();
    }

    // ---- what operators ask

    /** A person goes on without the stores that are gone, if there are any. */
    void acceptLoss() {
        operate(Request.builder(Verb.ACCEPT_LOSS)
                .argument(Long.toString(view().epoch()))
                .build());
    }

    /** An operator asks one after the other, if it runs; one that was removed only refers people to the others. */
    void operate(Request request) {
        List<SimHost> group = all.stream().filter(one -> member(one).inGroup()).toList();
        ask(group.get(operations++ % group.size()), request);
    }

    /** If it runs; nobody waits for the answer. */
    void ask(SimHost coordinator, Request request) {
        coordinator.deliver(core -> core.request(coordinator.clock(), NOBODY, 0, request));
    }

    // ---- what they know

    /** The core that leads, or of those that run the one that has heard most; null when none runs. */
    private @Nullable CoordinatorCore leadingCore() {
        SimLogMember leader = log.leader();
        if (leader != null && leader.host().actor() instanceof CoordinatorCore core) {
            return core;
        }
        CoordinatorCore newest = null;
        for (SimHost host : all) {
            if (host.actor() instanceof CoordinatorCore core
                    && (newest == null || core.view().epoch() > newest.view().epoch())) {
                newest = core;
            }
        }
        return newest;
    }

    View view() {
        CoordinatorCore core = leadingCore();
        return core == null ? View.none() : core.view();
    }

    /** Slots whose list is not yet what it is to be. */
    int slotsToMove() {
        CoordinatorCore core = leadingCore();
        return core == null ? SlotSet.SLOTS : core.slotsToMove();
    }
}
