package io.ringkv.simulation;

import io.ringkv.node.port.RowCursor;
import io.ringkv.node.port.RowSpace;
import io.ringkv.protocol.view.Voter;

import java.util.HexFormat;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/** The disk of each storage node's machine, under its name: kept over restarts, replaced, copied and put back. */
final class SimDisks {
    /** Of a whole disk, its name included. */
    record DiskCopy(String dataId, SimDisk.Copy content) {}

    private final Map<String, SimDisk> disks = new TreeMap<>();
    private final Map<String, String> dataIds = new TreeMap<>();
    private int wiped;

    void add(SimHost node, SimDisk disk) {
        disks.put(node.name(), disk);
        dataIds.put(node.name(), "d" + disks.size());
    }

    SimDisk of(SimHost node) {
        return Objects.requireNonNull(disks.get(node.name()));
    }

    /** Empty before the machine has one. */
    String dataId(SimHost node) {
        return dataIds.getOrDefault(node.name(), "");
    }

    Voter voter(SimHost node) {
        return new Voter(node.name(), dataId(node));
    }

    /** What is on the disk of a node that does not run. */
    DiskCopy copy(SimHost node) {
        return new DiskCopy(dataId(node), of(node).copy());
    }

    /** Somebody puts an old copy of the disk back, which looks whole. */
    void restore(SimHost node, DiskCopy copy) {
        dataIds.put(node.name(), copy.dataId());
        of(node).restore(copy.content());
    }

    /** The disk is replaced by an empty one. */
    void wipe(SimHost node) {
        of(node).wipe();
        dataIds.put(node.name(), "w" + ++wiped);
    }

    /** It has a view: the cluster exists. */
    boolean carriesAView(SimHost node) {
        return of(node).viewEpoch() > 0;
    }

    /** What is on it, of one kind of rows, by slot and key. */
    Map<String, String> rows(SimHost node, RowSpace space) {
        Map<String, String> rows = new TreeMap<>();
        try (RowCursor cursor = of(node).store().scanAll(space)) {
            while (cursor.next()) {
                rows.put(
                        cursor.slot() + " " + HexFormat.of().formatHex(cursor.key()),
                        HexFormat.of().formatHex(cursor.row()));
            }
        }
        return rows;
    }
}
