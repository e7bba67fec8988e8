package io.ringkv.node.store;

import io.ringkv.node.port.StoreException;
import io.ringkv.node.port.StoreException.Kind;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/**
 * The file identity.properties: lines "name=value" for people to read, and in the last a checksum of those before it.
 * It is the first file that a data directory gets.
 */
final class IdentityFile {

    static final int FORMAT = 1;

    private static final String CHECKSUM = "checksum";

    private final Path file;

    IdentityFile(Path file) {
        this.file = file;
    }

    /** Synced on return. */
    void save(Identity identity) {
        AtomicFile.write(file, encode(identity).getBytes(StandardCharsets.UTF_8));
    }

    /** Null when there is none. */
    @Nullable
    Identity load() {
        try {
            return decode(Files.readString(file));
        } catch (NoSuchFileException e) {
            return null;
        } catch (IOException e) {
            throw StoreErrors.of("read the identity", file, e);
        }
    }

    private static String encode(Identity identity) {
        StringBuilder lines = new StringBuilder();
        line(lines, "format", FORMAT);
        line(lines, "cluster-id", identity.clusterId() == null ? "" : identity.clusterId());
        line(lines, "node-id", identity.nodeId());
        line(lines, "data-id", identity.life().dataId());
        line(lines, "doubtful", identity.life().doubtful());
        line(lines, "last-registered", identity.life().lastRegistered());
        line(lines, "boot-id", identity.lastUse().bootId());
        line(lines, "clean-stop", identity.lastUse().cleanStop());
        line(lines, "every-write-synced", identity.lastUse().everyWriteSynced());
        line(lines, CHECKSUM, checksum(lines.toString()));
        return lines.toString();
    }

    private Identity decode(String text) {
        Map<String, String> values = parse(text);
        // A newer format may have its checksum elsewhere: look at the number first.
        refuseNewerFormat(value(values, "format"));
        int checked = text.lastIndexOf(CHECKSUM + "=");
        if (checked < 0 || !checksum(text.substring(0, checked)).equals(values.get(CHECKSUM))) {
            throw new StoreException(
                    Kind.CORRUPT,
                    file
                            + " is damaged or was edited: whose data this is cannot be told; put the file back as"
                            + " it was, or move the whole directory away and let the node join as a new one");
        }
        String cluster = value(values, "cluster-id");
        return new Identity(
                cluster.isEmpty() ? null : cluster,
                value(values, "node-id"),
                new Identity.Life(
                        value(values, "data-id"),
                        flag(values, "doubtful"),
                        Long.parseLong(values.getOrDefault("last-registered", "0"))),
                new Identity.LastUse(
                        value(values, "boot-id"),
                        flag(values, "clean-stop"),
                        flag(values, "every-write-synced")));
    }

    private void refuseNewerFormat(String format) {
        if (format.matches("[1-9][0-9]{0,8}") && Integer.parseInt(format) > FORMAT) {
            throw new StoreException(
                    Kind.IO,
                    "the data directory " + file.getParent() + " has format " + format
                            + ", and this program knows formats up to " + FORMAT
                            + ": start the version that wrote it, or a later one");
        }
    }

    private static Map<String, String> parse(String text) {
        Map<String, String> values = new TreeMap<>();
        text.lines().forEach(line -> {
            int equals = line.indexOf('=');
            if (equals > 0) {
                values.put(line.substring(0, equals), line.substring(equals + 1));
            }
        });
        return values;
    }

    private static boolean flag(Map<String, String> values, String name) {
        return Boolean.parseBoolean(value(values, name));
    }

    private static String value(Map<String, String> values, String name) {
        return values.getOrDefault(name, "");
    }

    private static void line(StringBuilder lines, String name, Object value) {
        lines.append(name).append('=').append(value).append('\n');
    }

    private static String checksum(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return String.format("%08x", Checksums.of(bytes, bytes.length));
    }
}
