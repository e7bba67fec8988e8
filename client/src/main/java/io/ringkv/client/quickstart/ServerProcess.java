package io.ringkv.client.quickstart;

import io.ringkv.client.core.HostAndPort;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.Reader;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import java.util.Properties;

/**
 * One server that was started in the background, as its record in {@code DIR/<name>/process} names it: process id and
 * start time together, so that a stranger who got the id later is never taken for it.
 */
record ServerProcess(String name, int port, long pid, long startedMs) {
    static final String HOST = "127.0.0.1";
    /** Of a process with both roles, as it is unless told otherwise. */
    static final int COORDINATOR_PORT_BEHIND = 100;

    private static final long CLOCK_ERROR_MS = 2_000;

    /** One whose record was removed, as far as the others tell. */
    static ServerProcess lost(String name, int port) {
        return new ServerProcess(name, port, 0, 0);
    }

    /** Nodes are called n1, n2 and so on, and those with both roles s1, s2; whatever else there is coordinates. */
    boolean isNode() {
        return name.matches("[ns][0-9]+");
    }

    boolean coordinates() {
        return !name.matches("n[0-9]+");
    }

    boolean hasBothRoles() {
        return isNode() && coordinates();
    }

    /** Where the coordinator in it answers. */
    HostAndPort coordinator() {
        return new HostAndPort(HOST, hasBothRoles() ? port + COORDINATOR_PORT_BEHIND : port);
    }

    HostAndPort address() {
        return new HostAndPort(HOST, port);
    }

    static Path file(Path dir, String name) {
        return dir.resolve(name).resolve("process");
    }

    /** Null when there is no record, or one that cannot be read. */
    static @Nullable ServerProcess read(Path dir, String name) throws IOException {
        Path file = file(dir, name);
        if (!Files.exists(file)) {
            return null;
        }
        Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(file)) {
            properties.load(reader);
            return new ServerProcess(
                    name,
                    Integer.parseInt(properties.getProperty("port", "")),
                    Long.parseLong(properties.getProperty("pid", "")),
                    Long.parseLong(properties.getProperty("started", "")));
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    void write(Path dir) throws IOException {
        Properties properties = new Properties();
        properties.setProperty("port", Integer.toString(port));
        properties.setProperty("pid", Long.toString(pid));
        properties.setProperty("started", Long.toString(startedMs));
        try (Writer writer = Files.newBufferedWriter(file(dir, name))) {
            properties.store(writer, null);
        }
    }

    /** The process, if it still runs and is the one that was started. */
    Optional<ProcessHandle> handle() {
        return (pid > 0 ? ProcessHandle.of(pid) : Optional.<ProcessHandle>empty())
                .filter(ProcessHandle::isAlive)
                .filter(this::isTheSame)
                .filter(process -> !isZombie(process));
    }

    /**
     * Ended, and not yet noticed by its parent, which may take seconds in a container: Java calls that alive. Only Linux
     * tells.
     */
    private static boolean isZombie(ProcessHandle process) {
        try {
            String stat = Files.readString(Path.of("/proc", Long.toString(process.pid()), "stat"));
            return stat.startsWith("Z", stat.lastIndexOf(')') + 2);
        } catch (IOException notTold) {
            return false;
        }
    }

    private boolean isTheSame(ProcessHandle process) {
        return process.info()
                .startInstant()
                .map(Instant::toEpochMilli)
                .map(started -> Math.abs(started - startedMs) < CLOCK_ERROR_MS)
                .orElse(false);
    }

    boolean runs() {
        return handle().isPresent();
    }
}
