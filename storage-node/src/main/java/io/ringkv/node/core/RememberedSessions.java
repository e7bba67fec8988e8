package io.ringkv.node.core;

import io.ringkv.protocol.record.RequestId;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * The sessions of which a slot keeps request ids for their own sake: of each the id with the highest number, so that a
 * new request is told from a repeated one without a look at the disk. No id that is kept is missed here; one that is
 * gone may still seem to be there. Only the sessions that began last have a place: any id of those before them may be
 * kept.
 */
final class RememberedSessions {
    static final int SESSIONS_MAX = 16;

    private final List<RequestId> highest = new ArrayList<>(0);
    private long oldestMs = Long.MAX_VALUE;
    /** The sessions that have no place began at this time, or before it. */
    private long crowdedOutMs = -1;

    /** Not after the beginning of any session of which an id is kept. */
    long oldestMs() {
        return oldestMs;
    }

    /** False only where no row keeps this id. */
    boolean mayHave(RequestId id) {
        int place = placeOf(id);
        return place < highest.size()
                ? id.number() <= highest.get(place).number()
                : id.sessionCreatedMs() <= crowdedOutMs;
    }

    void add(RequestId id) {
        oldestMs = Math.min(oldestMs, id.sessionCreatedMs());
        int place = placeOf(id);
        if (place == highest.size()) {
            highest.add(id);
            crowdOutIfTooMany();
        } else if (id.number() > highest.get(place).number()) {
            highest.set(place, id);
        }
    }

    void clear() {
        highest.clear();
        oldestMs = Long.MAX_VALUE;
        crowdedOutMs = -1;
    }

    private int placeOf(RequestId id) {
        int place = 0;
        while (place < highest.size() && !id.isOfSession(highest.get(place))) {
            place++;
        }
        return place;
    }

    private void crowdOutIfTooMany() {
        if (highest.size() > SESSIONS_MAX) {
            RequestId first = highest.stream()
                    .min(Comparator.comparingLong(RequestId::sessionCreatedMs))
                    .orElseThrow();
            highest.remove(first);
            crowdedOutMs = Math.max(crowdedOutMs, first.sessionCreatedMs());
        }
    }
}
