package io.picket.kql;

import static org.assertj.core.api.Assertions.assertThat;

import io.picket.kql.KqlTree.Operator;
import io.picket.kql.KqlTree.Word;
import io.picket.testkit.Seeds;
import io.picket.text.SourceText;
import io.picket.text.Span;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;

/** Law: a tree that is printed and parsed is the same tree. */
class KqlPrintLawTest {

    private static final Span NOWHERE = Span.at(0);
    private static final List<Operator> OPERATORS = List.of(Operator.values());
    private static final String[] PIECES = {
        "a", "B", "7", " ", "*", "\\", ":", "(", ")", "<", ">", "\"", "{", "}", "\t", "\n", "é", "\u00A0", "or",
        " and ", "not ", "'", "?", ".", "/", "=", "null", "true", "u0041", "😀"
    };

    @ParameterizedTest
    @Seeds(1000)
    void printedAndParsedIsTheSameTree(long seed) {
        Random random = new Random(seed);
        KqlTree tree = tree(random, 4);
        String text = print(tree, random, 0);

        KqlTree parsed = Kql.parse(SourceText.of("q", text)).orThrow();

        assertThat(SmallTree.of(parsed)).as(text).isEqualTo(SmallTree.of(tree));
        spansLieInside(parsed, text.length());
    }

    private static void spansLieInside(KqlTree tree, int length) {
        assertThat(tree.span().end()).isLessThanOrEqualTo(length);
        switch (tree) {
            case KqlTree.And and -> and.parts().forEach(part -> spansLieInside(part, length));
            case KqlTree.Or or -> or.parts().forEach(part -> spansLieInside(part, length));
            case KqlTree.Not not -> spansLieInside(not.part(), length);
            case KqlTree.Nested nested -> spansLieInside(nested.part(), length);
            case KqlTree.Is is -> assertThat(is.value().span().end()).isLessThanOrEqualTo(length);
            case KqlTree.Compare compare ->
                assertThat(compare.value().span().end()).isLessThanOrEqualTo(length);
            case KqlTree.Everything everything -> {}
        }
    }

    private static KqlTree tree(Random random, int depth) {
        int kind = depth == 0 ? random.nextInt(3) : random.nextInt(8);
        return switch (kind) {
            case 0, 1 -> new KqlTree.Is(random.nextInt(4) == 0 ? null : word(random), word(random), NOWHERE);
            case 2 -> new KqlTree.Compare(word(random), OPERATORS.get(random.nextInt(4)), word(random), NOWHERE);
            case 3, 4 -> new KqlTree.And(parts(random, depth), NOWHERE);
            case 5, 6 -> new KqlTree.Or(parts(random, depth), NOWHERE);
            default ->
                random.nextBoolean()
                        ? new KqlTree.Not(tree(random, depth - 1), NOWHERE)
                        : new KqlTree.Nested(plain(random), tree(random, depth - 1), NOWHERE);
        };
    }

    private static List<KqlTree> parts(Random random, int depth) {
        List<KqlTree> parts = new ArrayList<>();
        for (int i = random.nextInt(2, 5); i > 0; i--) {
            parts.add(tree(random, depth - 1));
        }
        return parts;
    }

    private static Word plain(Random random) {
        Word word;
        do {
            word = word(random);
        } while (word.wildcard());
        return word;
    }

    private static Word word(Random random) {
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(1, 7); i > 0; i--) {
            text.append(PIECES[random.nextInt(PIECES.length)]);
        }
        if (random.nextInt(3) == 0) {
            return new Word(text.toString(), true, false, NOWHERE);
        }
        // A bare word has no blanks around it: they would be trimmed away.
        String bare = ("x" + text + "x").substring(random.nextInt(2));
        if (bare.isBlank() || Character.isWhitespace(bare.charAt(0)) || bare.charAt(0) == '\u00A0') {
            bare = "x" + bare;
        }
        boolean wildcard = random.nextInt(3) == 0;
        return wildcard
                ? new Word(bare.replace("\\", "\\\\").replace("*", "\\*") + "*y", false, true, NOWHERE)
                : new Word(bare, false, false, NOWHERE);
    }

    /** @param strength how tightly what stands around binds: 0 or, 1 and, 2 not */
    private static String print(KqlTree tree, Random random, int strength) {
        return switch (tree) {
            case KqlTree.Everything everything -> " ";
            case KqlTree.Or or -> group(joined(or.parts(), "or", random, 1), strength > 0);
            case KqlTree.And and -> group(joined(and.parts(), "and", random, 2), strength > 1);
            case KqlTree.Not not ->
                group(cased("not", random) + blank(random) + print(not.part(), random, 3), strength > 2);
            case KqlTree.Nested nested ->
                print(nested.path()) + maybe(random) + ":" + maybe(random) + "{" + maybe(random)
                        + print(nested.part(), random, 0) + maybe(random) + "}";
            case KqlTree.Is is -> field(is.field(), random) + print(is.value());
            case KqlTree.Compare compare ->
                print(compare.field())
                        + maybe(random)
                        + switch (compare.operator()) {
                            case LESS -> "<";
                            case LESS_OR_EQUAL -> "<=";
                            case GREATER -> ">";
                            case GREATER_OR_EQUAL -> ">=";
                        }
                        // Always one: a value may begin with an equals sign.
                        + blank(random)
                        + print(compare.value());
        };
    }

    private static String field(@Nullable Word field, Random random) {
        return field == null ? "" : print(field) + maybe(random) + ":" + maybe(random);
    }

    /** Parentheses keep apart what would otherwise run into one level: an or in an or, an and in an and. */
    private static String joined(List<KqlTree> parts, String keyword, Random random, int strength) {
        List<String> printed = new ArrayList<>();
        for (KqlTree part : parts) {
            printed.add(print(part, random, strength));
        }
        return String.join(blank(random) + cased(keyword, random) + blank(random), printed);
    }

    private static String group(String text, boolean parentheses) {
        return parentheses ? "(" + text + ")" : text;
    }

    private static String cased(String keyword, Random random) {
        return random.nextBoolean() ? keyword : keyword.toUpperCase(Locale.ROOT);
    }

    private static String blank(Random random) {
        return " \t\n\r\u00A0".substring(random.nextInt(5)).substring(0, 1);
    }

    private static String maybe(Random random) {
        return random.nextBoolean() ? "" : blank(random);
    }

    private static String print(Word word) {
        if (word.quoted()) {
            return "\"" + word.text().replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
        }
        StringBuilder out = new StringBuilder();
        String text = word.text();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (word.wildcard() && c == '\\') {
                out.append(c).append(text.charAt(++i));
            } else if (word.wildcard() && c == '*') {
                out.append(c);
            } else if ("\\():<>\"*{}".indexOf(c) >= 0) {
                out.append('\\').append(c);
            } else if ("aAoOnN".indexOf(c) >= 0) {
                // Written as its number, a letter begins no keyword.
                out.append("\\u00%02x".formatted((int) c));
            } else {
                out.append(c);
            }
        }
        return out.toString();
    }
}
