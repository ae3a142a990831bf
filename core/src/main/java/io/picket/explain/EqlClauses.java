package io.picket.explain;

import io.picket.condition.Condition;
import io.picket.condition.FieldTypes;
import io.picket.eql.Eql;
import io.picket.eql.EqlOptions;
import io.picket.eql.EqlQuery;
import io.picket.eql.EqlTree;
import io.picket.eql.EqlTree.EventQuery;
import io.picket.eql.EqlTree.Filter;
import io.picket.eql.Expression;
import io.picket.text.SourceText;
import io.picket.text.Span;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What an EQL query asks of one event, as clauses. */
final class EqlClauses {

    private final SourceText source;
    private final FieldTypes types;
    private final EqlOptions options;

    EqlClauses(SourceText source, FieldTypes types, EqlOptions options) {
        this.source = source;
        this.types = types;
        this.options = options;
    }

    /** The filter of a query that compiles. */
    Clause of(Filter filter) {
        List<Clause> parts = new ArrayList<>();
        Expression where = filter.where();
        if (filter.category().isPresent()) {
            Span span = new Span(filter.span().start(), where.span().start());
            String words = source.text().substring(span.start(), span.end());
            Span category =
                    new Span(span.start(), span.start() + words.stripTrailing().length());
            Expression always = new Expression.Constant(true, category);
            parts.add(new Clause.Test(condition(new Filter(filter.category(), always, category)), named(category)));
            if (where instanceof Expression.Constant(Object value, var at) && Boolean.TRUE.equals(value)) {
                return parts.getFirst();
            }
        }
        if (where instanceof Expression.And(var joined, var span)) {
            joined.forEach(part -> parts.add(clause(part)));
        } else {
            parts.add(clause(where));
        }
        return parts.size() == 1 ? parts.getFirst() : new Clause.All(parts, Wording.of(source, filter.span()));
    }

    /** {@code process where}, without a parenthesis that only opens behind it. */
    private Wording named(Span span) {
        Wording words = Wording.of(source, span);
        int where = words.text().lastIndexOf("where");
        return new Wording(words.text().substring(0, where + "where".length()), words.place());
    }

    private Clause clause(Expression expression) {
        Wording words = Wording.of(source, expression.span());
        return switch (expression) {
            case Expression.And(var parts, var span) -> new Clause.All(clauses(parts), words);
            case Expression.Or(var parts, var span) -> new Clause.Any(clauses(parts), words);
            case Expression.Not(var part, var span) -> new Clause.Not(clause(part), words);
            case Expression leaf -> new Clause.Test(condition(new Filter(Optional.empty(), leaf, leaf.span())), words);
        };
    }

    private List<Clause> clauses(List<Expression> parts) {
        return parts.stream().map(this::clause).toList();
    }

    private Condition condition(Filter filter) {
        EqlTree single = new EventQuery(filter, List.of());
        // A part of a query that compiles, compiles.
        if (Eql.compile(single, source, types, options).orThrow() instanceof EqlQuery.Events events) {
            return events.condition();
        }
        throw new IllegalStateException("one event's query is not one event's query");
    }
}
