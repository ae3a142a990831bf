package io.picket.rule;

import io.picket.condition.FieldTypes;
import io.picket.eql.Eql;
import io.picket.eql.EqlOptions;
import io.picket.eql.EqlQuery;
import io.picket.eql.EqlTree;
import io.picket.rule.RuleBody.EqlBody;
import io.picket.text.Problem;
import io.picket.text.Read;
import io.picket.text.SourceText;
import io.picket.text.Span;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;

/** The queries of EQL rules, as far as rules run them. */
public final class EqlQueries {

    private static final String TIMESTAMP = "@timestamp";

    private EqlQueries() {}

    /**
     * What the query asks for; samples, pipes and, in sequences, dates relative to now are refused.
     *
     * @param nowMillis what {@code now} in a date means, epoch milliseconds
     */
    public static Read<EqlQuery> of(EqlBody body, FieldTypes types, long nowMillis) {
        SourceText text = body.query().text();
        Read<EqlQuery> read = Eql.read(text, types, options(body, nowMillis));
        if (!(read instanceof Read.Ok<EqlQuery> ok)) {
            return read;
        }
        EqlQuery query = ok.value();
        if (query instanceof EqlQuery.Sample) {
            return refused(text, "COND-005", "Samples do not run as rules yet.");
        }
        if (!query.pipes().isEmpty()) {
            return refused(text, "COND-006", "Pipes do not run in rules.");
        }
        EqlOptions later = options(body, nowMillis + Duration.ofDays(1).toMillis());
        boolean moves = query instanceof EqlQuery.Sequence
                && !query.equals(Eql.read(text, types, later).orThrow());
        return moves ? refused(text, "COND-007", "Dates relative to now do not run in sequences.") : read;
    }

    private static EqlOptions options(EqlBody body, long nowMillis) {
        return new EqlOptions(body.eventCategoryField().orElse(EqlOptions.EVENT_CATEGORY), nowMillis);
    }

    private static Read<EqlQuery> refused(SourceText text, String code, String message) {
        return Read.failed(Problem.error(code, message, "", text.place(Span.at(0))));
    }

    /** Whether the query is a sequence, whose events are ordered and joined. */
    public static boolean isSequence(EqlBody body) {
        return tree(body).filter(EqlTree.Sequence.class::isInstance).isPresent();
    }

    /** The field that orders the events of a sequence. */
    public static String timestampField(EqlBody body) {
        return body.timestampField().orElse(TIMESTAMP);
    }

    /** Names of the fields that a sequence asks of events that meet some step of it. */
    public static Set<String> fields(EqlBody body) {
        Set<String> fields = new LinkedHashSet<>();
        fields.add(timestampField(body));
        fields.add(body.eventCategoryField().orElse(EqlOptions.EVENT_CATEGORY));
        body.tiebreakerField().ifPresent(fields::add);
        tree(body).ifPresent(tree -> fields.addAll(Eql.fields(tree)));
        return fields;
    }

    private static Optional<EqlTree> tree(EqlBody body) {
        return Eql.parse(body.query().text()) instanceof Read.Ok<EqlTree> ok ? Optional.of(ok.value()) : Optional.empty();
    }
}
