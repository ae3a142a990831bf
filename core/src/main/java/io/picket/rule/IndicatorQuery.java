package io.picket.rule;

import io.picket.condition.Condition;
import io.picket.condition.Condition.And;
import io.picket.condition.Condition.AnyField;
import io.picket.condition.Condition.Nested;
import io.picket.condition.Condition.Not;
import io.picket.condition.Condition.Or;
import io.picket.condition.Conditions;
import io.picket.condition.FieldType;
import io.picket.condition.FieldTypes;
import io.picket.condition.IndexPatterns;
import io.picket.condition.MovingConditions;
import io.picket.condition.ValueList;
import io.picket.rule.RuleBody.MappingEntry;
import io.picket.rule.RuleBody.ThreatMatchBody;
import io.picket.text.Problem;
import io.picket.text.Read;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * Which documents are indicators of an indicator match rule: those of its {@code threat_index} that meet its
 * {@code threat_query} and {@code threat_filters}, that no exception takes away, and that have the fields of some group
 * of its mapping.
 *
 * <p>A threat query mostly asks for the last so many days ({@code now-30d/d}), so a document can be an indicator at one
 * time and no longer at another. What does not depend on the time is asked once, when the document comes ({@link #ever});
 * the rest each time an event has the indicator's values ({@link #moving}).
 */
public final class IndicatorQuery {

    /** Most entries in one group of a mapping. The public rules have one. */
    public static final int ENTRIES_MAX = 100;

    private final IndexPatterns index;
    private final Condition condition;
    private final Condition moving;

    private IndicatorQuery(IndexPatterns index, List<Condition> parts) {
        List<Condition> flat = new ArrayList<>();
        parts.forEach(part -> flatten(part, flat));
        this.index = index;
        this.condition = Condition.and(flat);
        this.moving = MovingConditions.movingPart(condition);
    }

    private static void flatten(Condition part, List<Condition> into) {
        switch (part) {
            case And(List<Condition> inner) -> inner.forEach(each -> flatten(each, into));
            case Condition.Always always -> {}
            default -> into.add(part);
        }
    }

    /**
     * Compiles what a rule of type {@code threat_match} says of its indicators.
     *
     * @param exceptions the items of every exception list that applies to the rule
     * @param valueLists by id
     * @throws IllegalArgumentException if the rule is of another type
     */
    public static Read<IndicatorQuery> of(
            Rule rule, Collection<ExceptionItem> exceptions, Map<String, ValueList> valueLists, FieldTypes types) {
        if (!(rule.body() instanceof ThreatMatchBody body)) {
            throw new IllegalArgumentException("no indicator match rule: " + rule.ruleId());
        }
        Read<Condition> query = RuleConditions.query(body.threatQuery(), types);
        Read<Condition> filters = RuleFilters.compile(body.threatFilters(), types);
        Read<Condition> excepted = ExceptionItems.compile(exceptions, types, valueLists);
        List<Problem> unfit = unfit(rule, body, types);
        List<Problem> problems = new ArrayList<>(unfit);
        problems.addAll(query.problems());
        problems.addAll(filters.problems());
        problems.addAll(excepted.problems());
        if (unfit.isEmpty()
                && query instanceof Read.Ok<Condition> asked
                && filters instanceof Read.Ok<Condition> filtered
                && excepted instanceof Read.Ok<Condition> taken) {
            Condition mapped = mapped(body, types, MappingEntry::value);
            Condition spared =
                    taken.value() instanceof Condition.Never ? Condition.ALWAYS : Condition.not(taken.value());
            IndicatorQuery indicators = new IndicatorQuery(
                    new IndexPatterns(body.threatIndex()), List.of(asked.value(), filtered.value(), mapped, spared));
            Optional<String> refusal = RuleConditions.refusal(indicators.condition, 0);
            if (refusal.isEmpty()) {
                return Read.ok(indicators, problems);
            }
            problems.add(Problem.error("COND-006", refusal.get(), "Ask it in a simpler way.", rule.place()));
        }
        return Read.failed(problems);
    }

    /** What stands against the mapping: fields that no value can be compared with, and groups without measure. */
    private static List<Problem> unfit(Rule rule, ThreatMatchBody body, FieldTypes types) {
        List<Problem> problems = new ArrayList<>();
        Set<String> names = new LinkedHashSet<>();
        for (List<MappingEntry> group : body.mapping()) {
            if (group.size() > ENTRIES_MAX) {
                problems.add(Problem.error(
                        "COND-005",
                        "A group of the threat mapping has " + group.size() + " entries; at most " + ENTRIES_MAX
                                + " are compared.",
                        "Leave some out, or make it several groups.",
                        rule.place()));
            }
            group.forEach(entry -> names.addAll(List.of(entry.field(), entry.value())));
        }
        for (String name : names) {
            if (!isComparable(types.typeOf(name))) {
                problems.add(Problem.error(
                        "COND-004",
                        "'" + name + "' in the threat mapping is of a type ("
                                + types.typeOf(name).name().toLowerCase(Locale.ROOT)
                                + ") whose values are not compared.",
                        "Map a field that holds single values.",
                        rule.place()));
            }
        }
        return problems;
    }

    private static boolean isComparable(FieldType type) {
        return switch (type) {
            case KEYWORD, WILDCARD, CONSTANT_KEYWORD, TEXT, LONG, DOUBLE, BOOLEAN, IP, DATE, VERSION, UNKNOWN -> true;
            case FLATTENED, NESTED, OBJECT, GEO_POINT, BINARY, OTHER -> false;
        };
    }

    /**
     * That the document has a field for each entry of some group; entries that must not match ask for none.
     *
     * @param side which field of an entry is the document's
     */
    static Condition mapped(ThreatMatchBody body, FieldTypes types, Function<MappingEntry, String> side) {
        return Condition.or(body.mapping().stream()
                .filter(group -> !group.isEmpty())
                .map(group -> Condition.and(group.stream()
                        .filter(entry -> !entry.negate())
                        .map(side)
                        .distinct()
                        .<Condition>map(name -> new Condition.Exists(types.field(name)))
                        .toList()))
                .distinct()
                .toList());
    }

    /** Where the indicators are. */
    public IndexPatterns index() {
        return index;
    }

    /** What a document meets that is an indicator at any time; it does not move. */
    public Condition ever() {
        return MovingConditions.ever(condition);
    }

    /** What a document that meets {@link #ever} meets beside it to be an indicator; it depends on what time it is. */
    public Condition moving() {
        return moving;
    }

    /** The fields that {@link #moving} asks for. */
    public Set<String> movingFields() {
        Set<String> names = new LinkedHashSet<>();
        Conditions.fields(moving, field -> names.add(field.name()));
        return names;
    }

    /** Whether {@link #moving} asks for more than that, so that the whole document must be kept. */
    public boolean movesOverDocument() {
        return looksAtDocument(moving);
    }

    private static boolean looksAtDocument(Condition condition) {
        return switch (condition) {
            case And(List<Condition> parts) -> parts.stream().anyMatch(IndicatorQuery::looksAtDocument);
            case Or(List<Condition> parts) -> parts.stream().anyMatch(IndicatorQuery::looksAtDocument);
            case Not(Condition part) -> looksAtDocument(part);
            case Nested nested -> true;
            case AnyField any -> true;
            default -> false;
        };
    }
}
