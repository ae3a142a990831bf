package io.picket.rule;

import io.picket.condition.FieldType;
import io.picket.kql.KqlTree;
import io.picket.kql.KqlTree.And;
import io.picket.kql.KqlTree.Compare;
import io.picket.kql.KqlTree.Everything;
import io.picket.kql.KqlTree.Is;
import io.picket.kql.KqlTree.Nested;
import io.picket.kql.KqlTree.Not;
import io.picket.kql.KqlTree.Or;
import io.picket.kql.KqlTree.Word;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What a query asks of every event: the fields of its outermost {@code and} and the values each may have. */
final class CheckRequired {

    private CheckRequired() {}

    /** The exact values one of which every match has in the field; empty if others are possible. */
    static Optional<Set<String>> values(KqlTree tree, String field) {
        if (tree instanceof And and) {
            return and.parts().stream()
                    .flatMap(part -> values(part, field).stream())
                    .min((left, right) -> Integer.compare(left.size(), right.size()));
        }
        Set<String> values = new LinkedHashSet<>();
        return allExact(tree, field, values) ? Optional.of(values) : Optional.empty();
    }

    private static boolean allExact(KqlTree tree, String field, Set<String> values) {
        if (tree instanceof Or or) {
            return or.parts().stream().allMatch(part -> allExact(part, field, values));
        }
        if (tree instanceof Is is && isField(is.field(), field) && isExact(is.value())) {
            values.add(is.value().text());
            return true;
        }
        return false;
    }

    static boolean isField(@Nullable Word word, String field) {
        return word != null && !word.wildcard() && word.text().equals(field);
    }

    /** One value and no other: no wildcard and no address block. */
    static boolean isExact(Word value) {
        return !value.wildcard() && value.text().indexOf('/') < 0;
    }

    /**
     * A condition on one field.
     *
     * @param exact the comparison with an exact value, if it is one
     */
    record Leaf(String field, List<Is> exact) {}

    /** The condition on one named field; empty for other parts and where any field would do. */
    static Optional<Leaf> leaf(KqlTree tree) {
        return switch (tree) {
            case Is is -> {
                Word field = is.field();
                if (field == null || field.wildcard()) {
                    yield Optional.empty();
                }
                yield Optional.of(new Leaf(field.text(), isExact(is.value()) ? List.of(is) : List.of()));
            }
            case Compare compare ->
                compare.field().wildcard()
                        ? Optional.empty()
                        : Optional.of(new Leaf(compare.field().text(), List.of()));
            case Everything everything -> Optional.empty();
            case And and -> Optional.empty();
            case Or or -> Optional.empty();
            case Not not -> Optional.empty();
            case Nested nested -> Optional.empty();
        };
    }

    /** Every condition on a named field that an event may have to meet: not those under {@code not} and {@code {}}. */
    static void leaves(KqlTree tree, Consumer<Leaf> each) {
        switch (tree) {
            case And and -> and.parts().forEach(part -> leaves(part, each));
            case Or or -> or.parts().forEach(part -> leaves(part, each));
            case Everything everything -> {}
            case Not not -> {}
            case Nested nested -> {}
            case Is is -> leaf(is).ifPresent(each);
            case Compare compare -> leaf(compare).ifPresent(each);
        }
    }

    /** Whether values of such fields are equal only if their texts are. */
    static boolean comparesAsText(FieldType type) {
        return switch (type) {
            case KEYWORD, WILDCARD, CONSTANT_KEYWORD, LONG, DOUBLE, BOOLEAN, FLATTENED, UNKNOWN -> true;
            case TEXT, IP, DATE, VERSION, NESTED, OBJECT, GEO_POINT, BINARY, OTHER -> false;
        };
    }
}
