package io.ringkv.process;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** The files of one node's data directory, and the damage that may be done to them. */
public final class StoreFiles {
    /** A suffix of files: the log of what was written last, and tables of what was written before. */
    public static final String LOG = ".log";

    public static final String TABLE = ".sst";

    private static final int ONE_BIT = 0x10;

    private final Path data;

    public StoreFiles(RealCluster cluster, RealServer node) {
        data = cluster.dir().resolve(node.name());
    }

    /** What belongs to the node. */
    public Path data() {
        return data;
    }

    /** What is in it: the directory itself may be where a disk is mounted. */
    public List<Path> content() throws IOException {
        try (Stream<Path> files = Files.list(data)) {
            return files.toList();
        }
    }

    public Path store() {
        return data.resolve("store");
    }

    public Path largest(String suffix) throws IOException {
        try (Stream<Path> files = Files.list(store())) {
            return files.filter(file -> file.toString().endsWith(suffix))
                    .max(Comparator.comparingLong(file -> file.toFile().length()))
                    .orElseThrow();
        }
    }

    /** In place, and nothing else is written: the node may have the file open. */
    public static void flipABitInTheMiddle(Path file) throws IOException {
        try (RandomAccessFile bytes = new RandomAccessFile(file.toFile(), "rw")) {
            long middle = bytes.length() / 2;
            bytes.seek(middle);
            int was = bytes.readUnsignedByte();
            bytes.seek(middle);
            bytes.write(was ^ ONE_BIT);
        }
    }

    /** The stores that the node has put aside. */
    public List<Path> quarantined() throws IOException {
        Path quarantine = data.resolve("quarantine");
        if (!Files.exists(quarantine)) {
            return List.of();
        }
        try (Stream<Path> stores = Files.list(quarantine)) {
            return stores.toList();
        }
    }
}
