package io.picket.eql;

import io.picket.text.Problem;
import io.picket.text.Read;
import io.picket.text.SourceText;

/** Reads EQL as Elasticsearch writes it (Elasticsearch reference, EQL syntax). */
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
        Problem problem = parser.problem();
        return tree != null ? Read.ok(tree) : Read.failed(java.util.Objects.requireNonNull(problem));
    }
}
