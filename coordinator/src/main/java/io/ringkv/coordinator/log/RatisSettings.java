package io.ringkv.coordinator.log;

import org.apache.ratis.conf.RaftProperties;
import org.apache.ratis.grpc.GrpcConfigKeys;
import org.apache.ratis.server.RaftServerConfigKeys;
import org.apache.ratis.util.SizeInBytes;
import org.apache.ratis.util.TimeDuration;

import java.util.List;
import java.util.concurrent.TimeUnit;

/** How Ratis is set: small files, since metadata is small; a short log; and no stop by itself after a pause. */
final class RatisSettings {
    private static final int SNAPSHOTS_KEPT = 2;
    private static final String SEGMENT_BYTES_MAX = "1MB";
    private static final String PREALLOCATED_BYTES = "64KB";

    /** How often one that is away is tried: by default it is every five seconds after a while, and it waits for as long. */
    private static final String TRY_AGAIN = "10ms,10,300ms,1000000";

    private RatisSettings() {}

    static RaftProperties of(LogPlace place) {
        int snapshotEntries = place.snapshotEntries();
        RaftProperties properties = new RaftProperties();
        RaftServerConfigKeys.setStorageDir(properties, List.of(place.directory().toFile()));
        GrpcConfigKeys.Server.setHost(properties, place.bindHost());
        GrpcConfigKeys.Server.setPort(properties, place.self().logPort());
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
        RaftServerConfigKeys.Log.Appender.setRetryPolicy(properties, TRY_AGAIN);
        elections(properties, place.begins().size() == 1);
        RaftServerConfigKeys.setCloseThreshold(properties, TimeDuration.valueOf(1, TimeUnit.DAYS));
        return properties;
    }

    /**
     * A new leader is there well within 2 s of the death of the one before: it is missed after one timeout, and a second
     * one is for two that stood for election at once. One member that is alone elects itself, and need not wait for
     * others to speak first.
     */
    private static void elections(RaftProperties properties, boolean alone) {
        RaftServerConfigKeys.Rpc.setTimeoutMin(properties, millis(400));
        RaftServerConfigKeys.Rpc.setTimeoutMax(properties, millis(800));
        RaftServerConfigKeys.Rpc.setFirstElectionTimeoutMin(properties, millis(alone ? 20 : 200));
        RaftServerConfigKeys.Rpc.setFirstElectionTimeoutMax(properties, millis(alone ? 40 : 600));
        RaftServerConfigKeys.Rpc.setRequestTimeout(properties, millis(1_000));
    }

    private static TimeDuration millis(long count) {
        return TimeDuration.valueOf(count, TimeUnit.MILLISECONDS);
    }
}
