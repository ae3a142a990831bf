package io.picket.rule;

import io.picket.kql.KqlTree;
import io.picket.kql.KqlTree.And;
import io.picket.kql.KqlTree.Is;
import io.picket.kql.KqlTree.Or;
import io.picket.kql.KqlTree.Word;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;

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

    static boolean isField(@org.jspecify.annotations.Nullable Word word, String field) {
        return word != null && !word.wildcard() && word.text().equals(field);
    }

    /** One value and no other: no wildcard and no address block. */
    static boolean isExact(Word value) {
        return !value.wildcard() && value.text().indexOf('/') < 0;
    }
}
