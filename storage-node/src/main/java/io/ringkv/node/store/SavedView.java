package io.ringkv.node.store;

/** A view as bytes that the store does not read, and its epoch. */
public final class SavedView {

    private final long epoch;
    private final byte[] bytes;

    public SavedView(long epoch, byte[] bytes) {
        this.epoch = epoch;
        this.bytes = bytes.clone();
    }

    public long epoch() {
        return epoch;
    }

    public byte[] bytes() {
        return bytes.clone();
    }

    int size() {
        return bytes.length;
    }
}
