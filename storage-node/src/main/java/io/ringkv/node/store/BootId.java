package io.ringkv.node.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Which start of the machine this is. What a process had handed to the operating system survives the end of the
 * process, but not that of the machine.
 */
final class BootId {

    /** Where the machine does not tell. It never equals another start's, so that doubt wins. */
    static final String UNKNOWN = "unknown";

    private static final Path LINUX = Path.of("/proc/sys/kernel/random/boot_id");

    private BootId() {}

    static String current() {
        try {
            String id = Files.readString(LINUX).strip();
            return id.isEmpty() ? UNKNOWN : id;
        } catch (IOException e) {
            return UNKNOWN;
        }
    }

    static boolean same(String one, String other) {
        return one.equals(other) && !one.equals(UNKNOWN);
    }
}
