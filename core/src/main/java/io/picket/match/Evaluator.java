package io.picket.match;

import io.picket.condition.Case;
import io.picket.condition.Condition;
import io.picket.condition.Condition.Always;
import io.picket.condition.Condition.And;
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
import io.picket.condition.Condition.Never;
import io.picket.condition.Condition.Not;
import io.picket.condition.Condition.Or;
import io.picket.condition.Condition.Phrase;
import io.picket.condition.Condition.Range;
import io.picket.condition.Condition.RangeFromNow;
import io.picket.condition.Condition.Until;
import io.picket.condition.Condition.WordLike;
import io.picket.condition.Field;
import io.picket.condition.FieldType;
import io.picket.condition.FieldTypes;
import io.picket.condition.Literal;
import io.picket.condition.Refusal;
import io.picket.condition.ValueList;
import io.picket.condition.WildcardPattern;
import io.picket.condition.Words;
import io.picket.event.Event;
import io.picket.event.Kind;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.function.Predicate;

/**
 * Asks one event one condition, the plain way: one switch, values as text, nothing remembered. It is the specification
 * of {@link Matcher} and its twin in the law that they never differ.
 *
 * <p>What is not said by {@link Condition} and {@link Literal}, decided here:
 *
 * <ul>
 *   <li>Only values that read as the field's type count, for every leaf. A string that reads as a number is one on number
 *       fields; integer fields cut fractions off (80.7 is 80), as Elasticsearch coerces values; constants are not cut.
 *   <li>Without case means {@link Fold}. A question mark is one code point. Strings are ordered as {@link TextOrder} says,
 *       versions as {@link VersionText} says.
 *   <li>On an UNKNOWN field a bound compares with a JSON number by value, if it is a number, and with a string by text.
 *   <li>A flattened field has the values of its leaves and of everything below; an object exists if anything below does.
 *   <li>{@code _id} and {@code _index} are the event's own id (or the hash that names it) and index.
 *   <li>A field that the event's table does not keep is read from the document.
 * </ul>
 */
public final class Evaluator {

    private final FieldTypes types;

    /** @param types what fields are that only the event knows ({@link AnyField}), and how long values may be */
    public Evaluator(FieldTypes types) {
        this.types = types;
    }

    /** What it knows of fields. */
    public FieldTypes types() {
        return types;
    }

    /**
     * Whether the event meets the condition.
     *
     * @throws IllegalArgumentException if the condition is one that {@link MatchPlan#refusal} names
     */
    public boolean meets(Condition condition, Event event) {
        return meets(condition, scope(event));
    }

    /** The event, for asking it more than once: what is read of it is read once. */
    public Scope scope(Event event) {
        return new Scope(event, types);
    }

    /** Whether an event, or an object of one, meets the condition. */
    public boolean meets(Condition condition, Scope scope) {
        return meets(condition, scope, 0);
    }

