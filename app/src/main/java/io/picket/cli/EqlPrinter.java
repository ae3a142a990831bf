package io.picket.cli;

import io.picket.detect.EqlAnswer;
import io.picket.pipeline.EqlFiles;
import io.picket.pipeline.EqlFiles.Found;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Writes what an EQL query found: events, or sequences as numbered groups with their keys. */
final class EqlPrinter {

    private final EqlFiles.Outcome outcome;
    private final PrintWriter out;

    EqlPrinter(EqlFiles.Outcome outcome, PrintWriter out) {
        this.outcome = outcome;
        this.out = out;
    }

    void print(OutputFormat format) {
        switch (format) {
            case JSON -> out.println(Json.pretty(answer()));
            case NDJSON -> numbers().forEach(number -> out.println(Json.line(document(number))));
            case TABLE, CSV -> lines();
        }
    }

    private List<Long> numbers() {
        return switch (outcome.answer()) {
            case EqlAnswer.Events events -> events.events();
            case EqlAnswer.Sequences sequences ->
                sequences.sequences().stream()
                        .flatMap(joined -> joined.events().stream())
                        .filter(number -> number != EqlAnswer.MISSING)
                        .toList();
        };
    }

    private void lines() {
        switch (outcome.answer()) {
            case EqlAnswer.Events events -> events.events().forEach(number -> out.println(line(number)));
            case EqlAnswer.Sequences sequences -> {
                int group = 0;
                for (EqlAnswer.Joined joined : sequences.sequences()) {
                    out.println(++group + "  " + Shown.line(String.valueOf(joined.keys())));
                    joined.events().forEach(number -> out.println("   " + line(number)));
                }
            }
        }
    }

    private String line(long number) {
        Found found = outcome.documents().get(number);
        return found == null ? "(no such event)" : EventLine.of(found.index(), found.document());
    }

    private Map<String, Object> document(long number) {
        Found found = outcome.documents().get(number);
        return found == null ? Map.of() : found.document();
    }

    private Map<String, Object> answer() {
        Map<String, Object> inner = new LinkedHashMap<>();
        switch (outcome.answer()) {
            case EqlAnswer.Events events -> {
                inner.put("total", total(events.events().size()));
                inner.put("events", events.events().stream().map(this::hit).toList());
            }
            case EqlAnswer.Sequences sequences -> {
                List<Object> groups = new ArrayList<>();
                for (EqlAnswer.Joined joined : sequences.sequences()) {
                    Map<String, Object> group = new LinkedHashMap<>();
                    if (!joined.keys().isEmpty()) {
                        group.put("join_keys", joined.keys());
                    }
                    group.put("events", joined.events().stream().map(this::hit).toList());
                    groups.add(group);
                }
                inner.put("total", total(groups.size()));
                inner.put("sequences", groups);
            }
        }
        return QueryCommand.answer(inner);
    }

    private static Map<String, Object> total(int count) {
        Map<String, Object> total = new LinkedHashMap<>();
        total.put("value", count);
        total.put("relation", "eq");
        return total;
    }

    private Map<String, Object> hit(long number) {
        Map<String, Object> hit = new LinkedHashMap<>();
        Found found = outcome.documents().get(number);
        hit.put("_index", found == null ? "" : found.index());
        hit.put("_id", found == null ? "" : found.id());
        hit.put("_source", found == null ? Map.of() : found.document());
        if (number == EqlAnswer.MISSING) {
            hit.put("missing", true);
        }
        return hit;
    }
}
