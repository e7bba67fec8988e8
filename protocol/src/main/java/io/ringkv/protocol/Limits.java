package io.ringkv.protocol;

/**
 * What a connection may make the other side hold, in bytes and in counts. {@code HELLO} advertises them; the codec
 * enforces them before it takes memory, the transport enforces the two about pipelines.
 *
 * @param lineBytesMax one line without its end
 * @param keyBytesMax one key, typed or in a block
 * @param valueBytesMax one value; more, up to the ceiling, is read, dropped and answered TOO_LARGE
 * @param argumentsMax arguments of one request
 * @param pipelineRequestsMax requests of one connection that are not answered yet
 * @param pipelineBytesMax their keys and values together
 */
public record Limits(
        int lineBytesMax,
        int keyBytesMax,
        int valueBytesMax,
        int argumentsMax,
        int pipelineRequestsMax,
        int pipelineBytesMax) {
    /** The largest value that an operator may allow; a longer announcement closes the connection. */
    public static final int VALUE_BYTES_CEILING = 64 << 20;

    public static final Limits DEFAULT = new Limits(8 << 10, 1 << 10, 1 << 20, 1024, 1024, 8 << 20);

    private static final int BLOCK_BYTES_CEILING = 1 << 30;

    public Limits {
        require(lineBytesMax, Integer.MAX_VALUE >> 4, "lineBytesMax");
        require(keyBytesMax, VALUE_BYTES_CEILING, "keyBytesMax");
        require(valueBytesMax, BLOCK_BYTES_CEILING, "valueBytesMax");
        require(argumentsMax, Integer.MAX_VALUE, "argumentsMax");
        require(pipelineRequestsMax, Integer.MAX_VALUE, "pipelineRequestsMax");
        require(pipelineBytesMax, Integer.MAX_VALUE, "pipelineBytesMax");
    }

    /** The same with another value limit: connections between nodes carry batches of records in one block. */
    public Limits withValueBytesMax(int bytes) {
        return new Limits(
                lineBytesMax,
                keyBytesMax,
                bytes,
                argumentsMax,
                pipelineRequestsMax,
                pipelineBytesMax);
    }

    /** Above this, an announced block is not even read: the connection closes. */
    public int blockBytesMax() {
        return Math.max(VALUE_BYTES_CEILING, valueBytesMax);
    }

    /** All lines and blocks of one reply together, so that a reply without end cannot fill a client's memory. */
    public long replyBytesMax() {
        return (long) valueBytesMax + pipelineBytesMax;
    }

    private static void require(int value, int max, String name) {
        if (value < 1 || value > max) {
            throw new IllegalArgumentException(name + " must be 1 to " + max + ", not " + value);
        }
    }
}
