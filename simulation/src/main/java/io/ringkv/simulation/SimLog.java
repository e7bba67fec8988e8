package io.ringkv.simulation;

import io.ringkv.coordinator.port.LogGroup;
import io.ringkv.protocol.view.Coordinator;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BiPredicate;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * The metadata log without its protocol: one list of committed entries, which its members have heard of up to some
 * point, and everything that the contract allows to go wrong: a leader that is deposed at any point, an append whose
 * outcome is unknown, an entry that is committed twice, a process that is behind until it leads. Of several members one
 * leads that reaches a majority; one that does not may think so for a while.
 */
public final class SimLog {
    private static final long ELECTION_NANOS_MAX = 300_000_000L;
    private static final long LATE_NANOS_MAX = 2_000_000_000L;
    private static final long WATCH_NANOS = 100_000_000L;
    private static final long BEHIND_NANOS_MAX = 300_000_000L;

    /** The process that may append, and for how long: until it dies or is deposed. */
    record Reign(long number, @Nullable SimLogMember member, long life) {}

    private final World world;
    private final SimSettings settings;
    private final BiPredicate<SimHost, SimHost> cut;
    private final List<byte[]> committed = new ArrayList<>();
    private final List<SimLogMember> members = new ArrayList<>();
    private Function<byte[], AppendFate> fates;
    private @Nullable SimLogMember leader;
    private long reigns;
    private long lastSettles;
    private long lives;
    private boolean electing;

    /** @param cut whether what the first sends does not reach the second now */
    SimLog(World world, SimSettings settings, BiPredicate<SimHost, SimHost> cut) {
        this.world = world;
        this.settings = settings;
        this.cut = cut;
        this.fates =
                entry -> AppendFate.draw(world.machines(), settings.faults().appendFaults());
    }

    /** A member for the process on this host. Several watch each other from the second on. */
    SimLogMember join(SimHost host) {
        SimLogMember member = new SimLogMember(this, host);
        members.add(member);
        if (members.size() == 2) {
            watch();
        }
        return member;
    }

    /** From now on the fate of each entry is told, and not drawn. */
    void decide(Function<byte[], AppendFate> decided) {
        fates = decided;
    }

    /** All that ever joined. */
    List<SimLogMember> members() {
        return members;
    }

    private List<SimLogMember> group() {
        return members.stream().filter(SimLogMember::inGroup).toList();
    }

    List<byte[]> committed() {
        return committed;
    }

    World world() {
        return world;
    }

    /** Nothing was ever committed. */
    boolean isEmpty() {
        return committed.isEmpty();
    }

    private boolean isAlone() {
        return members.size() == 1;
    }

    /** Everything that was committed is gone, with all disks; what was on its way to them never arrives. */
    void wipe() {
        reigns++;
        leader = null;
        lives++;
        committed.clear();
        members.forEach(SimLogMember::forget);
    }

    // ---- who leads

    /** A process of this member has started. */
    void started(SimLogMember member) {
        if (isAlone() || leader == member) {
            depose();
        }
        if (isAlone()) {
            elect();
        }
    }

    private void depose() {
        reigns++;
        leader = null;
    }

    private Reign reign() {
        SimLogMember now = leader == null && isAlone() ? members.get(0) : leader;
        return new Reign(reigns, now, now == null ? 0 : now.host().life());
    }

    private void elect() {
        electing = true;
        Reign next = reign();
        long delay = settings.syncNanos(world) + world.network().nextLong(ELECTION_NANOS_MAX);
        world.after(delay, () -> {
            electing = false;
            SimLogMember elected = next.equals(reign()) ? candidate() : null;
            if (elected != null) {
                leader = elected;
                elected.lead();
            }
        });
    }

    private @Nullable SimLogMember candidate() {
        List<SimLogMember> able = group().stream().filter(this::reachesMajority).toList();
        return able.size() < 2
                ? able.stream().findFirst().orElse(null)
                : able.get(world.network().nextInt(able.size()));
    }

    /** With itself, counted among all members, those whose disks were lost included. */
    boolean reachesMajority(SimLogMember member) {
        List<SimLogMember> all = group();
        long reached = all.stream()
                .filter(other -> other.votes() && reach(member, other))
                .count();
        return member.inGroup() && member.votes() && reached > all.size() / 2;
    }

    boolean reach(SimLogMember one, SimLogMember other) {
        return one.lives()
                && other.lives()
                && !cut.test(one.host(), other.host())
                && !cut.test(other.host(), one.host());
    }

    /** What members find out about each other as time passes. */
    private void watch() {
        world.after(WATCH_NANOS + world.network().nextLong(WATCH_NANOS), () -> {
            SimLogMember leads = leader;
            if (leads != null && !reachesMajority(leads)) {
                // It may go on for a while, in the belief that it leads.
                depose();
            }
            if (leader == null && !electing) {
                elect();
            }
            members.forEach(this::enlighten);
            watch();
        });
    }

