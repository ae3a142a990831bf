package io.picket.rule;

import static io.picket.rule.CheckKind.UNKNOWN_FIELD;

import io.picket.condition.Case;
import io.picket.condition.FieldType;
import io.picket.condition.WildcardPattern;
import io.picket.kql.KqlTree.Word;
import io.picket.rule.CheckEqlText.Kind;
import io.picket.rule.CheckEqlText.Token;
import io.picket.rule.RuleBody.NewTermsBody;
import io.picket.text.Level;
import io.picket.text.Place;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Fields that no schema knows, wherever a rule names one. Names that look like a slip of a known one are warned of, the
 * others noted: integrations and users have fields of their own.
 */
final class CheckFields {

    /** Written by the engine into every alert, and by Elasticsearch into every document. */
    private static final List<String> ALWAYS_KNOWN = List.of("_", "kibana.", "signal.", "labels.", "Esql.");

    /** Fields that index templates add below another one. */
    private static final Set<String> SUB_FIELDS = Set.of("text", "keyword", "caseless", "wildcard");

    /** Patterns of field names in one query that are held against all known names. */
    private static final int PATTERNS_MAX = 50;

    /** Keys beside the query that name a field. */
    private static final List<String> FIELD_KEYS =
            List.of("event_category_override", "tiebreaker_field", "timestamp_field", "rule_name_override");

    private CheckFields() {}

    static void look(CheckSubject subject, CheckFindings out) {
        Map<String, Place> named = new LinkedHashMap<>();
        subject.tree().ifPresent(tree -> {
            List<Word> words = new ArrayList<>();
            CheckKql.fields(tree, words);
            Set<String> patterns = new HashSet<>();
            for (Word word : words) {
                if (!word.wildcard()) {
                    named.computeIfAbsent(word.text(), name -> subject.inQuery(word.span()));
                } else if (patterns.size() < PATTERNS_MAX && patterns.add(word.text())) {
                    pattern(word, subject, out);
                }
            }
        });
        eqlFields(subject, named);
        subject.threshold().ifPresent(threshold -> {
            keyed(threshold.fields(), "threshold.field", subject, named);
            threshold
                    .cardinality()
                    .ifPresent(c -> keyed(List.of(c.field()), "threshold.cardinality.field", subject, named));
        });
        if (subject.rule().body() instanceof NewTermsBody newTerms) {
            keyed(newTerms.fields(), "new_terms.value", subject, named);
        }
        subject.rule()
                .suppression()
                .ifPresent(suppression -> keyed(suppression.groupBy(), "alert_suppression.group_by", subject, named));
        subject.rule()
                .timestampOverride()
                .ifPresent(field -> keyed(List.of(field), "timestamp_override", subject, named));
        for (String key : FIELD_KEYS) {
            subject.text(key)
                    .filter(field -> !field.isBlank())
                    .ifPresent(field -> keyed(List.of(field), key, subject, named));
        }
        named.forEach((name, place) -> unknown(name, place, subject, out));
    }

    private static void keyed(List<String> fields, String key, CheckSubject subject, Map<String, Place> named) {
        fields.forEach(
                field -> named.computeIfAbsent(field, name -> subject.keys().place(key, name)));
    }

    /** Dotted names that are not called as functions; {@code ?name} says that the field may be unknown. */
    private static void eqlFields(CheckSubject subject, Map<String, Place> named) {
        List<Token> tokens = subject.eql();
        for (int i = 0; i < tokens.size(); i++) {
            Token token = tokens.get(i);
            boolean optional = i > 0 && tokens.get(i - 1).isSign("?");
            boolean name = token.kind() == Kind.WORD
                    && token.text().indexOf('.') > 0
                    && !Character.isDigit(token.text().charAt(0));
            if (name && !optional) {
                named.computeIfAbsent(token.text(), text -> subject.inQuery(token.span()));
            }
        }
    }

    private static void unknown(String name, Place place, CheckSubject subject, CheckFindings out) {
        if (isKnown(name, subject)) {
            return;
        }
        Optional<String> nearest = subject.nearest().to(name);
        if (nearest.isEmpty() && !isTold(name, subject)) {
            return;
        }
        out.add(
                UNKNOWN_FIELD,
                nearest.isPresent() ? Level.WARNING : Level.NOTE,
                place,
                "No schema has a field %s.".formatted(name),
                nearest.map("Did you mean %s?"::formatted)
                        .orElse("Check its spelling; if it is your own, give its type with --mapping."));
    }

    /**
     * Whether an unknown name that is near no known one is worth a note: below the names that the Elastic Common Schema
     * settles in full, and where nothing at all is known. Integrations have more fields than any table.
     */
    private static boolean isTold(String name, CheckSubject subject) {
        int dot = name.indexOf('.');
        String root = dot < 0 ? name : name.substring(0, dot);
        return CheckFacts.isCommonRoot(root)
                ? !name.contains(".Ext.")
                : !subject.nearest().isRoot(root);
    }

    private static void pattern(Word word, CheckSubject subject, CheckFindings out) {
        WildcardPattern pattern = WildcardPattern.stars(word.text());
        boolean some = subject.types().names().stream().anyMatch(name -> pattern.matches(name, Case.SENSITIVE));
        if (!some) {
            out.add(
                    UNKNOWN_FIELD,
                    Level.NOTE,
                    subject.inQuery(word.span()),
                    "No schema has a field that %s matches.".formatted(word.text()),
                    "Check its spelling; if the fields are your own, give their types with --mapping.");
        }
    }

    private static boolean isKnown(String name, CheckSubject subject) {
        if (subject.types().isKnown(name) || ALWAYS_KNOWN.stream().anyMatch(name::startsWith)) {
            return true;
        }
        int dot = name.lastIndexOf('.');
        if (dot > 0
                && SUB_FIELDS.contains(name.substring(dot + 1))
                && subject.types().isKnown(name.substring(0, dot))) {
            return true;
        }
        for (int at = dot; at > 0; at = name.lastIndexOf('.', at - 1)) {
            if (subject.types().typeOf(name.substring(0, at)) == FieldType.FLATTENED) {
                return true;
            }
        }
        return false;
    }
}
