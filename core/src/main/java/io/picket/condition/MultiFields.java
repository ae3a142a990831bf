package io.picket.condition;

import io.picket.condition.Condition.And;
import io.picket.condition.Condition.AnyWord;
import io.picket.condition.Condition.Computed;
import io.picket.condition.Condition.Exists;
import io.picket.condition.Condition.In;
import io.picket.condition.Condition.InBlocks;
import io.picket.condition.Condition.InList;
import io.picket.condition.Condition.Like;
import io.picket.condition.Condition.Matches;
import io.picket.condition.Condition.Nested;
import io.picket.condition.Condition.Not;
import io.picket.condition.Condition.Or;
import io.picket.condition.Condition.Phrase;
import io.picket.condition.Condition.Range;
import io.picket.condition.Condition.WordLike;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Second forms in which Elastic's templates index a field's values: {@code .text} cut into words, {@code .caseless} without
 * case. No event writes them: what is asked of {@code process.name.caseless} is asked of the values of {@code
 * process.name}. An event that writes the name itself, as one exported with all its fields may, is asked by it too.
 */
public final class MultiFields {

    private static final String TEXT = ".text";
    private static final String CASELESS = ".caseless";

    private final FieldTypes types;

    private MultiFields(FieldTypes types) {
        this.types = types;
    }

    /** The condition with every leaf on such a name asked of the values it stands for as well. */
    public static Condition answered(Condition condition, FieldTypes types) {
        return new MultiFields(types).answered(condition);
    }

    private Condition answered(Condition condition) {
        return switch (condition) {
            case And(var parts) -> Condition.and(answered(parts));
            case Or(var parts) -> Condition.or(answered(parts));
            case Not(var part) -> Condition.not(answered(part));
            case Nested(var path, var part) -> new Nested(path, answered(part));
            default -> {
                Condition other = ofValues(condition);
                yield other == null ? condition : Condition.or(List.of(condition, other));
            }
        };
    }

    private List<Condition> answered(List<Condition> parts) {
        return parts.stream().map(this::answered).toList();
    }

    /** The leaf, asked of the field whose values its name stands for; null if it stands for itself. */
    private @Nullable Condition ofValues(Condition leaf) {
        return switch (leaf) {
            case Exists(Field field) -> moved(field) ? new Exists(values(field)) : null;
            case In(Field field, var literals, Case letters) ->
                moved(field) ? new In(values(field), literals, letters(field, letters)) : null;
            case Like(Field field, var patterns, Case letters) ->
                moved(field) ? new Like(values(field), patterns, letters(field, letters)) : null;
            case Range(Field field, var low, var high) -> moved(field) ? new Range(values(field), low, high) : null;
            case InBlocks(Field field, var blocks) -> moved(field) ? new InBlocks(values(field), blocks) : null;
            case AnyWord(Field field, var words) -> moved(field) ? new AnyWord(values(field), words) : null;
            case Phrase(Field field, var words) -> moved(field) ? new Phrase(values(field), words) : null;
            case WordLike(Field field, var pattern) -> moved(field) ? new WordLike(values(field), pattern) : null;
            case Matches(Field field, var pattern) -> moved(field) ? new Matches(values(field), pattern) : null;
            case InList(Field field, var list) -> moved(field) ? new InList(values(field), list) : null;
            case Computed(var fields, var formula) ->
                fields.stream().anyMatch(this::moved)
                        ? new Computed(
                                fields.stream()
                                        .map(field -> moved(field) ? values(field) : field)
                                        .toList(),
                                formula)
                        : null;
            default -> null;
        };
    }

    private static Case letters(Field field, Case asked) {
        return field.name().endsWith(CASELESS) ? Case.INSENSITIVE : asked;
    }

    private boolean moved(Field field) {
        String name = field.name();
        if (!name.endsWith(TEXT) && !name.endsWith(CASELESS)) {
            return false;
        }
        FieldType type = types.typeOf(parent(name));
        boolean plain = type == FieldType.KEYWORD || type == FieldType.WILDCARD;
        return plain && types.field(parent(name)).name().equals(parent(name));
    }

    private static String parent(String name) {
        return name.substring(0, name.lastIndexOf('.'));
    }

    private Field values(Field field) {
        String parent = parent(field.name());
        return field.type() == FieldType.TEXT ? new Field(parent, FieldType.TEXT) : types.field(parent);
    }
}
