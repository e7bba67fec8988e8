package io.ringkv.coordinator.core;

import io.ringkv.protocol.view.Member;
import io.ringkv.protocol.view.MemberState;
import io.ringkv.protocol.view.View;
import io.ringkv.protocol.view.Voter;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * What a leading coordinator does as time passes, asked by nobody: creates the cluster, forms it, forms it again while
 * it is empty, finds heirs that were not there when a primary went, and lets doubtful stores count when nothing else is left. Whatever is proposed here is proposed again
 * until it holds, since any proposal may be lost.
 */
final class Upkeep {
    private static final String DOUBT_ACCEPTED =
            "no majority of stores beyond doubt is left for some slots: doubtful stores count now;"
                    + " the last moments before the power cut may be lost";

    private final CoordinatorConfig config;
    private final Metadata metadata;
    private final Watch watch;
    private final Membership membership;
    private final Consumer<Supplier<List<MetadataRecord>>> propose;
    private final Consumer<String> journal;
    private long formAt = Long.MAX_VALUE;
    private long doubtSince = Long.MAX_VALUE;
    private long spareCheckedAt = -1;
    private boolean spare;
    private long orphansLookedForAt = -1;
    private boolean orphans;

    Upkeep(
            CoordinatorConfig config,
            Metadata metadata,
            Watch watch,
            Membership membership,
            Consumer<Supplier<List<MetadataRecord>>> propose,
            Consumer<String> journal) {
        this.config = config;
        this.metadata = metadata;
        this.watch = watch;
        this.membership = membership;
        this.propose = propose;
        this.journal = journal;
    }

    /** This coordinator leads from now on: what it waited for in an earlier time counts for nothing. */
    void began() {
        formAt = Long.MAX_VALUE;
        doubtSince = Long.MAX_VALUE;
    }

    /** A node registered: the first one starts the wait for the others. */
    void registered(long now) {
        if (!metadata.view().formed() && formAt == Long.MAX_VALUE) {
            formAt = now + config.formAfterNanos();
        }
    }

    void tick(long now) {
        if (!metadata.created()) {
            propose.accept(this::createIfNew);
            return;
        }
        formIfDue(now);
        relieveTheStalled();
        haveOrphansAdopted();
        acceptDoubtIfDue(now);
    }

    /** Slots whose primary is gone, with a voter that can follow it. Looked for once in each view. */
    private void haveOrphansAdopted() {
        long epoch = metadata.view().epoch();
        if (orphansLookedForAt != epoch) {
            orphansLookedForAt = epoch;
            orphans = !membership.orphansAdopted().isEmpty();
        }
        if (orphans) {
            propose.accept(membership::orphansAdopted);
        }
    }

    private List<MetadataRecord> createIfNew() {
        return metadata.created()
                ? List.of()
                : List.of(new MetadataRecord.ClusterCreated(
                        config.clusterId(),
                        config.clusterName(),
                        config.replicas(),
                        config.virtualNodes()));
    }

    private void relieveTheStalled() {
        for (Member member : metadata.view().members()) {
            if (member.isUp() && watch.of(member.id()).stalled()) {
                propose.accept(() -> relieve(member.id()));
            }
        }
    }

    private List<MetadataRecord> relieve(String id) {
        List<MetadataRecord> records = membership.relieve(id);
        if (!records.isEmpty()) {
            journal.accept(
                    id + " stands still, its disk may hang: others become primaries of its slots");
        }
        return records;
    }

    private void formIfDue(long now) {
        View view = metadata.view();
        if (!view.formed()) {
            long up = view.members().stream().filter(member -> member.isUp()).count();
            if (up >= view.replicas() || now >= formAt && up > 0) {
                propose.accept(() -> metadata.view().formed() ? List.of() : membership.form());
            }
        } else if (mayFormAgain()) {
            propose.accept(() -> mayFormAgain() ? membership.form() : List.of());
        }
    }

    private boolean mayFormAgain() {
        return !metadata.writesSeen() && !watch.anyWrites() && hasSpare();
    }

    /** A node that is up and holds nothing. Looked up once for each view. */
    private boolean hasSpare() {
        View view = metadata.view();
        if (spareCheckedAt != view.epoch()) {
            spareCheckedAt = view.epoch();
            Set<String> holders = new TreeSet<>();
            for (View.Share share : view.shares()) {
                share.assignment().voters().stream().map(Voter::node).forEach(holders::add);
            }
            spare = view.members().stream()
                    .anyMatch(member ->
                            member.state() == MemberState.UP && !holders.contains(member.id()));
        }
        return spare;
    }

    private void acceptDoubtIfDue(long now) {
        boolean anyDoubt = metadata.view().members().stream().anyMatch(Member::doubtful);
        if (!anyDoubt || membership.doubtfulStores().slots().isEmpty()) {
            doubtSince = Long.MAX_VALUE;
            return;
        }
        doubtSince = Math.min(doubtSince, now);
        boolean waited = now - doubtSince >= config.restartWaitNanos();
        propose.accept(() -> {
            List<MetadataRecord> records = membership.doubtfulStores().accept(waited);
            if (!records.isEmpty()) {
                journal.accept(DOUBT_ACCEPTED);
            }
            return records;
        });
    }
}
