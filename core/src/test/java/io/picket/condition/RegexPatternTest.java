package io.picket.condition;

import static org.assertj.core.api.Assertions.assertThat;

import io.picket.condition.RegexPattern.Syntax;
import io.picket.testkit.Seeds;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RegexPatternTest {

    private static RegexPattern lucene(String text) {
        return readable(text, Syntax.LUCENE, Case.SENSITIVE);
    }

    private static RegexPattern readable(String text, Syntax syntax, Case letters) {
        return switch (RegexPattern.read(text, syntax, letters)) {
            case RegexReading.Understood(RegexPattern pattern) -> pattern;
            case RegexReading.Unreadable unreadable -> throw new AssertionError(text + ": " + unreadable);
        };
    }

    private static RegexReading.Unreadable unreadable(String text, Syntax syntax) {
        return switch (RegexPattern.read(text, syntax, Case.SENSITIVE)) {
            case RegexReading.Understood readable -> throw new AssertionError(text + " should not be readable");
            case RegexReading.Unreadable unreadable -> unreadable;
        };
    }

    @ParameterizedTest(name = "{0} {1} {2}")
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '~',
            value = {
                "abc;abc;true",
                "abc;xabc;false",
                "abc;abcx;false",
                "a.c;a😀c;true",
                "a|b|;b;true",
                "(ab)+;ababab;true",
                "(ab)+;aba;false",
                "x{2};xx;true",
                "x{2};xxx;false",
                "x{2,};xxxx;true",
                "x{1,2}y;xxy;true",
                "x{1,2}y;xxxy;false",
                "[a-c]x;bx;true",
                "[^a-c]x;bx;false",
                "[^a-c]x;dx;true",
                "[]x]+;]x;true",
                "[a\\-z]+;a-z;true",
                "[a\\-z]+;m;false",
                "\\d+\\.\\d+;10.25;true",
                "[\\w.]+;a_1.b;true",
                "\\S+;a b;false",
                // What Java reads as anchors and lazy marks, Lucene does not.
                "^a$;a;false",
                "^a$;^a$;true",
                ".*?net.*?;xnety;true",
                "a+?;~~;true",
                // The operators Lucene has of its own.
                "a@z;a b z;true",
                "a#|b;b;true",
                "a#|b;a;false",
                "x\"a.c\";xa.c;true",
                "x\"a.c\";xabc;false",
                "<8-11>;9;true",
                "<8-11>;09;true",
                "<8-11>;12;false",
                "<01-12>;07;true",
                "<01-12>;7;false",
                "net\\.exe;net.exe;true",
                "net\\.exe;netxexe;false",
            })
    void lucene_asItsSyntaxSays(String pattern, String value, boolean matches) {
        assertThat(lucene(pattern).matches(value)).isEqualTo(matches);
        byte[] bytes = ("<" + value + ">").getBytes(StandardCharsets.UTF_8);
        assertThat(lucene(pattern).matches(bytes, 1, bytes.length - 2)).isEqualTo(matches);
    }

    @ParameterizedTest
    @CsvSource({"a~b", "a&b", "(a", "a)", "[a", "a{2", "a{3,2}", "*a", "a\\", "\\q", "<1>", "[z-a]", "a{99999}"})
    void lucene_whatItCannotRead_isSaidWithItsPlace(String pattern) {
        RegexReading.Unreadable unreadable = unreadable(pattern, Syntax.LUCENE);
        assertThat(unreadable.message()).isNotEmpty();
        assertThat(unreadable.offset()).isBetween(0, pattern.length());
    }

    @ParameterizedTest
    @ValueSource(strings = {"(?=a)b", "(?i)a", "a^b", "a*+", "\\bx", "[a&&b]", "\\1"})
    void java_whatNeedsBacktracking_isRefused(String pattern) {
        assertThat(unreadable(pattern, Syntax.JAVA).message()).isNotEmpty();
    }

    @Test
    void counts_mayNotGrowWithoutBound() {
        assertThat(unreadable("((a{100}){100}){100}", Syntax.LUCENE).message()).contains("too large");
        assertThat(unreadable("(".repeat(5_000) + ")".repeat(5_000), Syntax.LUCENE)
                        .message())
                .contains("nest");
        assertThat(unreadable("a" + "?".repeat(5_000), Syntax.LUCENE).message()).contains("in a row");
        assertThat(unreadable("a".repeat(RegexPattern.CHARS_MAX + 1), Syntax.LUCENE)
                        .message())
                .contains("longer");
        assertThat(lucene("a".repeat(RegexPattern.CHARS_MAX - 1)).matches("a".repeat(RegexPattern.CHARS_MAX - 1)))
                .isTrue();
    }

    @Test
    void withoutCase_everyCaseOfALetterMatches_alsoInRanges() {
        RegexPattern pattern = readable("straße[k-m]ſ", Syntax.LUCENE, Case.INSENSITIVE);
        assertThat(pattern.matches("STRAßE\u212AS")).isTrue();
        assertThat(pattern.matches("straẞeLs")).isTrue();
        assertThat(pattern.matches("straßeNs")).isFalse();
        assertThat(readable("[^a]", Syntax.LUCENE, Case.INSENSITIVE).matches("A"))
                .isFalse();
        assertThat(readable("[^a]", Syntax.LUCENE, Case.INSENSITIVE).matches("b"))
                .isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                ".*net\\.exe.*;net.exe",
                ".*ab{3,}c.*;abbb",
                ".*ab{3}c.*;abbbc",
                ".*a(bc){2}d.*;abc",
                "a?bcd;bcd",
                "ab(c|d)efg;efg",
                "abc|abcd;",
                "[ab]+;",
                "(x*y)+;y",
                "A[Bb]C[Dd]e;abcde",
                "@;",
                "#;",
            })
    void held_isInEveryTextThatMatches(String pattern, String held) {
        assertThat(lucene(pattern).held(Character::toLowerCase)).isEqualTo(held == null ? "" : held);
        assertThat(lucene(pattern).examples())
                .allSatisfy(text -> assertThat(text.toLowerCase(Locale.ROOT)).contains(held == null ? "" : held));
    }

    @Test
    void severalPatterns_areAlternatives() {
        RegexReading both = RegexPattern.anyOf(List.of(lucene("a+"), lucene("b|c")));
        assertThat(both).isInstanceOfSatisfying(RegexReading.Understood.class, readable -> {
            assertThat(readable.pattern().matches("aa")).isTrue();
            assertThat(readable.pattern().matches("c")).isTrue();
            assertThat(readable.pattern().matches("ac")).isFalse();
        });
    }

    @Test
    void patternOfPlainCharacters_isALiteral() {
        assertThat(lucene("net\\.exe").literal()).contains("net.exe");
        assertThat(lucene("net.exe").literal()).isEmpty();
        assertThat(readable("net", Syntax.LUCENE, Case.INSENSITIVE).literal()).isEmpty();
    }

    /** A backtracking engine would need longer than the age of the universe for the first of them. */
    @ParameterizedTest
    @ValueSource(strings = {"(a|a)*b", "(a*)*b", "(a?){50}a{50}", "(.*a){20}.*", "([a-z]+)*[0-9]"})
    void time_growsWithTheValueOnly(String pattern) {
        String value = "a".repeat(20_000) + "!";
        assertThat(lucene(pattern).matches(value)).isEqualTo(pattern.endsWith(".*"));
    }

    @Test
    void expressionTooLargeForATable_isFollowedStepByStep() {
        RegexPattern pattern = lucene("(a|b)*a(a|b){14}");
        assertThat(pattern.matches("b".repeat(50) + "a" + "b".repeat(14))).isTrue();
        assertThat(pattern.matches("b".repeat(50) + "a" + "b".repeat(15))).isFalse();
        assertThat(pattern.matches("a".repeat(15) + "c")).isFalse();
    }

    @ParameterizedTest
    @Seeds(300)
    void randomExpressions_matchWhatJavaMatches(long seed) {
        Random random = new Random(seed);
        String text = expression(random, 3);
        Case letters = random.nextBoolean() ? Case.SENSITIVE : Case.INSENSITIVE;
        Pattern java = Pattern.compile(text, letters == Case.SENSITIVE ? 0 : Pattern.CASE_INSENSITIVE);
        RegexPattern ours = readable(text, Syntax.JAVA, letters);
        for (int i = 0; i < 30; i++) {
            StringBuilder value = new StringBuilder();
            for (int n = random.nextInt(8); n > 0; n--) {
                value.append("abAB1. ".charAt(random.nextInt(7)));
            }
            assertThat(ours.matches(value.toString()))
                    .as("%s on '%s'", text, value)
                    .isEqualTo(java.matcher(value).matches());
        }
    }

    private static String expression(Random random, int depth) {
        if (depth == 0) {
            return List.of("a", "b", "A", ".", "\\d", "\\w", "[ab]", "[^a]", "[a-b1]", "\\.", "\\s", "")
                    .get(random.nextInt(12));
        }
        String part = expression(random, depth - 1);
        return switch (random.nextInt(6)) {
            case 0 -> part + "|" + expression(random, depth - 1);
            case 1 -> "(" + part + ")*";
            case 2 -> "(" + part + "){1,2}";
            case 3 -> "(?:" + part + ")+?";
            default -> part + expression(random, depth - 1);
        };
    }
}
