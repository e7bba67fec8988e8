package io.ringkv.protocol.actor;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What operators have been told a while ago: a state that lasts, or a few that take turns, are told once, and again
 * only when they had ceased in between. It remembers few texts, so that texts which are never the same take no memory.
 */
public final class SaidLately {
    static final int TEXTS_MAX = 16;
    static final long CEASED_NANOS = 10_000_000_000L;

    /** When each last came up; the one that did so longest ago stands first. */
    private final Map<String, Long> last = new LinkedHashMap<>();

    /** Whether to say it: it has not come up within the last ten seconds. Now it has. */
    public boolean isNews(long now, String text) {
        Long before = last.remove(text);
        last.put(text, now);
        if (last.size() > TEXTS_MAX) {
            Iterator<String> oldest = last.keySet().iterator();
            oldest.next();
            oldest.remove();
        }
        return before == null || now - before >= CEASED_NANOS;
    }

    /** What comes from now on belongs to another story. */
    public void forget() {
        last.clear();
    }
}
