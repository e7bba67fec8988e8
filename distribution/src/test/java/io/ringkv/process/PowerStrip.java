package io.ringkv.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;

/**
 * A machine for each process, with a disk of its own: its power can be cut, and it starts again as machines do, with
 * another boot id.
 */
public final class PowerStrip implements RealCluster.Machines {
    /** Sparse. A twentieth of it is well above what a node keeps as ballast. */
    private static final int DISK_MEGABYTES = 2048;

    private final Map<String, DiskImage> disks = new TreeMap<>();
    private Path dir = Path.of("");

    @Override
    public void prepare(Path where, List<String> processes) {
        dir = where;
        // Shared, so that a disk that is taken away here is gone for every process.
        Tool.demand(dir, "mount", "--bind", dir.toString(), dir.toString());
        Tool.demand(dir, "mount", "--make-shared", dir.toString());
        for (String process : processes) {
            disks.put(process, DiskImage.at(where.resolve(process), DISK_MEGABYTES));
            drawBootId(process);
        }
    }

    /** The process sees this machine's boot id where the system has its own. */
    @Override
    public List<String> launcher(String process) {
        return List.of(
                "unshare",
                "--mount",
                "--propagation=slave",
                "sh",
                "-c",
                "mount --bind " + process + ".boot /proc/sys/kernel/random/boot_id && exec \"$@\"",
                "boot");
    }

    public DiskImage diskOf(RealServer server) {
        return disks.get(server.name());
    }

    /** All at the same moment, as far as any of them can tell. */
    public void cut(List<RealServer> servers) {
        servers.forEach(RealServer::pause);
        servers.forEach(server -> diskOf(server).cutPower());
        servers.forEach(RealServer::kill9);
        servers.forEach(server -> diskOf(server).unmount());
    }

    public void restore(List<RealServer> servers) {
        for (RealServer server : servers) {
            diskOf(server).mount();
            drawBootId(server.name());
            server.start();
        }
    }

    private void drawBootId(String process) {
        try {
            Files.writeString(dir.resolve(process + ".boot"), UUID.randomUUID() + "\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        try {
            disks.values().forEach(DiskImage::close);
        } finally {
            Tool.demand(dir.getParent(), "umount", "--recursive", dir.toString());
        }
    }
}
