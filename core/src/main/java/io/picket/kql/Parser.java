package io.picket.kql;

import io.picket.kql.KqlTree.Is;
import io.picket.kql.KqlTree.Operator;
import io.picket.kql.KqlTree.Word;
import io.picket.kql.Mistakes.Awaited;
import io.picket.text.Problem;
import io.picket.text.SourceText;
import io.picket.text.Span;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * Descends through a query. Nothing is tried twice: what a word is (a field, or a value of all fields) shows in the one
 * character behind it, and a keyword is never part of a word. Only parentheses and braces deepen the descent; lists of
 * any length are loops.
 *
 * <pre>
 * or     = and ( OR and )*            and  = not ( AND not )*
 * not    = NOT unit | unit            unit = "(" or ")" | field ":" "{" or "}" | field ":" list | field op word | word
 * list   = "(" or-of-values ")" | word
 * </pre>
 * The or, and and not of values are the same rules with the field already known.
 */
final class Parser {

    private final SourceText source;
    private final String text;
    private final WordReader words;
    private int at;
    private int depth;

    Parser(SourceText source) {
        this.source = source;
        this.text = source.text();
        this.words = new WordReader(text);
    }

    /** The way out of the descent; never leaves the package. */
    static final class Stop extends RuntimeException {
        private static final long serialVersionUID = 1L;
        private final transient Problem problem;

        Stop(Problem problem) {
            super(problem.message(), null, false, false);
            this.problem = problem;
        }

        Problem problem() {
            return problem;
        }
    }

    KqlTree whole() {
        at = words.afterBlanks(0);
        if (at == text.length()) {
            return new KqlTree.Everything(new Span(0, at));
        }
        KqlTree tree = or(null, 0);
        at = words.afterBlanks(at);
        if (at < text.length()) {
            throw stop(Awaited.END, at);
        }
        return tree;
    }

    /**
     * @param field the field whose values are listed; null between whole conditions
     * @param since where the thing began that wants a condition here
     */
    private KqlTree or(@Nullable Word field, int since) {
        return joined("or", since, from -> and(field, from), KqlTree.Or::new);
    }

    private KqlTree and(@Nullable Word field, int since) {
        return joined("and", since, from -> not(field, from), KqlTree.And::new);
    }

    private interface Part {
        KqlTree read(int since);
    }

    private KqlTree joined(String keyword, int since, Part part, BiFunction<List<KqlTree>, Span, KqlTree> join) {
        KqlTree first = part.read(since);
        int next = words.joiner(at, keyword);
        if (next < 0) {
            return first;
        }
        List<KqlTree> parts = new ArrayList<>();
        parts.add(first);
        for (; next >= 0; next = words.joiner(at, keyword)) {
            int keywordAt = words.afterBlanks(at);
            at = next;
            parts.add(part.read(keywordAt));
        }
        return join.apply(
                parts, new Span(first.span().start(), parts.getLast().span().end()));
    }

    private KqlTree not(@Nullable Word field, int since) {
        int next = words.not(at);
        if (next < 0) {
            return unit(field, since);
        }
        int start = at;
        at = next;
        KqlTree part = unit(field, start);
        return new KqlTree.Not(part, new Span(start, part.span().end()));
    }

    private KqlTree unit(@Nullable Word field, int since) {
        if (charAt(at) == '(') {
            return enclosed(')', from -> or(field, from));
        }
        if (field == null) {
            return expression(since);
        }
        Word value = word(Awaited.VALUE, since);
        return new Is(field, value, value.span());
    }

    private KqlTree enclosed(char close, Part inside) {
        int open = at;
        if (++depth > Kql.DEPTH_MAX) {
            throw new Stop(Mistakes.tooDeep(source, open));
        }
        at = words.afterBlanks(open + 1);
        KqlTree part = inside.read(open);
        at = words.afterBlanks(at);
        if (charAt(at) != close) {
            throw stop(close == ')' ? Awaited.PARENTHESIS : Awaited.BRACE, open);
        }
        at++;
        depth--;
        return part;
    }

    private KqlTree expression(int since) {
        Word word = word(Awaited.CONDITION, since);
        int afterWord = at;
        int sign = words.afterBlanks(at);
        char c = charAt(sign);
        if (c == ':') {
            at = words.afterBlanks(sign + 1);
            return charAt(at) == '{' ? nested(word) : values(word, sign);
        }
        if (c == '<' || c == '>') {
            boolean orEqual = charAt(sign + 1) == '=';
            at = words.afterBlanks(sign + (orEqual ? 2 : 1));
            Word value = word(Awaited.BOUND, sign);
            Operator operator = c == '<'
                    ? orEqual ? Operator.LESS_OR_EQUAL : Operator.LESS
                    : orEqual ? Operator.GREATER_OR_EQUAL : Operator.GREATER;
            return new KqlTree.Compare(
                    word,
                    operator,
                    value,
                    new Span(word.span().start(), value.span().end()));
        }
        at = afterWord;
        return new Is(null, word, word.span());
    }

    private KqlTree nested(Word path) {
        KqlTree part = enclosed('}', from -> or(null, from));
        return new KqlTree.Nested(path, part, new Span(path.span().start(), at));
    }

    private KqlTree values(Word field, int colon) {
        if (charAt(at) == '(') {
            return enclosed(')', from -> or(field, from));
        }
        Word value = word(Awaited.VALUE, colon);
        return new Is(field, value, new Span(field.span().start(), value.span().end()));
    }

    private Word word(Awaited awaited, int since) {
        WordReader.Found found = words.at(at);
        if (found == null) {
            throw stop(awaited, since);
        }
        at = found.next();
        return found.word();
    }

    private char charAt(int index) {
        return index < text.length() ? text.charAt(index) : '\0';
    }

    private Stop stop(Awaited awaited, int since) {
        return new Stop(Mistakes.found(source, at, awaited, since));
    }
}
