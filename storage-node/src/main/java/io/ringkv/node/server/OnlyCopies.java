package io.ringkv.node.server;

import io.ringkv.node.port.StoreException;
import io.ringkv.node.store.DataDirectory;
import io.ringkv.node.store.SavedView;
import io.ringkv.protocol.view.SlotSet;
import io.ringkv.protocol.view.View;
import io.ringkv.protocol.view.ViewCodec;
import io.ringkv.protocol.view.Voter;

import java.util.BitSet;
import java.util.List;
import java.util.Optional;

/** Slots that no other disk holds, as the last view says: a store with such slots is never put aside by itself. */
final class OnlyCopies {
    private OnlyCopies() {}

    static SlotSet of(DataDirectory directory) {
        Optional<SavedView> saved = directory.savedView();
        View view = saved.isEmpty() ? View.none() : ViewCodec.decode(saved.get().bytes());
        List<Voter> onlyHere = List.of(new Voter(directory.nodeId(), directory.dataId()));
        BitSet slots = new BitSet(SlotSet.SLOTS);
        for (View.Share share : view.shares()) {
            if (share.assignment().voters().equals(onlyHere)) {
                share.slots().addTo(slots);
            }
        }
        return SlotSet.of(slots);
    }

    static StoreException refusal(DataDirectory directory, SlotSet slots, StoreException why) {
        return new StoreException(
                why.kind(),
                why.getMessage() + "; it is the only copy of the slots " + slots
                        + " and stays where it is. To salvage what can be read, copy "
                        + directory.storePath()
                        + " elsewhere, run RocksDB's 'ldb repair --db=" + directory.storePath()
                        + "' and start the node again, or put a backup back; to give these slots up,"
                        + " move the whole data directory away",
                why);
    }
}
