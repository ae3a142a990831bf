package io.picket.alert;

import io.picket.condition.DateText;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Evidence of joined events: each of them in a few words, in their order, and over which time. */
final class SequenceEvidence {

    private static final int SAID_MAX = 5;
    private static final int WORD_CHARS_MAX = 60;

    /** Of each line the first field that an event has. */
    private static final List<List<String>> TELLING = List.of(
            List.of("event.action", "event.category", "event.code"),
            List.of("process.name", "process.executable"),
            List.of("file.name", "file.path", "registry.path", "dns.question.name", "destination.ip", "user.name"));

    private SequenceEvidence() {}

    /** @param sources the documents laid flat */
    static Map<String, Object> of(List<SourceDocument> events, List<Map<String, Object>> sources) {
        List<Map<String, Object>> told = new ArrayList<>();
        List<String> words = new ArrayList<>();
        long first = Long.MAX_VALUE;
        long last = Long.MIN_VALUE;
        for (int i = 0; i < events.size(); i++) {
            Map<String, Object> event = new LinkedHashMap<>();
            String what = words(sources.get(i));
            event.put("id", events.get(i).id());
            event.put("index", events.get(i).index());
            String time = one(sources.get(i).get("@timestamp"));
            long millis = time == null ? DateText.NONE : DateText.millis(time);
            if (millis != DateText.NONE) {
                event.put("time", DateText.iso(millis));
                first = Math.min(first, millis);
                last = Math.max(last, millis);
            }
            event.put("what", what);
            told.add(event);
            words.add(what);
        }
        Map<String, Object> evidence = new LinkedHashMap<>();
        boolean timed = first <= last;
        evidence.put(
                ThresholdEvidence.PREFIX + "headline", said(words) + (timed ? ", " + Amounts.in(last - first) : ""));
        if (timed) {
            evidence.put(ThresholdEvidence.PREFIX + "first", DateText.iso(first));
            evidence.put(ThresholdEvidence.PREFIX + "last", DateText.iso(last));
            evidence.put(ThresholdEvidence.PREFIX + "duration_ms", last - first);
        }
        evidence.put(ThresholdEvidence.PREFIX + "events", (long) events.size());
        evidence.put(ThresholdEvidence.PREFIX + "joined", told);
        return evidence;
    }

    /** The events one after the other, equal neighbours once. */
    private static String said(List<String> words) {
        List<String> parts = new ArrayList<>();
        int from = 0;
        for (int at = 1; at <= words.size(); at++) {
            if (at == words.size() || !words.get(at).equals(words.get(from))) {
                parts.add(words.get(from) + (at - from > 1 ? " (" + (at - from) + " times)" : ""));
                from = at;
            }
        }
        int more = parts.size() - SAID_MAX;
        return String.join(" → ", more > 0 ? parts.subList(0, SAID_MAX) : parts)
                + (more > 0 ? " … and " + more + " more" : "");
    }

    private static String words(Map<String, Object> source) {
        List<String> words = new ArrayList<>();
        for (List<String> fields : TELLING) {
            for (String field : fields) {
                String value = one(source.get(field));
                if (value != null) {
                    words.add(value.length() <= WORD_CHARS_MAX ? value : value.substring(0, WORD_CHARS_MAX - 1) + "…");
                    break;
                }
            }
        }
        return words.isEmpty() ? "an event" : String.join(" ", words);
    }

    private static @Nullable String one(@Nullable Object value) {
        return switch (value) {
            case null -> null;
            case List<?> list when list.isEmpty() -> null;
            case List<?> list -> one(list.getFirst());
            default -> value.toString();
        };
    }
}
