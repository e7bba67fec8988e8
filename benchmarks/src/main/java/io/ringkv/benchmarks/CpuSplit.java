package io.ringkv.benchmarks;

import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordedFrame;
import jdk.jfr.consumer.RecordedStackTrace;
import jdk.jfr.consumer.RecordedThread;
import jdk.jfr.consumer.RecordingFile;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;

/**
 * Splits what a node's loop did into store, core and transport, from recordings of the JDK's flight recorder. A sample
 * belongs to the part whose frame is nearest to its top; waiting for the network is left out.
 */
public final class CpuSplit {
    /** Whose code was running. */
    private enum Part {
        /** The store, its native code included. */
        STORE,
        /** Decisions, and the records and views that they are made on. */
        CORE,
        /** Netty, connections, turns, the codec, and the system calls that they make. */
        TRANSPORT
    }

    private CpuSplit() {}

    /** @param args recordings, one for each node */
    public static void main(String[] args) throws IOException {
        Map<Part, Integer> samples = new EnumMap<>(Part.class);
        for (String recording : args) {
            try (RecordingFile file = new RecordingFile(Path.of(recording))) {
                while (file.hasMoreEvents()) {
                    count(file.readEvent(), samples);
                }
            }
        }
        int all = samples.values().stream().mapToInt(Integer::intValue).sum();
        System.out.printf("samples of the nodes' loops: %d%n", all);
        samples.forEach((part, count) -> System.out.printf(
                "%-10s %5.1f %%%n", part.name().toLowerCase(Locale.ROOT), 100.0 * count / all));
    }

    private static void count(RecordedEvent event, Map<Part, Integer> samples) {
        String type = event.getEventType().getName();
        boolean isSample =
                type.equals("jdk.ExecutionSample") || type.equals("jdk.NativeMethodSample");
        RecordedStackTrace stack = event.getStackTrace();
        if (!isSample || stack == null || !isLoop(event.getThread("sampledThread"))) {
            return;
        }
        for (RecordedFrame frame : stack.getFrames()) {
            String owner = frame.getMethod().getType().getName();
            if (frame.getMethod().getName().startsWith("epollWait")) {
                return;
            }
            Part part = partOf(owner);
            if (part != null) {
                samples.merge(part, 1, Integer::sum);
                return;
            }
        }
    }

    private static boolean isLoop(@Nullable RecordedThread thread) {
        return thread != null
                && thread.getJavaName() != null
                && thread.getJavaName().startsWith("node");
    }

    private static @Nullable Part partOf(String owner) {
        if (owner.startsWith("org.rocksdb") || owner.startsWith("io.ringkv.node.store")) {
            return Part.STORE;
        }
        if (owner.startsWith("io.netty")
                || owner.startsWith("io.ringkv.transport")
                || owner.startsWith("io.ringkv.protocol.codec")) {
            return Part.TRANSPORT;
        }
        return owner.startsWith("io.ringkv") ? Part.CORE : null;
    }
}
