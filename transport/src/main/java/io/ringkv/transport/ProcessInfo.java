package io.ringkv.transport;

import io.ringkv.protocol.Item;
import io.ringkv.protocol.Reply;
import io.ringkv.transport.process.Version;

import java.lang.management.ManagementFactory;
import java.util.List;

/**
 * {@code INFO process}: what every process can say about the surroundings that it runs in, whatever it is. Whoever
 * compares processes finds skewed clocks and mixed versions here.
 */
final class ProcessInfo {
    static final String SECTION = "process";

    private ProcessInfo() {}

    static Reply reply() {
        Runtime runtime = Runtime.getRuntime();
        return Reply.ok()
                .withItems(List.of(
                        Item.of("version", Version.number()),
                        Item.of("jvm", property("java.vendor") + " " + Runtime.version()),
                        Item.of("os", property("os.name") + " " + property("os.arch")),
                        Item.of("pid", Long.toString(ProcessHandle.current().pid())),
                        Item.of("clock", Long.toString(System.currentTimeMillis())),
                        Item.of(
                                "uptime",
                                ManagementFactory.getRuntimeMXBean().getUptime() / 1000 + "s"),
                        Item.of("processors", Integer.toString(runtime.availableProcessors())),
                        Item.of("heap-max", Long.toString(runtime.maxMemory())),
                        Item.of("files-max", Long.toString(filesMax()))))
                .with("section", SECTION);
    }

    private static String property(String name) {
        return System.getProperty(name, "unknown");
    }

    /** How many files and sockets it may have open; -1 where the system does not say. */
    private static long filesMax() {
        return ManagementFactory.getOperatingSystemMXBean()
                        instanceof com.sun.management.UnixOperatingSystemMXBean unix
                ? unix.getMaxFileDescriptorCount()
                : -1;
    }
}
