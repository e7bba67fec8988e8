package io.ringkv.node.store;

import io.ringkv.node.port.StoreException;
import io.ringkv.node.port.StoreException.Kind;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The directory store/ inside a data directory, with a file that says which life of the disk it belongs to: a store of
 * an earlier life, put back by hand, would vote with what it once knew.
 */
final class StoreFolder {

    private static final String OWNER = "DATA_ID";
    private static final String FIRST_FILE_OF_A_STORE = "CURRENT";

    private final Path directory;
    private final Path folder;
    private final Path quarantine;

    StoreFolder(Path directory) {
        this.directory = directory;
        this.folder = directory.resolve("store");
        this.quarantine = directory.resolve("quarantine");
    }

    Path path() {
        return folder;
    }

    /** Whether there is anything that a store could have left. */
    boolean isEmpty() {
        if (!Files.exists(folder)) {
            return true;
        }
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, this::isOfAStore)) {
            return !files.iterator().hasNext();
        } catch (IOException e) {
            throw StoreErrors.of("list the store's files", folder, e);
        }
    }

    void create(String dataId) {
        try {
            Files.createDirectories(folder);
            AtomicFile.write(folder.resolve(OWNER), dataId.getBytes(StandardCharsets.US_ASCII));
            AtomicFile.syncDirectory(directory);
        } catch (IOException e) {
            throw StoreErrors.of("create the store's directory", folder, e);
        }
    }

    void refuseAnotherLife(String dataId) {
        Path owner = folder.resolve(OWNER);
        try {
            String found = Files.exists(owner) ? Files.readString(owner) : "none";
            if (!found.equals(dataId)) {
                throw new StoreException(
                        Kind.CORRUPT,
                        folder + " belongs to another life of this disk (its data id is " + found
                                + ", the"
                                + " node's is " + dataId
                                + "): move it away, and the node copies its data"
                                + " from the others");
            }
        } catch (IOException e) {
            throw StoreErrors.of("read the store's data id", owner, e);
        }
    }

    /** Moves everything aside; deletes nothing. */
    Path moveToQuarantine(String dataId) {
        try {
            Files.createDirectories(quarantine);
            Path target = quarantine.resolve(dataId);
            for (int n = 2; Files.exists(target); n++) {
                target = quarantine.resolve(dataId + "-" + n);
            }
            Files.move(folder, target);
            AtomicFile.syncDirectory(quarantine);
            AtomicFile.syncDirectory(directory);
            return target;
        } catch (IOException e) {
            throw StoreErrors.of("move the store to quarantine", folder, e);
        }
    }

    private boolean isOfAStore(Path file) {
        String name = String.valueOf(file.getFileName());
        return name.equals(FIRST_FILE_OF_A_STORE)
                || name.equals(SyncMark.FILE)
                || name.endsWith(".sst")
                || name.endsWith(".log");
    }
}
