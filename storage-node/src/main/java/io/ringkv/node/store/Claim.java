package io.ringkv.node.store;

import org.jspecify.annotations.Nullable;

/**
 * Who opens a data directory, and for what.
 *
 * @param nodeId null: the one that the directory has, or a new one
 * @param clusterId null: not known yet
 * @param everyWriteSynced each write will be synced before it is acknowledged
 * @param memory the rows will be in memory: every start is a new life
 */
public record Claim(
        @Nullable String nodeId,
        @Nullable String clusterId,
        boolean everyWriteSynced,
        boolean memory) {

    public Claim {
        checkWord("node id", nodeId);
        checkWord("cluster id", clusterId);
    }

    static void checkWord(String what, @Nullable String word) {
        if (word != null && !word.matches("[A-Za-z0-9._:-]{1,128}")) {
            throw new IllegalArgumentException(
                    "the " + what + " '" + word + "' must be 1 to 128 letters, digits and . _ : -");
        }
    }
}