    private boolean meets(Condition condition, Scope scope, int depth) {
        if (depth > Refusal.DEPTH_MAX) {
            throw new IllegalArgumentException(Refusal.of(condition).orElse("The condition is nested too deep."));
        }
        return switch (condition) {
            case Always always -> true;
            case Never never -> false;
            case And and -> chain(and).stream().allMatch(part -> meets(part, scope, depth + 1));
            case Or or -> chain(or).stream().anyMatch(part -> meets(part, scope, depth + 1));
            case Not(Condition part) -> !meets(part, scope, depth + 1);
            case Exists(Field field) -> !scope.values(field).isEmpty();
            case In(Field field, List<Literal> literals, Case letters) ->
                any(
                        scope,
                        field,
                        value -> literals.stream()
                                .anyMatch(literal -> Comparison.equal(field.type(), value, literal, letters)));
            case Like(Field field, List<WildcardPattern> patterns, Case letters) ->
                any(scope, field, value -> patterns.stream().anyMatch(pattern -> like(value.text(), pattern, letters)));
            case Range(Field field, var low, var high) ->
                any(scope, field, value -> Comparison.within(field, value, low, high));
            case RangeFromNow moving -> throw new IllegalArgumentException(Refusal.MOVES);
            case Until moving -> throw new IllegalArgumentException(Refusal.MOVES);
            case InBlocks(Field field, var blocks) ->
                any(scope, field, value -> value.ip() != null && blocks.contains(value.ip()));
            case AnyWord(Field field, List<String> words) ->
                any(scope, field, value -> !Collections.disjoint(Words.of(value.text()), lower(words)));
            case Phrase(Field field, List<String> words) ->
                !words.isEmpty()
                        && any(
                                scope,
                                field,
                                value -> Collections.indexOfSubList(Words.of(value.text()), lower(words)) >= 0);
            case WordLike(Field field, WildcardPattern pattern) ->
                any(
                        scope,
                        field,
                        value -> Words.of(value.text()).stream()
                                .anyMatch(word -> lower(pattern).matches(word, Case.SENSITIVE)));
            case Matches(Field field, var pattern) -> any(scope, field, value -> pattern.matches(value.text()));
            case Computed computed -> Combinations.anySatisfies(computed, scope);
            case Nested(String path, Condition part) ->
                scope.objects(path).stream().anyMatch(object -> meets(part, object, depth + 1));
            case InList(Field field, ValueList.Words list) ->
                any(scope, field, value -> isIn(list, field.type(), value));
            case InList(Field field, ValueList.Addresses list) ->
                any(scope, field, value -> value.ip() != null && list.values().contains(value.ip()));
            case InList(Field field, ValueList.Texts list) ->
                any(scope, field, value -> list.values().contains(Words.of(value.text())));
            case AnyField(WildcardPattern names, var forField) ->
                scope.names().stream()
                        .filter(name -> names.matches(name, Case.SENSITIVE))
                        .anyMatch(name -> meets(forField.of(types.field(name)), scope, depth + 1));
        };
    }

    private static boolean any(Scope scope, Field field, Predicate<Value> asked) {
        return scope.values(field).stream().anyMatch(asked);
    }

    /** Whole texts are looked up; numbers, dates and the like may be written in several ways. */
    private static boolean isIn(ValueList.Words list, FieldType type, Value value) {
        boolean isText = type.isKeywordLike() && (type != FieldType.UNKNOWN || value.kind() != Kind.NUMBER);
        return isText
                ? list.values().contains(value.text())
                : list.values().stream()
                        .anyMatch(word -> Comparison.equal(type, value, new Literal.Text(word), Case.SENSITIVE));
    }

    static boolean like(String text, WildcardPattern pattern, Case letters) {
        return switch (letters) {
            case SENSITIVE -> pattern.matches(text, Case.SENSITIVE);
            case INSENSITIVE -> Fold.of(pattern).matches(Fold.of(text), Case.SENSITIVE);
        };
    }

    /** Words of a query in the form that the words of a text have. */
    static List<String> lower(List<String> words) {
        return words.stream().map(Words::lower).toList();
    }

    static WildcardPattern lower(WildcardPattern pattern) {
        return new WildcardPattern(pattern.parts().stream()
                .map(part -> part instanceof WildcardPattern.Text(String value)
                        ? new WildcardPattern.Text(Words.lower(value))
                        : part)
                .toList());
    }

    /** The parts of a conjunction or disjunction, those of the same kind inside it taken up, however long the chain. */
    static List<Condition> chain(Condition condition) {
        List<Condition> chain = new ArrayList<>();
        Deque<Condition> open = new ArrayDeque<>();
        open.push(condition);
        while (!open.isEmpty()) {
            Condition next = open.pop();
            List<Condition> parts = switch (next) {
                case And and when condition instanceof And -> and.parts();
                case Or or when condition instanceof Or -> or.parts();
                default -> List.of();
            };
            if (next instanceof And && condition instanceof And || next instanceof Or && condition instanceof Or) {
                parts.reversed().forEach(open::push);
            } else {
                chain.add(next);
            }
        }
        return chain;
    }
}
