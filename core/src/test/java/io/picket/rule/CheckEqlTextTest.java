package io.picket.rule;

import static org.assertj.core.api.Assertions.assertThat;

import io.picket.rule.CheckEqlText.Kind;
import io.picket.rule.CheckEqlText.Token;
import io.picket.testkit.Seeds;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;

/** Words, strings and signs of an EQL text. */
class CheckEqlTextTest {

    private static List<String> texts(String query) {
        return CheckEqlText.tokens(query).stream().map(Token::text).toList();
    }

    @Test
    void wordsSignsAndStrings() {
        assertThat(texts("process where process.name == \"a b\" and user.id != null"))
                .containsExactly("process", "where", "process.name", "==", "a b", "and", "user.id", "!=", "null");
    }

    @Test
    void commentsAreLeftOut() {
        assertThat(texts("a // b == \"*\"\nc /* d \" */ e")).containsExactly("a", "c", "e");
    }

    @Test
    void stringsEndAtTheirOwnQuotes() {
        List<Token> tokens = CheckEqlText.tokens("x == \"a\\\"b\" and y == \"\"\"c\"d\\\"\"\" and `z-1` == 'e'");
        assertThat(tokens.stream().filter(token -> token.kind() == Kind.STRING).map(Token::text))
                .containsExactly("a\\\"b", "c\"d\\", "e");
        assertThat(tokens)
                .anyMatch(token -> token.kind() == Kind.WORD && token.text().equals("z-1"));
    }

    @Test
    void unfinishedStringsAndCommentsEndWithTheText() {
        assertThat(texts("a == \"b")).containsExactly("a", "==", "b");
        assertThat(texts("a == \"")).containsExactly("a", "==", "");
        assertThat(texts("a == \"b\\")).containsExactly("a", "==", "b\\");
        assertThat(texts("a == \"\"\"")).containsExactly("a", "==", "");
        assertThat(texts("a /* b")).containsExactly("a");
    }

    /** Spans run forward, lie inside the text and do not overlap, whatever the text. */
    @ParameterizedTest
    @Seeds(300)
    void spansTileTheText(long seed) {
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
        String signs = "ab1._@ \n\"'`\\/*=!<>()[]:~?,-";
        StringBuilder query = new StringBuilder();
        for (int i = random.nextInt(60); i > 0; i--) {
            query.append(signs.charAt(random.nextInt(signs.length())));
        }
        int end = 0;
        for (Token token : CheckEqlText.tokens(query.toString())) {
            assertThat(token.span().start()).isGreaterThanOrEqualTo(end);
            assertThat(token.span().end()).isGreaterThan(token.span().start()).isLessThanOrEqualTo(query.length());
            end = token.span().end();
        }
    }
}