    private void enlighten(SimLogMember member) {
        SimLogMember leads = leader;
        if (member.isLeading() && member != leads && world.network().nextInt(4) == 0) {
            member.deposed();
        }
        if (leads != null && leads.isLeading() && reach(leads, member)) {
            member.hearOf(leads);
        }
    }

    /** The leader is deposed, and one is elected again a little later. */
    void loseLeader() {
        SimLogMember loses = leader;
        if (loses != null && loses.believesToLead()) {
            loses.deposed();
            depose();
            elect();
        }
    }

    /** Whose process leads, and reaches a majority if there are several. */
    @Nullable
    SimLogMember leader() {
        return leader;
    }

    LogGroup groupAsSeenBy(SimLogMember member) {
        SimLogMember leads = leader;
        boolean known = leads != null && member.inGroup() && reach(member, leads);
        String who =
                member.isLeading() ? member.name() : known && leads != null ? leads.name() : "";
        List<Coordinator> all = isAlone()
                ? List.of()
                : group().stream().map(SimLogMember::place).toList();
        List<String> away = group().stream()
                .filter(other -> member.isLeading() && !reach(member, other))
                .map(SimLogMember::name)
                .toList();
        return new LogGroup(member.name(), who, all, away);
    }

    // ---- who is a member

    /** A leader that is one still makes it so a little later; what it is told of that may get lost. */
    void change(SimLogMember proposer, long number, String id, Predicate<SimLogMember> made) {
        long delay = settings.syncNanos(world) + world.network().nextLong(BEHIND_NANOS_MAX);
        world.after(delay, () -> {
            boolean able = proposer == leader && proposer.isLeading() && reachesMajority(proposer);
            SimLogMember changed = members.stream()
                    .filter(member -> member.name().equals(id))
                    .findFirst()
                    .orElse(null);
            boolean isMade = able && changed != null && made.test(changed);
            boolean told = isMade && world.machines().nextInt(8) != 0;
            proposer.changed(number, told ? "" : "it was not agreed");
        });
    }

    // ---- appends

    void append(SimLogMember proposer, byte[] entry) {
        Reign mine = new Reign(reigns, proposer, proposer.host().life());
        if (!proposer.isLeading()) {
            world.after(0, () -> fail(mine));
            return;
        }
        if (proposer != leader) {
            // In vain, which it learns with its deposition.
            return;
        }
        AppendFate fate = fates.apply(entry);
        // Whatever is appended later settles later.
        lastSettles = Math.max(lastSettles, world.now() + settings.syncNanos(world));
        long life = lives;
        world.after(lastSettles - world.now(), () -> settle(entry, fate, mine, life));
    }

    private void settle(byte[] entry, AppendFate fate, Reign mine, long life) {
        if (fate == AppendFate.LEADER_LOST && mine.equals(reign())) {
            loseLeader();
        }
        SimLogMember leads = leader;
        if (leads != null && !isAlone() && mine.equals(reign()) && !reachesMajority(leads)) {
            depose();
        }
        boolean deposed = !mine.equals(reign());
        if (fate.isReportedAsFailed()) {
            fail(mine);
        }
        switch (fate) {
            case COMMITTED, FAILED_BUT_COMMITTED, LEADER_LOST -> {
                if (!deposed || world.machines().nextBoolean()) {
                    commit(entry, life);
                }
            }
            case COMMITTED_TWICE -> {
                commit(entry, life);
                commit(entry, life);
            }
            case FAILED_AND_COMMITTED_LATER ->
                world.after(world.machines().nextLong(LATE_NANOS_MAX), () -> commit(entry, life));
            case FAILED_AND_LOST -> {
                // Nobody will ever see it.
            }
        }
    }

    private void fail(Reign proposer) {
        SimLogMember member = proposer.member;
        if (member != null && proposer.life == member.host().life()) {
            member.tell(core -> core.appendFailed(member.host().clock()));
        }
    }

    private void commit(byte[] entry, long life) {
        if (life != lives) {
            return;
        }
        committed.add(entry);
        SimLogMember leads = leader;
        int upTo = committed.size();
        if (leads != null && leads.isLeading()) {
            leads.deliver(upTo);
            for (SimLogMember other : members) {
                if (other != leads && reach(leads, other)) {
                    world.after(
                            world.network().nextLong(BEHIND_NANOS_MAX),
                            () -> other.hearUpTo(upTo, life, lives));
                }
            }
        }
    }

    /** Entries that were committed since the beginning. */
    int size() {
        return committed.size();
    }
}
