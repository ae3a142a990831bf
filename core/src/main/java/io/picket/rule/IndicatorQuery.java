package io.picket.rule;

import io.picket.condition.Condition;
import io.picket.condition.Conditions;
import io.picket.condition.FieldType;
import io.picket.condition.FieldTypes;
import io.picket.condition.IndexPatterns;
import io.picket.condition.ValueList;
import io.picket.rule.RuleBody.MappingEntry;
import io.picket.rule.RuleBody.ThreatMatchBody;
import io.picket.text.Problem;
import io.picket.text.Read;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/**
 * Which documents are indicators of an indicator match rule: those of its {@code threat_index} that meet its
 * {@code threat_query} and {@code threat_filters}, that no exception takes away, and that have the fields of some group
 * of its mapping.
 *
 * <p>A threat query mostly asks for the last so many days ({@code now-30d/d}), so a document can be an indicator at one
 * time and no longer at another. What does not depend on the time is asked once, when the document comes ({@link #ever});
 * the rest each time an event has the indicator's values ({@link #at}).
 */
public final class IndicatorQuery {

    /** Two times that have no unit in common, to tell what moves with the time. */
    private static final long ONE_TIME = 981_173_106_789L;

    private static final long OTHER_TIME = 1_731_867_563_123L;

    private final ThreatMatchBody body;
    private final FieldTypes types;
    private final Condition ever;
    private final List<Integer> moving = new ArrayList<>();
    private final Set<String> movingFields = new LinkedHashSet<>();

    private IndicatorQuery(
            ThreatMatchBody body, FieldTypes types, Condition one, Condition other, Condition excepted) {
        this.body = body;
        this.types = types;
        List<Condition> parts = MovingParts.conjuncts(one);
        List<Condition> others = MovingParts.conjuncts(other);
        List<Condition> all = new ArrayList<>();
        for (int i = 0; i < parts.size(); i++) {
            all.add(MovingParts.relaxed(parts.get(i), others.get(i), true));
            if (!MovingParts.same(parts.get(i), others.get(i))) {
                moving.add(i);
                Conditions.fields(parts.get(i), field -> movingFields.add(field.name()));
            }
        }
        all.removeIf(Condition.Always.class::isInstance);
        all.add(mapped(body, types, MappingEntry::value));
        if (!(excepted instanceof Condition.Never)) {
            all.add(Condition.not(excepted));
        }
        this.ever = Condition.and(all);
    }

    /**
     * Compiles what a rule of type {@code threat_match} says of its indicators.
     *
     * @param exceptions the items of every exception list that applies to the rule
     * @param valueLists by id
     * @param nowMillis which exceptions have expired; epoch milliseconds
     * @throws IllegalArgumentException if the rule is of another type
     */
    public static Read<IndicatorQuery> of(
            Rule rule,
            Collection<ExceptionItem> exceptions,
            Map<String, ValueList> valueLists,
            FieldTypes types,
            long nowMillis) {
        if (!(rule.body() instanceof ThreatMatchBody body)) {
            throw new IllegalArgumentException("no indicator match rule: " + rule.ruleId());
        }
        List<Problem> problems = new ArrayList<>(unfit(rule, body, types));
        Read<Condition> one = asked(body, types, ONE_TIME);
        Read<Condition> excepted = ExceptionItems.compile(exceptions, types, valueLists, nowMillis);
        problems.addAll(one.problems());
        problems.addAll(excepted.problems());
        if (one instanceof Read.Ok<Condition> asked
                && asked(body, types, OTHER_TIME) instanceof Read.Ok<Condition> later
                && excepted instanceof Read.Ok<Condition> taken) {
            IndicatorQuery query = new IndicatorQuery(body, types, asked.value(), later.value(), taken.value());
            if (!query.parts(ONE_TIME).stream().allMatch(MovingParts::looksAtFields)) {
                problems.add(Problem.error(
                        "COND-005",
                        "The threat query compares 'now' with fields that it does not name one by one.",
                        "Name the field that holds the date.",
                        rule.place()));
            } else if (unfit(rule, body, types).isEmpty()) {
                return Read.ok(query, problems);
            }
        }
        return Read.failed(problems);
    }

    private static Read<Condition> asked(ThreatMatchBody body, FieldTypes types, long nowMillis) {
        Read<Condition> query = RuleConditions.query(body.threatQuery(), types, nowMillis);
        Read<Condition> filters = RuleFilters.compile(body.threatFilters(), types, nowMillis);
        List<Problem> problems = new ArrayList<>(query.problems());
        problems.addAll(filters.problems());
        return query instanceof Read.Ok<Condition> asked && filters instanceof Read.Ok<Condition> filtered
                ? Read.ok(Condition.and(List.of(asked.value(), filtered.value())), problems)
                : Read.failed(problems);
    }

    /** Fields in the mapping that no value can be compared with. */
    private static List<Problem> unfit(Rule rule, ThreatMatchBody body, FieldTypes types) {
        return body.mapping().stream()
                .flatMap(List::stream)
                .flatMap(entry -> List.of(entry.field(), entry.value()).stream())
                .distinct()
                .filter(name -> !isComparable(types.typeOf(name)))
                .map(name -> Problem.error(
                        "COND-004",
                        "'" + name + "' in the threat mapping is of a type ("
                                + types.typeOf(name).name().toLowerCase(java.util.Locale.ROOT)
                                + ") whose values are not compared.",
                        "Map a field that holds single values.",
                        rule.place()))
                .toList();
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
        return new IndexPatterns(body.threatIndex());
    }

    /** What a document meets that is an indicator at any time. */
    public Condition ever() {
        return ever;
    }

    /** Whether it depends on the time which documents are indicators. */
    public boolean moves() {
        return !moving.isEmpty();
    }

    /** The fields that it then depends on. */
    public Set<String> movingFields() {
        return Set.copyOf(movingFields);
    }

    /** What a document that meets {@link #ever} meets beside it to be an indicator at a time, epoch milliseconds. */
    public Condition at(long nowMillis) {
        return Condition.and(parts(nowMillis));
    }

    private List<Condition> parts(long nowMillis) {
        List<Condition> all = MovingParts.conjuncts(asked(body, types, nowMillis).orThrow());
        return moving.stream().map(all::get).toList();
    }
}
