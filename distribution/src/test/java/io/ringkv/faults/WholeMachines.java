package io.ringkv.faults;

import io.ringkv.process.PowerStrip;
import io.ringkv.process.RealCluster;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A machine for each process, with a network and a disk of its own: either may fail while the other works. */
record WholeMachines(Network network, PowerStrip power) implements RealCluster.Machines {
    @Override
    public void prepare(Path dir, List<String> processes) throws IOException {
        Tools.demand("mkfs.xfs", "xfs_io", "losetup", "fallocate", "mount", "umount");
        power.prepare(dir, processes);
        network.prepare(dir, processes);
    }

    @Override
    public List<String> launcher(String process) {
        List<String> words = new ArrayList<>(network.launcher(process));
        words.addAll(power.launcher(process));
        return words;
    }

    @Override
    public String host(String process) {
        return network.host(process);
    }

    @Override
    public void close() {
        try {
            network.close();
        } finally {
            power.close();
        }
    }
}
