package io.ringkv.node.core;

import io.ringkv.protocol.Item;
import io.ringkv.protocol.view.Member;
import io.ringkv.protocol.view.MemberState;
import io.ringkv.protocol.view.View;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * A row for each member of the view, and which of them the next message carries: a few of the newest news, each for a
 * number of messages that grows with the logarithm of the cluster, and a few others in turn, so that what a message
 * lost is heard later. Members come and go with the view alone.
 */
final class GossipTable {
    private static final int NEWS_MAX = 12;
    private static final int OTHERS_MAX = 4;
    private static final int SENDS_PER_DOUBLING = 3;

    private final String self;
    private Map<String, GossipRow> rows = new TreeMap<>();
    private List<GossipRow> order = new ArrayList<>();
    private final List<GossipRow> news = new ArrayList<>();
    private int turn;

    GossipTable(String self, long start, String address) {
        this.self = self;
        rows.put(self, new GossipRow(self, start, address, 0));
    }

    void viewed(long now, View view) {
        Map<String, GossipRow> newRows = new TreeMap<>();
        newRows.put(self, own());
        for (Member member : view.members()) {
            if (member.state() != MemberState.REMOVED && !member.id().equals(self)) {
                GossipRow row = rows.get(member.id());
                if (row == null || row.start != member.incarnation()) {
                    row = new GossipRow(member.id(), member.incarnation(), member.address(), now);
                }
                row.address = member.address();
                row.counted = member.state() != MemberState.DOWN;
                newRows.put(row.id, row);
            }
        }
        rows = newRows;
        order = new ArrayList<>(newRows.values());
        news.removeIf(row -> newRows.get(row.id) != row);
    }

    private GossipRow own() {
        return Objects.requireNonNull(rows.get(self));
    }

    @Nullable
    GossipRow get(String id) {
        return rows.get(id);
    }

    /** Every member but this one, by id. */
    List<String> others() {
        return rows.keySet().stream().filter(id -> !id.equals(self)).toList();
    }

    /** The node spoke to this one itself; what it said of its view before counts no more. */
    void heard(long now, String id, long epoch) {
        GossipRow row = rows.get(id);
        if (row != null) {
            row.newsAt = now;
            row.epoch = epoch;
        }
    }

    /** Of the views of all members, by what each said last of its own. */
    long newestEpoch() {
        return rows.values().stream().mapToLong(row -> row.epoch).max().orElse(0);
    }

    /**
     * Who has a newer view than this epoch and is to be asked for it: nobody twice while another one has not been asked,
     * so that a member that promises too much is passed over; of those the one with the newest. Null for nobody.
     */
    @Nullable
    GossipRow fetchNext(long now, long epoch, Predicate<String> isConnected) {
        GossipRow next = rows.values().stream()
                .filter(row -> row.epoch > epoch && isConnected.test(row.id))
                .min(Comparator.comparingLong((GossipRow row) -> row.fetchedAt)
                        .thenComparing(row -> row.epoch, Comparator.reverseOrder()))
                .orElse(null);
        if (next != null) {
            next.fetchedAt = now;
        }
        return next;
    }

    void take(long now, GossipEntry entry) {
        GossipRow row = rows.get(entry.id());
        if (row == null || row.start != entry.start()) {
            return;
        }
        if (entry.id().equals(self)) {
            contradict(now, entry);
        } else if (row.take(entry.suspectedBy(rows::containsKey))) {
            isNews(now, row);
        }
    }

    /** Only its subject can end a suspicion, and it is the first to want to. */
    private void contradict(long now, GossipEntry entry) {
        boolean answerable = entry.inc() < GossipEntry.INC_MAX;
        if (entry.isSuspect() && entry.inc() >= own().inc && answerable) {
            own().inc = entry.inc() + 1;
            isNews(now, own());
        }
    }

    /** This node could not reach it, directly or through others. */
    void suspect(long now, GossipRow row) {
        row.mine = true;
        if (row.suspectedBy(self)) {
            isNews(now, row);
        }
    }

    private void isNews(long now, GossipRow row) {
        row.newsAt = now;
        row.sends = SENDS_PER_DOUBLING * (32 - Integer.numberOfLeadingZeros(rows.size()));
        if (!news.contains(row)) {
            news.add(row);
        }
    }

    /** What goes to a node: this one's own line, its own if it is suspected, news, and some others in turn. */
    List<GossipEntry> linesFor(String to) {
        List<GossipRow> chosen = new ArrayList<>();
        chosen.add(own());
        GossipRow receiver = rows.get(to);
        if (receiver != null && receiver.isSuspect()) {
            chosen.add(receiver);
        }
        news.sort(Comparator.comparingInt((GossipRow row) -> row.sends).reversed());
        for (GossipRow row : news.subList(0, Math.min(news.size(), NEWS_MAX))) {
            row.sends--;
            add(chosen, row);
        }
        news.removeIf(row -> row.sends <= 0);
        for (int i = 0; i < Math.min(OTHERS_MAX, order.size()); i++) {
            turn = (turn + 1) % order.size();
            add(chosen, order.get(turn));
        }
        return chosen.stream().map(GossipRow::entry).toList();
    }

    private static void add(List<GossipRow> chosen, GossipRow row) {
        if (!chosen.contains(row)) {
            chosen.add(row);
        }
    }

    /** Who is suspected by this node itself, of those that the view counts on. */
    List<String> suspectedHere() {
        return rows.values().stream()
                .filter(row -> row.mine && row.isSuspect() && row.counted)
                .map(row -> row.id)
                .toList();
    }

    int suspected() {
        return (int) rows.values().stream().filter(GossipRow::isSuspect).count();
    }

    /** For people. */
    List<Item> items(long now) {
        return rows.values().stream().map(row -> row.item(now)).toList();
    }
}
