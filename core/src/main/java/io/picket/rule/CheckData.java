package io.picket.rule;

import static io.picket.rule.CheckKind.DATA_NO_GROUP;
import static io.picket.rule.CheckKind.DATA_NO_INDEX;
import static io.picket.rule.CheckKind.DATA_NO_VALUE;

import io.picket.condition.IndexPatterns;
import io.picket.kql.KqlTree;
import io.picket.rule.DataProfile.Scope;
import io.picket.text.Level;
import io.picket.text.Span;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Why a rule can never match some data: patterns that meet no index, required fields and values that never occur,
 * fields to group by that are missing. Sound, not complete: what is told of cannot match, but a rule of which nothing
 * is told need not match either, since each condition is looked at by itself.
 */
final class CheckData {

    private static final int LISTED_MAX = 8;

    private final CheckSubject subject;
    private final DataProfile data;
    private final CheckFindings out;

    /**
     * A condition that no event of a scope meets.
     *
     * @param values the exact values asked for; empty where any would do
     */
    private record Lack(String field, List<String> values, Span span) {}

    private CheckData(CheckSubject subject, DataProfile data, CheckFindings out) {
        this.subject = subject;
        this.data = data;
        this.out = out;
    }

    static void look(CheckSubject subject, DataProfile data, CheckFindings out) {
        if (data.events() > 0) {
            new CheckData(subject, data, out).look();
        }
    }

    private void look() {
        IndexPatterns patterns = subject.rule().index();
        Scope all = data.scope(patterns);
        if (all.isEmpty()) {
            out.add(
                    DATA_NO_INDEX,
                    subject.keys().place("index"),
                    "None of the data's indices (%s) meets the patterns %s."
                            .formatted(listed(List.copyOf(data.indexNames())), String.join(", ", patterns.patterns())),
                    "Add a pattern for the data, or name its index with --index.");
            return;
        }
        List<Lack> lacks = lacks(all);
        lacks.forEach(lack -> tell(lack, all));
        if (lacks.isEmpty()) {
            List<String> absent = new ArrayList<>();
            patterns.patterns().stream()
                    .filter(pattern -> !pattern.startsWith("-"))
                    .forEach(pattern -> pattern(pattern, absent));
            absent(absent);
            counted(all);
        }
    }

    private List<Lack> lacks(Scope scope) {
        return subject.tree().map(tree -> lacks(tree, scope)).orElse(List.of());
    }

    private void tell(Lack lack, Scope scope) {
        out.add(
                DATA_NO_VALUE,
                subject.inQuery(lack.span()),
                words(lack, scope),
                "Look whether another value or field is meant, or whether the data is the right one.");
    }

    private static String words(Lack lack, Scope scope) {
        if (!scope.has(lack.field())) {
            return "None of the %,d events has %s.".formatted(scope.events(), lack.field());
        }
        return "%s never is %s in the %,d events; seen: %s."
                .formatted(
                        lack.field(),
                        lack.values().stream().limit(LISTED_MAX).collect(Collectors.joining(" or ")),
                        scope.events(),
                        listed(scope.sample(lack.field())));
    }

    /** Most rules name the indices of many sources, and data is of one: that is said once. */
    private void absent(List<String> patterns) {
        if (!patterns.isEmpty()) {
            out.add(
                    DATA_NO_INDEX,
                    Level.NOTE,
                    subject.keys().place("index", patterns.getFirst()),
                    "No index of the data meets %s.".formatted(listed(patterns)),
                    "Mend it only if the data is expected to come from there.");
        }
    }

    /** The rule may match somewhere, but not through this pattern. */
    private void pattern(String pattern, List<String> absent) {
        Scope scope = data.scope(new IndexPatterns(List.of(pattern)));
        if (scope.isEmpty()) {
            absent.add(pattern);
            return;
        }
        lacks(scope).stream()
                .findFirst()
                .ifPresent(lack -> out.add(
                        DATA_NO_VALUE,
                        Level.NOTE,
                        subject.keys().place("index", pattern),
                        "The rule never matches through %s: %s".formatted(pattern, words(lack, scope)),
                        "Take the pattern out, or ask for what its events do have."));
    }

