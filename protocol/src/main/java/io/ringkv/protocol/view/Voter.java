package io.ringkv.protocol.view;

/** A place in a slot's list: a node, and the life of its disk that counts. Text form {@code n1/d41c}. */
public record Voter(String node, String dataId) {
    public static Voter parse(String text) {
        int slash = text.indexOf('/');
        if (slash <= 0) {
            throw new IllegalArgumentException("not a voter: " + text);
        }
        return new Voter(text.substring(0, slash), text.substring(slash + 1));
    }

    @Override
    public String toString() {
        return node + "/" + dataId;
    }
}
