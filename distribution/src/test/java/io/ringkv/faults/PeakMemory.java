package io.ringkv.faults;

import io.ringkv.process.RealServer;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The most memory that a process has had at once. */
final class PeakMemory {
    private static final String LINE = "VmHWM:";

    private PeakMemory() {}

    static long megabytesOf(RealServer server) throws IOException {
        Path status = Path.of("/proc", Long.toString(server.process().pid()), "status");
        return Files.readAllLines(status).stream()
                .filter(line -> line.startsWith(LINE))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) >> 10)
                .findFirst()
                .orElseThrow();
    }
}
