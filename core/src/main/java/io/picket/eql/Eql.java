package io.picket.eql;

import io.picket.condition.FieldTypes;
import io.picket.eql.EqlTree.EventQuery;
import io.picket.eql.EqlTree.Sample;
import io.picket.eql.EqlTree.Sequence;
import io.picket.eql.EqlTree.Step;
import io.picket.text.Problem;
import io.picket.text.Read;
import io.picket.text.SourceText;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** Reads EQL as Elasticsearch takes it (Elasticsearch reference, EQL syntax). */
public final class Eql {

    private Eql() {}

    /** The query as a tree, or the first thing that is wrong with it. */
    public static Read<EqlTree> parse(SourceText source) {
        Lexer lexer = new Lexer(source);
        var words = lexer.tokens();
        Problem unreadable = lexer.problem();
        if (unreadable != null) {
            return Read.failed(unreadable);
        }
        Parser parser = new Parser(source, words);
        EqlTree tree = parser.query();
        return tree != null ? Read.ok(tree) : Read.failed(Objects.requireNonNull(parser.problem()));
    }

    /**
     * What a query asks for, or all that Elasticsearch would refuse in it. Fields of unknown type are compared as what
     * they turn out to be.
     *
     * @param tree the query, parsed from {@code source}
     */
    public static Read<EqlQuery> compile(EqlTree tree, SourceText source, FieldTypes types, EqlOptions options) {
        Findings findings = new Findings(source);
        Fields fields = new Fields(types);
        verify(tree, new Verifier(fields, findings));
        if (!findings.isEmpty()) {
            return Read.failed(findings.problems());
        }
        EqlQuery query = query(tree, new Compiler(fields, findings, options));
        return findings.isEmpty() ? Read.ok(query) : Read.failed(findings.problems());
    }

    /** Parses and compiles. */
    public static Read<EqlQuery> read(SourceText source, FieldTypes types, EqlOptions options) {
        return switch (parse(source)) {
            case Read.Failed<EqlTree>(List<Problem> problems) -> Read.failed(problems);
            case Read.Ok<EqlTree>(EqlTree tree, var none) -> compile(tree, source, types, options);
        };
    }

    private static List<Step> steps(EqlTree tree) {
        return switch (tree) {
            case EventQuery query ->
                List.of(new Step(
                        query.filter(), List.of(), false, query.filter().span()));
            case Sequence sequence -> {
                List<Step> all = new ArrayList<>(sequence.steps());
                sequence.until().ifPresent(all::add);
                yield all;
            }
            case Sample sample -> sample.steps();
        };
    }

    private static void verify(EqlTree tree, Verifier verifier) {
        List<Step> steps = steps(tree);
        // Runs are the same step several times.
        steps.stream()
                .distinct()
                .forEach(step -> verifier.condition(step.filter().where()));
        verifier.keys(steps);
    }

    private static EqlQuery query(EqlTree tree, Compiler compiler) {
        return switch (tree) {
            case EventQuery query -> new EqlQuery.Events(compiler.filter(query.filter()), query.pipes());
            case Sequence sequence ->
                new EqlQuery.Sequence(
                        sequence.maxspan(),
                        steps(sequence.steps(), compiler),
                        sequence.until().map(until -> compiler.step(until, 1)),
                        sequence.pipes());
            case Sample sample -> new EqlQuery.Sample(steps(sample.steps(), compiler), sample.pipes());
        };
    }

    /** Each step once, however often it is to run: runs are the very same step one after the other. */
    private static List<EqlQuery.Step> steps(List<Step> unrolled, Compiler compiler) {
        List<EqlQuery.Step> steps = new ArrayList<>();
        int from = 0;
        for (int at = 1; at <= unrolled.size(); at++) {
            if (at == unrolled.size() || !unrolled.get(at).equals(unrolled.get(from))) {
                steps.add(compiler.step(unrolled.get(from), at - from));
                from = at;
            }
        }
        return steps;
    }
}
