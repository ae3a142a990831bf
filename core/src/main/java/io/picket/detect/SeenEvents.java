package io.picket.detect;

import io.picket.alert.SourceDocument;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.PriorityQueue;

/** Which events a detector has taken, by index and id, as long as the same event could still come again. */
final class SeenEvents {

    private static final int ENTRY_BYTES = 160;

    private record Seen(long primary, String key) {}

    private final long bytesMax;
    private final Map<String, Long> primaries = new HashMap<>();
    private final PriorityQueue<Seen> byPrimary =
            new PriorityQueue<>(Comparator.comparingLong(Seen::primary).thenComparing(Seen::key));
    private long bytes;

    SeenEvents(long bytesMax) {
        this.bytesMax = bytesMax;
    }

    /** Notes an event; false if it was noted before. */
    boolean add(SourceDocument document, long primary) {
        String key = document.key();
        if (primaries.putIfAbsent(key, primary) != null) {
            return false;
        }
        byPrimary.add(new Seen(primary, key));
        bytes += bytesOf(key);
        while (bytes > bytesMax) {
            forgetOldest();
        }
        return true;
    }

    /** Forgets one event. */
    void remove(SourceDocument document, long primary) {
        String key = document.key();
        if (primaries.remove(key) != null) {
            byPrimary.remove(new Seen(primary, key));
            bytes -= bytesOf(key);
        }
    }

    /** Forgets events with a primary time before this one. */
    void forget(long before) {
        while (!byPrimary.isEmpty() && byPrimary.element().primary() < before) {
            forgetOldest();
        }
    }

    private void forgetOldest() {
        Seen oldest = byPrimary.remove();
        primaries.remove(oldest.key());
        bytes -= bytesOf(oldest.key());
    }

    private static long bytesOf(String key) {
        return ENTRY_BYTES + 2L * key.length();
    }

    /** Memory taken, estimated. */
    long bytes() {
        return bytes;
    }

    void save(StateWriter out) {
        out.size(byPrimary.size());
        byPrimary.forEach(seen -> {
            out.number(seen.primary());
            out.text(seen.key());
        });
    }

    void load(StateReader in) {
        primaries.clear();
        byPrimary.clear();
        bytes = 0;
        for (int i = in.size(); i > 0; i--) {
            long primary = in.number();
            String key = in.text();
            primaries.put(key, primary);
            byPrimary.add(new Seen(primary, key));
            bytes += bytesOf(key);
        }
    }
}
