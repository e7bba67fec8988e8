package io.ringkv.coordinator.log;

import org.apache.ratis.conf.RaftProperties;
import org.apache.ratis.grpc.GrpcConfigKeys;
import org.apache.ratis.server.RaftServerConfigKeys;
import org.apache.ratis.util.SizeInBytes;
import org.apache.ratis.util.TimeDuration;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** How Ratis is set: small files, since metadata is small; a short log; and no stop by itself after a pause. */
final class RatisSettings {
    private static final int SNAPSHOTS_KEPT = 2;
    private static final String SEGMENT_BYTES_MAX = "1MB";
    private static final String PREALLOCATED_BYTES = "64KB";

    private RatisSettings() {}

    static RaftProperties of(Path directory, String host, int port, int snapshotEntries) {
        RaftProperties properties = new RaftProperties();
        RaftServerConfigKeys.setStorageDir(properties, List.of(directory.toFile()));
        GrpcConfigKeys.Server.setHost(properties, host);
        GrpcConfigKeys.Server.setPort(properties, port);
        RaftServerConfigKeys.Snapshot.setAutoTriggerEnabled(properties, true);
        RaftServerConfigKeys.Snapshot.setAutoTriggerThreshold(properties, snapshotEntries);
        RaftServerConfigKeys.Snapshot.setRetentionFileNum(properties, SNAPSHOTS_KEPT);
        RaftServerConfigKeys.Snapshot.setTriggerWhenStopEnabled(properties, false);
        RaftServerConfigKeys.Log.setPurgeUptoSnapshotIndex(properties, true);
        RaftServerConfigKeys.Log.setPurgeGap(properties, snapshotEntries);
        RaftServerConfigKeys.Log.setSegmentSizeMax(
                properties, SizeInBytes.valueOf(SEGMENT_BYTES_MAX));
        RaftServerConfigKeys.Log.setPreallocatedSize(
                properties, SizeInBytes.valueOf(PREALLOCATED_BYTES));
        RaftServerConfigKeys.setCloseThreshold(properties, TimeDuration.valueOf(1, TimeUnit.DAYS));
        return properties;
    }
}
