package io.ringkv.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** User and system seconds of processes, from Linux's /proc. */
final class CpuTime {
    private static final double TICKS_PER_SECOND = 100;

    private CpuTime() {}

    static double seconds(List<Long> pids) throws IOException {
        double ticks = 0;
        for (long pid : pids) {
            String stat = Files.readString(Path.of("/proc", Long.toString(pid), "stat"));
            String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
            ticks += Long.parseLong(fields[11]) + Long.parseLong(fields[12]);
        }
        return ticks / TICKS_PER_SECOND;
    }
}
