package io.ringkv.node.store;

import org.rocksdb.RocksDB;
import org.rocksdb.util.Environment;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.JarURLConnection;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;

/**
 * RocksDB's native library, loaded once, when the first store opens. Left alone RocksDB unpacks its 17 MB into the
 * temporary directory at each start, and a killed process leaves them there; this keeps one copy, checked before use.
 */
final class RocksDbLibrary {

    /** RocksDB looks for one name in its jar and for another in a directory. */
    private static final String NAME_IN_JAR = "rocksdb";

    private static final String NAME_ON_DISK = "rocksdbjni";

    private static boolean loaded;

    private RocksDbLibrary() {}

    /** The directory keeps the copy; where it cannot, RocksDB's own way is taken. */
    static synchronized void load(Path directory) {
        if (loaded) {
            return;
        }
        if (!loadFrom(directory)) {
            RocksDB.loadLibrary();
        }
        loaded = true;
    }

    /** False where there is no copy, or where files may not be executed. */
    private static boolean loadFrom(Path directory) {
        try {
            if (unpack(directory)) {
                RocksDB.loadLibrary(List.of(directory.toAbsolutePath().toString()));
                return true;
            }
        } catch (UnsatisfiedLinkError e) {
            return false;
        }
        return false;
    }

    private static boolean unpack(Path directory) {
        String name = Environment.getJniLibraryFileName(NAME_IN_JAR);
        URL packed = RocksDB.class.getClassLoader().getResource(name);
        if (packed == null) {
            return false;
        }
        try {
            if (!(packed.openConnection() instanceof JarURLConnection jar)) {
                return false;
            }
            Path file = directory.resolve(Environment.getJniLibraryFileName(NAME_ON_DISK));
            long expected = jar.getJarEntry().getCrc();
            if (Files.exists(file) && checksum(file) == expected) {
                return true;
            }
            copy(jar, directory, file);
            return checksum(file) == expected;
        } catch (IOException e) {
            return false;
        }
    }

    /** By a rename, so that another process never loads half of it. */
    private static void copy(JarURLConnection jar, Path directory, Path file) throws IOException {
        Files.createDirectories(directory);
        Path part = Files.createTempFile(directory, "unpacking", null);
        try (InputStream in = jar.getInputStream()) {
            Files.copy(in, part, StandardCopyOption.REPLACE_EXISTING);
            Files.move(
                    part,
                    file,
                    StandardCopyOption.ATOMIC_MOVE,
                    StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(part);
        }
    }

    private static long checksum(Path file) throws IOException {
        CRC32 crc = new CRC32();
        try (InputStream in = new CheckedInputStream(Files.newInputStream(file), crc)) {
            in.transferTo(OutputStream.nullOutputStream());
        }
        return crc.getValue();
    }
}
