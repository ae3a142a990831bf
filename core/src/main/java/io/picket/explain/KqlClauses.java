package io.picket.explain;

import io.picket.condition.Condition;
import io.picket.condition.FieldTypes;
import io.picket.kql.Kql;
import io.picket.kql.KqlTree;
import io.picket.kql.KqlTree.Is;
import io.picket.kql.KqlTree.Nested;
import io.picket.kql.KqlTree.Word;
import io.picket.text.Problem;
import io.picket.text.Read;
import io.picket.text.SourceText;
import io.picket.text.Span;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A KQL query as clauses. A list of values of one field is one test. */
final class KqlClauses {

    private final SourceText source;
    private final FieldTypes types;

    private KqlClauses(SourceText source, FieldTypes types) {
        this.source = source;
        this.types = types;
    }

    /** The clause of the whole query, or why it cannot be used. */
    static Read<Clause> of(SourceText source, FieldTypes types) {
        return switch (Kql.read(source, types)) {
            case Read.Failed<Condition>(List<Problem> problems) -> Read.failed(problems);
            case Read.Ok<Condition> usable ->
                Kql.parse(source).map(tree -> new KqlClauses(source, types).clause(tree, null));
        };
    }

    /** @param braces the nested field in whose braces the tree stands, or null */
    private Clause clause(KqlTree tree, @Nullable Nested braces) {
        Wording words = Wording.of(source, new Span(start(tree), tree.span().end()));
        if (onlyField(tree).isPresent()) {
            return new Clause.Test(condition(tree, braces), words);
        }
        return switch (tree) {
            case KqlTree.And(var parts, var span) -> new Clause.All(clauses(parts, braces), words);
            case KqlTree.Or(var parts, var span) -> new Clause.Any(clauses(parts, braces), words);
            case KqlTree.Not(var part, var span) -> new Clause.Not(clause(part, braces), words);
            case Nested nested -> nested(nested, braces, words);
            case KqlTree.Everything all -> new Clause.Test(condition(tree, braces), new Wording("*", words.place()));
            case Is is -> new Clause.Test(condition(tree, braces), words);
            case KqlTree.Compare compare -> new Clause.Test(condition(tree, braces), words);
        };
    }

    private List<Clause> clauses(List<KqlTree> parts, @Nullable Nested braces) {
        return parts.stream().map(part -> clause(part, braces)).toList();
    }

    /** Taken apart unless it stands in other objects itself. */
    private Clause nested(Nested nested, @Nullable Nested braces, Wording words) {
        String path = nested.path().text();
        boolean plain = braces == null
                && condition(nested, null) instanceof Condition.Nested whole
                && whole.path().equals(path);
        return plain
                ? new Clause.OneObject(path, clause(nested.part(), nested), words)
                : new Clause.Test(condition(nested, braces), words);
    }

    private Condition condition(KqlTree tree, @Nullable Nested braces) {
        KqlTree whole = braces == null ? tree : new Nested(braces.path(), tree, tree.span());
        // A part of a query that compiles, compiles.
        Condition condition = Kql.compile(whole, source, types).orThrow();
        return braces != null && condition instanceof Condition.Nested(String path, Condition inner)
                ? inner
                : condition;
    }

    /** Where the words begin: of values, at their field. */
    private static int start(KqlTree tree) {
        return onlyField(tree).map(field -> field.span().start()).orElseGet(() -> switch (tree) {
            case KqlTree.And(var parts, var span) -> start(parts.getFirst());
            case KqlTree.Or(var parts, var span) -> start(parts.getFirst());
            case KqlTree other -> other.span().start();
        });
    }

    /** The field, if all of the tree are values of one that is named once. */
    private static Optional<Word> onlyField(KqlTree tree) {
        return switch (tree) {
            case Is(Word field, Word value, Span span) -> Optional.ofNullable(field);
            case KqlTree.And(var parts, var span) -> onlyField(parts);
            case KqlTree.Or(var parts, var span) -> onlyField(parts);
            case KqlTree.Not(var part, Span span) ->
                // In "not a: b" the field stands behind the not, in "a: (not b)" before it.
                onlyField(part).filter(field -> field.span().start() < span.start());
            case Nested nested -> Optional.empty();
            case KqlTree.Compare compare -> Optional.empty();
            case KqlTree.Everything all -> Optional.empty();
        };
    }

    private static Optional<Word> onlyField(List<KqlTree> parts) {
        Optional<Word> first = onlyField(parts.getFirst());
        boolean same = first.isPresent()
                && parts.stream().allMatch(part -> onlyField(part).equals(first));
        return same ? first : Optional.empty();
    }
}