    private void counted(Scope all) {
        long matched = data.eventsMatched(subject.rule());
        for (String field : DataProfile.counted(subject.rule())) {
            long lacking = data.matchedLacking(subject.rule(), field);
            boolean never = matched > 0 ? lacking == matched : !all.has(field);
            if (!never && lacking == 0) {
                continue;
            }
            out.add(
                    DATA_NO_GROUP,
                    never ? Level.WARNING : Level.NOTE,
                    subject.keys().place(countedKey(field), field),
                    matched > 0
                            ? "%,d of the %,d events that match the query lack %s and are not counted."
                                    .formatted(lacking, matched, field)
                            : "None of the %,d events has %s, so none is counted.".formatted(all.events(), field),
                    "Use a field that the data has.");
        }
    }

    private String countedKey(String field) {
        boolean grouped = subject.threshold()
                .map(threshold -> threshold.fields().contains(field))
                .orElse(false);
        return grouped
                ? "threshold.field"
                : subject.threshold().isPresent() ? "threshold.cardinality.field" : "new_terms";
    }

    /** Empty if, as far as single conditions go, some event may meet the tree. Depth is bounded by the parser. */
    private List<Lack> lacks(KqlTree tree, Scope scope) {
        return switch (tree) {
            case KqlTree.Everything everything -> List.of();
            case KqlTree.And and ->
                and.parts().stream()
                        .flatMap(part -> lacks(part, scope).stream())
                        .toList();
            case KqlTree.Or or -> lacksOfAny(or, scope);
            case KqlTree.Not not -> List.of();
            case KqlTree.Nested nested -> List.of();
            case KqlTree.Is is -> lack(tree, scope);
            case KqlTree.Compare compare -> lack(tree, scope);
        };
    }

    private List<Lack> lacksOfAny(KqlTree.Or or, Scope scope) {
        Map<String, List<Lack>> byField = new LinkedHashMap<>();
        for (KqlTree part : or.parts()) {
            List<Lack> lacks = lacks(part, scope);
            if (lacks.isEmpty()) {
                return List.of();
            }
            lacks.forEach(lack -> byField.computeIfAbsent(lack.field(), field -> new ArrayList<>())
                    .add(lack));
        }
        return byField.values().stream().map(CheckData::together).toList();
    }

    private static Lack together(List<Lack> lacks) {
        List<String> values =
                lacks.stream().flatMap(lack -> lack.values().stream()).toList();
        int start = lacks.stream().mapToInt(lack -> lack.span().start()).min().orElse(0);
        int end = lacks.stream().mapToInt(lack -> lack.span().end()).max().orElse(start);
        return new Lack(lacks.getFirst().field(), values, new Span(start, end));
    }

    private List<Lack> lack(KqlTree tree, Scope scope) {
        Optional<CheckRequired.Leaf> asked = CheckRequired.leaf(tree);
        if (asked.isEmpty()) {
            return List.of();
        }
        CheckRequired.Leaf leaf = asked.get();
        List<String> values = leaf.exact().stream()
                .filter(is -> CheckRequired.comparesAsText(subject.types().typeOf(leaf.field())))
                .map(is -> is.value().text())
                .toList();
        boolean possible = scope.has(leaf.field())
                && (values.isEmpty() || values.stream().anyMatch(value -> scope.has(leaf.field(), value)));
        return possible ? List.of() : List.of(new Lack(leaf.field(), values, tree.span()));
    }

    private static String listed(List<String> values) {
        String listed = values.stream().limit(LISTED_MAX).collect(Collectors.joining(", "));
        return values.size() > LISTED_MAX ? listed + ", …" : listed;
    }
}
