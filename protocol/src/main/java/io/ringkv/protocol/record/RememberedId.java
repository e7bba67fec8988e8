package io.ringkv.protocol.record;

/**
 * A request id in a row of its own, with the result that a repetition is answered with (rule I1): because the record
 * that carried it was overwritten, or because the request changed nothing and so had no record. Without the second
 * kind a delayed repetition could take effect after its client was told that there was nothing to do.
 *
 * @param version of the record that carried the id, or of the note that took its place in the slot's order
 */
public record RememberedId(RequestId id, Version version, RequestResult result) {
    /** Bytes of the row: id, version, kind. */
    public static final int BYTES = RequestId.BYTES + 17;

    /** The key of the row within its slot: the length of the user's key, that key, and the id. */
    public static byte[] rowKey(byte[] key, RequestId id) {
        byte[] rowKey = new byte[4 + key.length + RequestId.BYTES];
        Bytes.putInt(rowKey, 0, key.length);
        System.arraycopy(key, 0, rowKey, 4, key.length);
        Row.putRequestId(rowKey, 4 + key.length, id);
        return rowKey;
    }

    /** The user's key within a row key. */
    public static byte[] userKey(byte[] rowKey) {
        byte[] key = new byte[Bytes.getInt(rowKey, 0)];
        System.arraycopy(rowKey, 4, key, 0, key.length);
        return key;
    }

    /** Whether these bytes can be such a row under such a key; what was written always can. */
    public static boolean isRow(byte[] rowKey, byte[] row) {
        return row.length == BYTES
                && RequestResult.isKnown(row[BYTES - 1])
                && rowKey.length >= 4 + RequestId.BYTES
                && Bytes.getInt(rowKey, 0) == rowKey.length - 4 - RequestId.BYTES;
    }

    public byte[] encode() {
        byte[] row = new byte[BYTES];
        Row.putRequestId(row, 0, id);
        Bytes.putLong(row, RequestId.BYTES, version.term());
        Bytes.putLong(row, RequestId.BYTES + 8, version.sequence());
        row[BYTES - 1] = (byte) result.code();
        return row;
    }

    public static RememberedId decode(byte[] row) {
        if (row.length != BYTES) {
            throw new IllegalArgumentException(
                    "a request-id row of " + row.length + " bytes, not " + BYTES);
        }
        Version version = new Version(
                Bytes.getLong(row, RequestId.BYTES), Bytes.getLong(row, RequestId.BYTES + 8));
        return new RememberedId(
                Row.getRequestId(row, 0), version, RequestResult.of(row[BYTES - 1]));
    }
}
