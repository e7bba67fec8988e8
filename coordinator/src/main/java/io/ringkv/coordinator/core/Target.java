package io.ringkv.coordinator.core;

import io.ringkv.hashing.RingMember;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Where data belongs from now on, and how it gets there: what operators and the cluster itself have decided. Lists of
 * slots follow it step by step ({@link Moves}).
 *
 * @param members whom the ring counts, by id
 * @param replicas copies of each slot, as far as there are nodes
 * @param leaving members whose data goes to others
 * @param bytesPerSecond how fast a node may send copies to new places, 0 for as fast as it can
 */
record Target(
        List<RingMember> members,
        int replicas,
        Map<String, Leaving> leaving,
        Mode mode,
        long bytesPerSecond) {
    /** What becomes of a member that holds nothing any more. */
    enum Leaving {
        /** It stays a member until somebody stops or removes it. */
        DRAINS,
        /** It is removed. */
        GOES
    }

    /** Whether data moves. */
    enum Mode {
        RUNNING,
        /** What has begun waits where it is. */
        PAUSED,
        /** What has begun is given up; lists stay as they are. */
        CANCELLED
    }

    /** Before the cluster has formed. */
    static final Target NONE = new Target(List.of(), 0, new TreeMap<>(), Mode.RUNNING, 0);

    Target {
        members = List.copyOf(members);
        leaving = Collections.unmodifiableMap(new TreeMap<>(leaving));
    }

    boolean counts(String id) {
        return members.stream().anyMatch(member -> member.id().equals(id));
    }

    Target withMembers(List<RingMember> counted) {
        return new Target(counted, replicas, leaving, mode, bytesPerSecond);
    }

    Target withReplicas(int copies) {
        return new Target(members, copies, leaving, mode, bytesPerSecond);
    }

    Target withMode(Mode newMode) {
        return new Target(members, replicas, leaving, newMode, bytesPerSecond);
    }

    Target withBytesPerSecond(long rate) {
        return new Target(members, replicas, leaving, mode, rate);
    }

    /** The ring counts the member no longer. */
    Target withLeaving(String id, Leaving how) {
        Map<String, Leaving> more = new TreeMap<>(leaving);
        more.put(id, how);
        List<RingMember> others = new ArrayList<>(members);
        others.removeIf(member -> member.id().equals(id));
        return new Target(others, replicas, more, mode, bytesPerSecond);
    }

    /** Whatever was decided about its leaving is over. */
    Target withoutLeaving(String id) {
        Map<String, Leaving> fewer = new TreeMap<>(leaving);
        fewer.remove(id);
        return new Target(members, replicas, fewer, mode, bytesPerSecond);
    }

    /** The words of a line of the log. */
    String encode() {
        StringBuilder text = new StringBuilder()
                .append(replicas)
                .append(' ')
                .append(mode)
                .append(' ')
                .append(bytesPerSecond);
        for (RingMember member : members) {
            text.append(" +").append(member.id()).append(' ').append(member.weight());
            text.append(" =").append(member.zone());
        }
        leaving.forEach((id, how) -> text.append(" -").append(id).append(' ').append(how));
        return text.toString();
    }

    /** Throws IllegalArgumentException when the rest of the line is no target. */
    static Target decode(RecordLine line) {
        int replicas = line.number();
        Mode mode = Mode.valueOf(line.word());
        long rate = line.longNumber();
        List<RingMember> members = new ArrayList<>();
        Map<String, Leaving> leaving = new TreeMap<>();
        while (line.hasMore()) {
            String word = line.word();
            if (word.startsWith("+")) {
                members.add(new RingMember(word.substring(1), line.number(), line.marked("=")));
            } else if (word.startsWith("-")) {
                leaving.put(word.substring(1), Leaving.valueOf(line.word()));
            } else {
                throw line.junk();
            }
        }
        return new Target(members, replicas, leaving, mode, rate);
    }
}
