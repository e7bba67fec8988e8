package io.ringkv.protocol.view;

import java.util.List;

/** A place in a slot's list: a node, and the life of its disk that counts. Text form {@code n1/d41c}. */
public record Voter(String node, String dataId) {
    public static Voter parse(String text) {
        int slash = text.indexOf('/');
        if (slash <= 0) {
            throw new IllegalArgumentException("not a voter: " + text);
        }
        return new Voter(text.substring(0, slash), text.substring(slash + 1));
    }

    /** The nodes of a list, in its order. */
    public static List<String> nodes(List<Voter> list) {
        return list.stream().map(Voter::node).toList();
    }

    /** Asked a few times for each of very many slots, of which most name the same object. */
    @Override
    public boolean equals(Object other) {
        return this == other
                || other instanceof Voter voter
                        && node.equals(voter.node)
                        && dataId.equals(voter.dataId);
    }

    @Override
    public int hashCode() {
        return node.hashCode() * 31 + dataId.hashCode();
    }

    @Override
    public String toString() {
        return node + "/" + dataId;
    }
}
