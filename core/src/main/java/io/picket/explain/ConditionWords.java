package io.picket.explain;

import io.picket.condition.Bound;
import io.picket.condition.Cidr;
import io.picket.condition.Condition;
import io.picket.condition.Condition.AnyField;
import io.picket.condition.Condition.AnyWord;
import io.picket.condition.Condition.Computed;
import io.picket.condition.Condition.Exists;
import io.picket.condition.Condition.In;
import io.picket.condition.Condition.InBlocks;
import io.picket.condition.Condition.InList;
import io.picket.condition.Condition.Like;
import io.picket.condition.Condition.Matches;
import io.picket.condition.Condition.Nested;
import io.picket.condition.Condition.Phrase;
import io.picket.condition.Condition.Range;
import io.picket.condition.Condition.RangeFromNow;
import io.picket.condition.Condition.Until;
import io.picket.condition.Condition.WordLike;
import io.picket.condition.Field;
import io.picket.condition.FieldType;
import io.picket.condition.Literal;
import io.picket.text.Place;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A condition in words like KQL's, for what a rule says in JSON: filters. */
final class ConditionWords {

    private static final int LISTED_MAX = 20;

    private ConditionWords() {}

    /** The condition as clauses, all standing at one place. */
    static Clause clause(Condition condition, Place place) {
        Wording words = new Wording(of(condition), place);
        return switch (condition) {
            case Condition.And(var parts) -> new Clause.All(clauses(parts, place), words);
            case Condition.Or(var parts) -> new Clause.Any(clauses(parts, place), words);
            case Condition.Not(var part) -> new Clause.Not(clause(part, place), words);
            case Nested(String path, var part) -> new Clause.OneObject(path, clause(part, place), words);
            case Condition leaf -> new Clause.Test(leaf, words);
        };
    }

    private static List<Clause> clauses(List<Condition> parts, Place place) {
        return parts.stream().map(part -> clause(part, place)).toList();
    }

    static String of(Condition condition) {
        return switch (condition) {
            case Condition.Always always -> "every event";
            case Condition.Never never -> "no event";
            case Condition.And(var parts) -> joined(parts, " and ");
            case Condition.Or(var parts) -> joined(parts, " or ");
            case Condition.Not(var part) -> "not " + of(part);
            case Exists(Field field) -> field + ": *";
            case In in -> in.field() + ": " + listed(in.values().stream().map(ConditionWords::literal));
            case Like like ->
                like.field() + ": " + listed(like.patterns().stream().map(Object::toString));
            case Range range -> range(range);
            case RangeFromNow range -> range.field() + " in a range that moves with the time";
            case Until until -> "until " + Instant.ofEpochMilli(until.millis());
            case InBlocks in ->
                in.field() + ": " + listed(in.blocks().ranges().stream().map(ConditionWords::block));
            case AnyWord any -> any.field() + ": " + listed(any.words().stream());
            case Phrase phrase -> phrase.field() + ": \"" + String.join(" ", phrase.words()) + "\"";
            case WordLike like -> like.field() + ": " + like.pattern();
            case Matches matches -> matches.field() + ": /" + matches.pattern() + "/";
            case Computed computed ->
                "what is computed of "
                        + computed.fields().stream().map(Field::name).collect(Collectors.joining(", "));
            case Nested(String path, var part) -> path + ": { " + of(part) + " }";
            case InList in -> in.field() + " is in the list " + in.list().id();
            case AnyField any -> any.names() + ": …";
        };
    }

    private static String joined(List<Condition> parts, String by) {
        return parts.isEmpty()
                ? "nothing"
                : parts.stream().map(ConditionWords::of).collect(Collectors.joining(by, "(", ")"));
    }

    private static String listed(Stream<String> values) {
        List<String> all = values.limit(LISTED_MAX + 1L).toList();
        if (all.size() == 1) {
            return all.getFirst();
        }
        return all.stream().limit(LISTED_MAX).collect(Collectors.joining(" or ", "(", ""))
                + (all.size() > LISTED_MAX ? " or …)" : ")");
    }

    private static String literal(Literal literal) {
        return switch (literal) {
            case Literal.Text(String value) -> "\"" + value + "\"";
            case Literal.Whole(long value) -> Long.toString(value);
            case Literal.Decimal(double value) -> Double.toString(value);
            case Literal.Bool(boolean value) -> Boolean.toString(value);
            case Literal.Ip(var value) -> value.toString();
        };
    }

    private static String block(Cidr block) {
        return block.first().equals(block.last()) ? block.first().toString() : block.first() + " to " + block.last();
    }

    private static String range(Range range) {
        String low = range.low() == null
                ? ""
                : range.field() + (range.low().inclusive() ? " >= " : " > ") + bound(range.field(), range.low());
        String high = range.high() == null
                ? ""
                : range.field() + (range.high().inclusive() ? " <= " : " < ") + bound(range.field(), range.high());
        return low.isEmpty() || high.isEmpty() ? low + high : low + " and " + high;
    }

    private static String bound(Field field, @Nullable Bound bound) {
        Object value = bound == null ? "" : bound.value();
        return field.type() == FieldType.DATE && value instanceof Long millis
                ? Instant.ofEpochMilli(millis).toString()
                : value.toString();
    }
}
