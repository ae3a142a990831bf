package io.picket.rule;

import io.picket.condition.FieldTypes;
import io.picket.eql.Eql;
import io.picket.eql.EqlOptions;
import io.picket.eql.EqlQuery;
import io.picket.eql.EqlTree;
import io.picket.rule.RuleBody.EqlBody;
import io.picket.text.Read;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** The queries of EQL rules. */
public final class EqlQueries {

    private static final String TIMESTAMP = "@timestamp";

    private EqlQueries() {}

    /** What the query asks for; {@code now} in a date stays what it is. */
    public static Read<EqlQuery> of(EqlBody body, FieldTypes types) {
        String category = body.eventCategoryField().orElse(EqlOptions.EVENT_CATEGORY);
        return Eql.read(body.query().text(), types, new EqlOptions(category));
    }

    /** Whether the query is a sequence, whose events are ordered. */
    public static boolean isSequence(EqlBody body) {
        return tree(body).filter(EqlTree.Sequence.class::isInstance).isPresent();
    }

    /** Whether the query joins events: a sequence or a sample. */
    public static boolean isJoined(EqlBody body) {
        return tree(body).filter(tree -> !(tree instanceof EqlTree.EventQuery)).isPresent();
    }

    /** The field that orders the query's events. */
    public static String timestampField(EqlBody body) {
        return body.timestampField().orElse(TIMESTAMP);
    }

    /** Names of the fields that order and join the query's events; those of its conditions are not among them. */
    public static Set<String> fields(EqlBody body) {
        Set<String> fields = new LinkedHashSet<>();
        fields.add(timestampField(body));
        body.tiebreakerField().ifPresent(fields::add);
        tree(body)
                .ifPresent(tree -> steps(tree).stream()
                        .flatMap(step -> step.keys().stream())
                        .forEach(key -> fields.add(key.name())));
        return fields;
    }

    /** How many results pipes leave at most; without pipes as many as there are. */
    public static int resultsMax(EqlBody body) {
        if (body.query().text().text().indexOf('|') < 0) {
            return Integer.MAX_VALUE;
        }
        return tree(body).stream()
                .flatMap(tree -> tree.pipes().stream())
                .mapToInt(EqlTree.Pipe::count)
                .min()
                .orElse(Integer.MAX_VALUE);
    }

    private static List<EqlTree.Step> steps(EqlTree tree) {
        return switch (tree) {
            case EqlTree.EventQuery query -> List.of();
            case EqlTree.Sequence sequence ->
                Stream.concat(sequence.steps().stream(), sequence.until().stream())
                        .toList();
            case EqlTree.Sample sample -> sample.steps();
        };
    }

    private static Optional<EqlTree> tree(EqlBody body) {
        return Eql.parse(body.query().text()) instanceof Read.Ok<EqlTree> ok
                ? Optional.of(ok.value())
                : Optional.empty();
    }
}
