package io.picket.rule;

import static io.picket.rule.CheckKind.ALL_OF_LIST;
import static io.picket.rule.CheckKind.CONTRADICTION;
import static io.picket.rule.CheckKind.NEGATED_LIST;
import static io.picket.rule.CheckKind.REPEATED_VALUE;

import io.picket.condition.Case;
import io.picket.condition.FieldType;
import io.picket.condition.WildcardPattern;
import io.picket.kql.KqlTree;
import io.picket.kql.KqlTree.And;
import io.picket.kql.KqlTree.Is;
import io.picket.kql.KqlTree.Not;
import io.picket.kql.KqlTree.Or;
import io.picket.kql.KqlTree.Word;
import io.picket.text.Level;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.stream.Stream;

/**
 * Slips in the values of one field, whether they stand in one list or side by side: repeated ones, ones that exclude
 * each other, and joined with {@code and} where one value cannot meet both.
 */
final class CheckKqlList {

    /** Patterns that each later value is compared with; longer lists are compared with the first of them. */
    private static final int PATTERNS_MAX = 50;

    /** The values of one field at one level of the query. */
    private record Values(String field, List<Is> positive, List<Is> negative) {

        static List<Values> of(List<KqlTree> parts) {
            Map<String, Values> byField = new LinkedHashMap<>();
            for (KqlTree part : parts) {
                if (part instanceof Is is) {
                    add(byField, is, (values, one) -> values.positive().add(one));
                } else if (part instanceof Not(KqlTree inner, var span)) {
                    for (KqlTree one : inner instanceof Or or ? or.parts() : List.of(inner)) {
                        if (one instanceof Is is) {
                            add(
                                    byField,
                                    is,
                                    (values, negated) -> values.negative().add(negated));
                        }
                    }
                }
            }
            return List.copyOf(byField.values());
        }

        private static void add(Map<String, Values> byField, Is is, BiConsumer<Values, Is> how) {
            Word field = is.field();
            if (field != null) {
                how.accept(
                        byField.computeIfAbsent(
                                field.text(), name -> new Values(name, new ArrayList<>(), new ArrayList<>())),
                        is);
            }
        }
    }

    private CheckKqlList() {}

    /** @param everyEvent whether every match of the rule meets this part, so that it decides whether there are any */
    static void allOf(And and, boolean everyEvent, CheckSubject subject, CheckFindings out) {
        for (Values values : Values.of(and.parts())) {
            repeated(values.positive(), subject, out);
            bothWays(values, everyEvent, subject, out);
            if (values.positive().size() > 1) {
                allOfOne(values, subject, out);
            }
        }
        and.parts().stream()
                .filter(part ->
                        part instanceof Not not && isInList(not) && !isAlone(not, subject) && !hasPositive(and, not))
                .findFirst()
                .ifPresent(part -> onlyNegated((Not) part, subject, out));
    }

    static void anyOf(Or or, CheckSubject subject, CheckFindings out) {
        for (Values values : Values.of(or.parts())) {
            repeated(values.positive(), subject, out);
            List<Not> negated = or.parts().stream()
                    .flatMap(
                            part -> part instanceof Not not && isOf(values.field(), not) ? Stream.of(not) : Stream.of())
                    .toList();
            if (negated.size() + values.positive().size() > 1 && !negated.isEmpty()) {
                out.add(
                        NEGATED_LIST,
                        subject.inQuery(negated.getFirst().span()),
                        negated.size() > 1
                                ? "One of these negations always holds unless one event has all of the values of %s."
                                        .formatted(values.field())
                                : "The negation already holds for every event with another value of %s."
                                        .formatted(values.field()),
                        "Write and in place of or, or not %s: (a or b).".formatted(values.field()));
            }
        }
    }

    /** A negation that may be all there is in its list. */
    static void negated(Not not, CheckSubject subject, CheckFindings out) {
        if (isInList(not) && isAlone(not, subject)) {
            onlyNegated(not, subject, out);
        }
    }

    private static boolean isAlone(Not not, CheckSubject subject) {
        String query = subject.query().orElseThrow().text().text();
        int before = not.span().start() - 1;
        while (before >= 0 && Character.isWhitespace(query.charAt(before))) {
            before--;
        }
        int after = not.span().end();
        while (after < query.length() && Character.isWhitespace(query.charAt(after))) {
            after++;
        }
        return before >= 0 && query.charAt(before) == '(' && after < query.length() && query.charAt(after) == ')';
    }

    /** In {@code field: (not x)} the field stands before the {@code not}, in {@code not field: x} behind it. */
    private static boolean isInList(Not not) {
        return not.part() instanceof Is is
                && fieldStart(is) >= 0
                && fieldStart(is) < not.span().start();
    }

    private static boolean hasPositive(And and, Not not) {
        return and.parts().stream()
                .anyMatch(part -> part instanceof Is is
                        && not.part() instanceof Is denied
                        && fieldStart(is) == fieldStart(denied));
    }

