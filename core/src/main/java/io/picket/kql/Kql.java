package io.picket.kql;

import io.picket.condition.Condition;
import io.picket.condition.FieldTypes;
import io.picket.condition.MovingConditions;
import io.picket.condition.MultiFields;
import io.picket.text.Problem;
import io.picket.text.Read;
import io.picket.text.SourceText;
import java.util.ArrayList;
import java.util.List;

/**
 * The Kibana query language as detection rules use it: leading wildcards allowed, case-sensitive, dates in UTC. What is
 * accepted, and as which tree, is what Kibana's grammar accepts (kbn-es-query, grammar of 7.17 and later).
 */
public final class Kql {

    /** Longest query that is read, in UTF-16 units. The longest of the public rules has 9,863. */
    public static final int QUERY_CHARS_MAX = 1_000_000;

    /** How deep parentheses and braces may stand in each other. The public rules reach 8. */
    public static final int DEPTH_MAX = 200;

    private Kql() {}

    /** The tree of a query; a query Kibana accepts but its author hardly meant comes with warnings. */
    public static Read<KqlTree> parse(SourceText source) {
        if (source.text().length() > QUERY_CHARS_MAX) {
            return Read.failed(Mistakes.tooLong(source));
        }
        KqlTree tree;
        try {
            tree = new Parser(source).whole();
        } catch (Parser.Stop stop) {
            return Read.failed(stop.problem());
        }
        return Read.ok(tree, Doubts.about(tree, source));
    }

    /**
     * What a query asks of an event.
     *
     * @param tree the query, parsed from {@code source}
     * @return a condition that may depend on what time it is; see {@link MovingConditions}
     */
    public static Read<Condition> compile(KqlTree tree, SourceText source, FieldTypes types) {
        Compiler compiler = new Compiler(source, types);
        Condition condition = compiler.condition(tree);
        List<Problem> problems = compiler.problems();
        return compiler.failed() ? Read.failed(problems) : Read.ok(MultiFields.answered(condition, types), problems);
    }

    /**
     * Parses and compiles.
     *
     * @param nowMillis what {@code now} in a date means, epoch milliseconds
     */
    public static Read<Condition> read(SourceText source, FieldTypes types, long nowMillis) {
        return read(source, types).map(condition -> MovingConditions.at(condition, nowMillis));
    }

    /** Parses and compiles to a condition that may depend on what time it is; see {@link MovingConditions}. */
    public static Read<Condition> read(SourceText source, FieldTypes types) {
        return switch (parse(source)) {
            case Read.Failed<KqlTree>(List<Problem> problems) -> Read.failed(problems);
            case Read.Ok<KqlTree>(KqlTree tree, List<Problem> doubts) -> with(doubts, compile(tree, source, types));
        };
    }

    private static Read<Condition> with(List<Problem> doubts, Read<Condition> compiled) {
        List<Problem> all = new ArrayList<>(doubts);
        all.addAll(compiled.problems());
        return switch (compiled) {
            case Read.Ok<Condition> ok -> Read.ok(ok.value(), all);
            case Read.Failed<Condition> failed -> Read.failed(all);
        };
    }
}
