package io.ringkv.client.quickstart;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Servers that run in a directory's places, as their command lines say: where a record is gone, or names a process that
 * has ended, another one may still have the data. Only Linux tells.
 */
final class RunningServers {
    private RunningServers() {}

    /** By name. */
    static Map<String, ServerProcess> in(Path dir) {
        Map<String, ServerProcess> running = new HashMap<>();
        Path home = dir.toAbsolutePath().normalize();
        ProcessHandle.allProcesses().forEach(process -> {
            List<String> words = commandLine(process);
            String name = nameIn(home, option(words, "--data-dir"));
            if (!name.isEmpty()) {
                running.put(name, found(name, option(words, "--port"), process));
            }
        });
        return running;
    }

    /**
     * Of the server whose data is there.
     *
     * @param dataDir the word of any process, and so perhaps nothing that is a path here
     * @return empty for data that is elsewhere
     */
    static String nameIn(Path home, String dataDir) {
        Path data;
        try {
            data = Path.of(dataDir).normalize();
        } catch (InvalidPathException strange) {
            return "";
        }
        boolean isOurs = data.startsWith(home)
                && data.getNameCount() == home.getNameCount() + 2
                && data.endsWith(Launcher.DATA);
        return isOurs ? data.getName(home.getNameCount()).toString() : "";
    }

    private static ServerProcess found(String name, String port, ProcessHandle process) {
        long started = process.info().startInstant().orElseGet(Instant::now).toEpochMilli();
        boolean isPort = port.matches("[0-9]{1,5}");
        return new ServerProcess(name, isPort ? Integer.parseInt(port) : 0, process.pid(), started);
    }

    /** What Java itself tells of a command line ends at a page, which a long class path fills. */
    private static List<String> commandLine(ProcessHandle process) {
        try {
            Path file = Path.of("/proc", Long.toString(process.pid()), "cmdline");
            return List.of(
                    new String(Files.readAllBytes(file), Charset.defaultCharset()).split("\0", -1));
        } catch (IOException notTold) {
            return List.of();
        }
    }

    /** The word behind this one; empty for none. */
    private static String option(List<String> words, String name) {
        int at = words.indexOf(name);
        return at < 0 || at + 1 == words.size() ? "" : words.get(at + 1);
    }
}