    /** A negated value of the field; "or not *" is the usual way to let events without the field pass. */
    private static boolean isOf(String field, Not not) {
        return not.part() instanceof Is is
                && CheckRequired.isField(is.field(), field)
                && !(is.value().wildcard() && is.value().text().equals("*"));
    }

    private static void onlyNegated(Not not, CheckSubject subject, CheckFindings out) {
        String field = not.part() instanceof Is is ? fieldName(is) : "";
        out.add(
                NEGATED_LIST,
                Level.NOTE,
                subject.inQuery(not.span()),
                "A list of only negated values holds also for events without the field %s.".formatted(field),
                "Write %1$s: (* and not …) if the field must be there, else not %1$s: …, which says so."
                        .formatted(field));
    }

    private static void repeated(List<Is> values, CheckSubject subject, CheckFindings out) {
        List<WildcardPattern> patterns = values.stream()
                .map(Is::value)
                .filter(value -> value.wildcard() && !value.text().equals("*"))
                .limit(PATTERNS_MAX)
                .map(value -> WildcardPattern.stars(value.text()))
                .toList();
        Map<String, Is> seen = new LinkedHashMap<>();
        for (Is is : values) {
            String key = kindOf(is.value()) + is.value().text();
            Is before = seen.putIfAbsent(key, is);
            if (before != null) {
                out.add(
                        REPEATED_VALUE,
                        subject.inQuery(is.value().span()),
                        "%s stands here twice.".formatted(is.value().text()),
                        "Take one out, or write the value that was meant.");
            } else if (!is.value().wildcard()
                    && subject.types().typeOf(fieldName(is)).isKeywordLike()) {
                cover(is, patterns)
                        .ifPresent(pattern -> out.add(
                                REPEATED_VALUE,
                                subject.inQuery(is.value().span()),
                                "%s already covers %s."
                                        .formatted(pattern, is.value().text()),
                                "Take the value out, or make the pattern narrower."));
            }
        }
    }

    /** true and "true" are a boolean and a text, and some fields hold the one, some the other. */
    private static String kindOf(Word value) {
        boolean flag =
                !value.quoted() && (value.text().equals("true") || value.text().equals("false"));
        return value.wildcard() ? "*" : flag ? "!" : "=";
    }

    private static String fieldName(Is is) {
        Word field = is.field();
        return field == null ? "" : field.text();
    }

    private static Optional<WildcardPattern> cover(Is value, List<WildcardPattern> patterns) {
        return patterns.stream()
                .filter(pattern -> pattern.matches(value.value().text(), Case.SENSITIVE))
                .findFirst();
    }

    private static void bothWays(Values values, boolean everyEvent, CheckSubject subject, CheckFindings out) {
        if (values.positive().isEmpty() || values.negative().isEmpty()) {
            return;
        }
        Set<String> required = new HashSet<>();
        values.positive()
                .forEach(is -> required.add(kindOf(is.value()) + is.value().text()));
        for (Is negative : values.negative()) {
            if (required.contains(kindOf(negative.value()) + negative.value().text())) {
                out.add(
                        CONTRADICTION,
                        everyEvent ? Level.ERROR : Level.WARNING,
                        subject.inQuery(negative.value().span()),
                        "%s: %s is required and excluded, so %s never holds."
                                .formatted(
                                        values.field(),
                                        negative.value().text(),
                                        everyEvent ? "the query" : "this part"),
                        "Take one of the two out.");
            }
        }
    }

    private static void allOfOne(Values values, CheckSubject subject, CheckFindings out) {
        List<Is> exact = values.positive().stream()
                .filter(is -> CheckRequired.isExact(is.value()))
                .toList();
        boolean single = CheckFacts.isSingle(values.field()) && exact.size() > 1;
        boolean list =
                values.positive().stream().map(is -> fieldStart(is)).distinct().count() == 1;
        boolean exists = values.positive().stream()
                .anyMatch(is -> is.value().text().equals("*") && is.value().wildcard());
        if (single) {
            out.add(
                    ALL_OF_LIST,
                    subject.inQuery(exact.get(1).value().span()),
                    "%s has one value, which cannot be both %s and %s."
                            .formatted(
                                    values.field(),
                                    exact.get(0).value().text(),
                                    exact.get(1).value().text()),
                    "Write or if either will do.");
        } else if (list && !exists && subject.types().typeOf(values.field()) != FieldType.TEXT) {
            out.add(
                    ALL_OF_LIST,
                    Level.NOTE,
                    subject.inQuery(values.positive().get(1).value().span()),
                    "Each value must match by itself, maybe in different elements of %s.".formatted(values.field()),
                    "Write or if either will do, or quotes if they are words of one phrase.");
        }
    }

    private static int fieldStart(Is is) {
        Word field = is.field();
        return field == null ? -1 : field.span().start();
    }
}
