package io.picket.rule;

import io.picket.condition.DateText;
import io.picket.rule.ExceptionEntry.Equal;
import io.picket.rule.ExceptionEntry.Exists;
import io.picket.rule.ExceptionEntry.InList;
import io.picket.rule.ExceptionEntry.Nested;
import io.picket.rule.ExceptionEntry.Wildcard;
import io.picket.text.Place;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads exception lists and items from their tables, the same for every file format. */
final class ExceptionReader {

    private static final List<String> TYPES = List.of("match", "match_any", "exists", "wildcard", "list", "nested");
    private static final Set<String> COMMON = Set.of(
            "_version",
            "created_at",
            "created_by",
            "description",
            "id",
            "list_id",
            "meta",
            "name",
            "namespace_type",
            "os_types",
            "tags",
            "tie_breaker_id",
            "type",
            "updated_at",
            "updated_by");

    private ExceptionReader() {}

    /** A list without its items. */
    static ExceptionList list(KeyReader keys, List<String> ruleIds) {
        keys.allow(RuleKeys.join(COMMON, Set.of("immutable", "version")));
        return new ExceptionList(
                keys.requiredText("list_id"),
                keys.text("name", ""),
                keys.text("type", "detection"),
                keys.text("namespace_type", "single"),
                ruleIds,
                List.of(),
                place(keys));
    }

    /** An item; null, with the reason noted, if it cannot be used. */
    static @Nullable ExceptionItem item(KeyReader keys, String listId) {
        keys.allow(RuleKeys.join(COMMON, Set.of("comments", "entries", "expire_time", "item_id")));
        ProblemList problems = keys.problems();
        int before = problems.errors();
        keys.required("entries");
        List<KeyReader> tables = keys.inners("entries");
        List<ExceptionEntry> entries = entries(tables, false);
        if (keys.has("entries") && tables.isEmpty()) {
            problems.error(
                    "EXC-001",
                    keys.valueSpan("entries"),
                    "An exception without entries would take out every event.",
                    "Add an entry.");
        }
        ExceptionItem item = new ExceptionItem(
                keys.text("item_id", ""),
                keys.text("list_id", listId),
                keys.text("name", ""),
                entries,
                keys.texts("os_types"),
                expires(keys),
                place(keys));
        return problems.errors() > before ? null : item;
    }

    private static Optional<Instant> expires(KeyReader keys) {
        Optional<String> text = Optional.of(keys.scalar("expire_time")).filter(given -> !given.isBlank());
        if (text.isEmpty()) {
            return Optional.empty();
        }
        long millis = DateText.millis(text.get());
        if (millis == DateText.NONE) {
            keys.problems()
                    .error(
                            "EXC-002",
                            keys.valueSpan("expire_time"),
                            "'expire_time' must be a time such as 2026-12-31T00:00:00Z, not '"
                                    + KeyReader.shortened(text.get()) + "'.",
                            "");
            return Optional.empty();
        }
        return Optional.of(Instant.ofEpochMilli(millis));
    }

    private static List<ExceptionEntry> entries(List<KeyReader> tables, boolean inner) {
        List<ExceptionEntry> entries = new ArrayList<>();
        for (KeyReader table : tables) {
            ExceptionEntry entry = entry(table, inner);
            if (entry != null) {
                entries.add(entry);
            }
        }
        return entries;
    }

    private static @Nullable ExceptionEntry entry(KeyReader keys, boolean inner) {
        keys.required("type");
        String type = keys.word("type", TYPES);
        String field = keys.requiredText("field");
        if (type == null) {
            return null;
        }
        if (type.equals("nested")) {
            return nested(keys, field, inner);
        }
        keys.required("operator");
        boolean included = !"excluded".equals(keys.word("operator", List.of("included", "excluded")));
        Place place = place(keys);
        return switch (type) {
            case "match" -> {
                allow(keys, "value");
                keys.required("value");
                yield new Equal(field, List.of(keys.scalar("value")), included, place);
            }
            case "match_any" -> {
                allow(keys, "value");
                keys.required("value");
                List<String> values = keys.scalars("value");
                if (keys.has("value") && values.isEmpty()) {
                    keys.problems().error("EXC-003", keys.valueSpan("value"), "'match_any' needs a value.", "");
                }
                yield new Equal(field, values, included, place);
            }
            case "wildcard" -> {
                allow(keys, "value");
                yield new Wildcard(field, keys.requiredText("value"), included, place);
            }
            case "list" -> inList(keys, field, included);
            default -> {
                allow(keys, "");
                yield new Exists(field, included, place);
            }
        };
    }

    private static @Nullable ExceptionEntry nested(KeyReader keys, String field, boolean inner) {
        keys.allow(Set.of("type", "field", "entries"));
        keys.required("entries");
        if (inner) {
            keys.problems()
                    .error("EXC-004", keys.span(), "A nested entry cannot hold another one.", "Name the inner path.");
            return null;
        }
        return new Nested(field, entries(keys.inners("entries"), true), place(keys));
    }

    private static @Nullable ExceptionEntry inList(KeyReader keys, String field, boolean included) {
        allow(keys, "list");
        keys.required("list");
        KeyReader list = keys.inner("list");
        if (list == null) {
            return null;
        }
        list.allow(Set.of("id", "type"));
        return new InList(field, list.requiredText("id"), list.text("type", "keyword"), included, place(keys));
    }

    private static void allow(KeyReader keys, String own) {
        keys.allow(Set.of("type", "field", "operator", "id", own.isEmpty() ? "type " : own));
    }

    private static Place place(KeyReader keys) {
        return keys.problems().source().place(keys.span());
    }
}
