package io.ringkv.coordinator.core;

import io.ringkv.protocol.Option;
import io.ringkv.protocol.Request;
import io.ringkv.protocol.view.SlotSet;
import io.ringkv.protocol.view.StoreDoubt;

import java.nio.charset.StandardCharsets;
import java.util.List;

/** Takes what a heartbeat says into a node's soft state. */
final class HeartbeatReader {
    private HeartbeatReader() {}

    static void read(Request heartbeat, Watch.Node node) {
        node.epoch = heartbeat.longOption(Option.EPOCH, 0);
        node.writes = heartbeat.longOption(Option.WRITES, 0);
        node.doubt = StoreDoubt.of(heartbeat.option(Option.STORE));
        node.bytes = heartbeat.longOption(Option.BYTES, 0);
        node.slots = (int) heartbeat.longOption(Option.COUNT, 0);
        node.sick = heartbeat.option(Option.SICK);
        String suspects = heartbeat.option(Option.SUSPECTS);
        node.suspects = suspects == null ? List.of() : List.of(suspects.split(",", -1));
        byte[] behind = heartbeat.value();
        node.behind =
                SlotSet.parse(behind == null ? "-" : new String(behind, StandardCharsets.US_ASCII));
    }
}
