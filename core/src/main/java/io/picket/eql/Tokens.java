package io.picket.eql;

import io.picket.eql.Parser.Unreadable;
import io.picket.eql.Token.Kind;
import io.picket.text.Problem;
import io.picket.text.SourceText;
import io.picket.text.Span;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The words of a query, one after the other, and the first thing that was wrong with them. */
final class Tokens {

    private static final Set<String> KEYWORDS = Set.of(
            "and",
            "any",
            "by",
            "false",
            "in",
            "in~",
            "join",
            "like",
            "like~",
            "maxspan",
            "not",
            "null",
            "of",
            "or",
            "regex",
            "regex~",
            "sample",
            "sequence",
            "true",
            "until",
            "where",
            "with");

    private final SourceText source;
    private final List<Token> words;
    private int at;
    private @Nullable Problem problem;

    Tokens(SourceText source, List<Token> words) {
        this.source = source;
        this.words = words;
    }

    static boolean isKeyword(String word) {
        return KEYWORDS.contains(word);
    }

    @Nullable Problem problem() {
        return problem;
    }

    Token peek() {
        return words.get(at);
    }

    Token ahead(int count) {
        return words.get(Math.min(at + count, words.size() - 1));
    }

    /** The word taken last. */
    Token before() {
        return words.get(Math.max(0, at - 1));
    }

    Token take() {
        Token token = words.get(at);
        if (token.kind() != Kind.END) {
            at++;
        }
        return token;
    }

    boolean is(String sign) {
        return peek().is(sign);
    }

    boolean isWord(String word) {
        return isWord(0, word);
    }

    boolean isWord(int ahead, String word) {
        Token token = ahead(ahead);
        return token.kind() == Kind.WORD && token.text().equals(word);
    }

    Token expect(String sign, String code, String message) {
        if (!is(sign)) {
            throw fail(code, message, "");
        }
        return take();
    }

    /** Notes a problem at the next word. To be thrown. */
    Unreadable fail(String code, String message, String mend) {
        return failAt(code, peek().span(), message, mend);
    }

    /** Notes a problem, if it is the first. To be thrown. */
    Unreadable failAt(String code, Span span, String message, String mend) {
        if (problem == null) {
            problem = Problem.error(code, message, mend, source.place(span));
        }
        return new Unreadable();
    }
}
