package io.ringkv.hashing;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * The circle of 2^64 positions, and who stands where on it. Node {@code n} puts virtual node {@code i}, from 0, at the
 * first 8 bytes, big-endian and unsigned, of SHA-256("n:virtual:i"); slot {@code s} stands at {@code s << 50}.
 *
 * <p>It knows the order of nodes seen from a slot and nothing about load: that is {@link Placement}'s. Members are
 * held in the order of their ids, and a member's index in that order stands for it inside this package.
 */
public final class Ring {
    private static final int SLOT_SHIFT = 64 - Integer.numberOfTrailingZeros(Slots.COUNT);

    private final List<RingMember> members;
    private final long[] tokens;
    private final int[] owners;
    private final int[] ordinals;

    private Ring(List<RingMember> members, List<Point> points) {
        this.members = members;
        tokens = new long[points.size()];
        owners = new int[points.size()];
        ordinals = new int[points.size()];
        for (int i = 0; i < tokens.length; i++) {
            Point point = points.get(i);
            tokens[i] = point.token;
            owners[i] = point.owner;
            ordinals[i] = point.ordinal;
        }
    }

    /**
     * Builds the circle of these members, in any order.
     *
     * @throws IllegalArgumentException when two of them have the same id
     */
    public static Ring of(List<RingMember> members, RingSettings settings) {
        List<RingMember> sorted = sorted(members);
        List<Point> points = new ArrayList<>();
        MessageDigest sha256 = sha256();
        for (int owner = 0; owner < sorted.size(); owner++) {
            RingMember member = sorted.get(owner);
            int count = Math.multiplyExact(member.weight(), settings.virtualNodesPerWeight());
            for (int i = 0; i < count; i++) {
                points.add(new Point(token(sha256, member.id(), i), owner, i));
            }
        }
        points.sort(Point.CLOCKWISE);
        return new Ring(sorted, points);
    }

    /** The position of virtual node {@code i} of node {@code id}, to be read as unsigned. */
    public static long token(String id, int i) {
        return token(sha256(), id, i);
    }

    /** The members, ordered by id. */
    public List<RingMember> members() {
        return members;
    }

    /** All nodes in the order in which they are met clockwise from a slot, each at the first of its virtual nodes. */
    public List<VirtualNode> walk(int slot) {
        List<VirtualNode> met = new ArrayList<>(members.size());
        Walk walk = new Walk();
        walk.from(slot);
        while (walk.next() >= 0) {
            int at = walk.at();
            met.add(new VirtualNode(members.get(owners[at]).id(), ordinals[at], tokens[at]));
        }
        return List.copyOf(met);
    }

    static long positionOf(int slot) {
        return (long) Slots.check(slot) << SLOT_SHIFT;
    }

    /** A virtual node as it is met on the circle; {@code token} is unsigned. */
    public record VirtualNode(String node, int index, long token) {}

    /**
     * A clockwise walk that meets every member once. One walk serves many slots, so that a whole placement allocates
     * one of them; it is no part of the ring's own state.
     */
    final class Walk {
        private final int[] metIn = new int[members.size()];
        private int round;
        private int start;
        private int step;
        private int met;

        void from(int slot) {
            round++;
            start = firstFrom(positionOf(slot));
            step = 0;
            met = 0;
        }

        /** The index of the next member not met yet, or -1 when all have been met. */
        int next() {
            while (met < metIn.length) {
                step++;
                int owner = owners[at()];
                if (metIn[owner] != round) {
                    metIn[owner] = round;
                    met++;
                    return owner;
                }
            }
            return -1;
        }

        private int at() {
            return (start + step - 1) % tokens.length;
        }
    }

    private int firstFrom(long position) {
        int low = 0;
        int high = tokens.length;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (Long.compareUnsigned(tokens[middle], position) < 0) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    private static List<RingMember> sorted(List<RingMember> members) {
        List<RingMember> sorted = new ArrayList<>(members);
        sorted.sort(Comparator.comparing(RingMember::id));
        for (int i = 1; i < sorted.size(); i++) {
            if (sorted.get(i).id().equals(sorted.get(i - 1).id())) {
                throw new IllegalArgumentException(
                        "two ring members are called " + sorted.get(i).id());
            }
        }
        return List.copyOf(sorted);
    }

    private static long token(MessageDigest sha256, String id, int i) {
        byte[] hash = sha256.digest((id + ":virtual:" + i).getBytes(StandardCharsets.UTF_8));
        return ByteBuffer.wrap(hash).getLong();
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /** Equal tokens, possible though unlikely, fall to the smaller id. */
    private record Point(long token, int owner, int ordinal) {
        static final Comparator<Point> CLOCKWISE = (a, b) -> {
            int byToken = Long.compareUnsigned(a.token, b.token);
            if (byToken != 0) {
                return byToken;
            }
            return a.owner != b.owner
                    ? Integer.compare(a.owner, b.owner)
                    : Integer.compare(a.ordinal, b.ordinal);
        };
    }
}
