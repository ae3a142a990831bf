package io.picket.kql;

import static org.assertj.core.api.Assertions.assertThat;

import io.picket.text.Problem;
import io.picket.text.Read;
import io.picket.text.SourceText;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is said about a query that does not parse, or parses into what its author did not mean. */
class KqlProblemTest {

    private static Read<KqlTree> parse(String query) {
        return Kql.parse(SourceText.of("q", query));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "a:|q:1:2: KQL-001: A value is missing: expected it after ':'. Write a: value, or a: * for any.",
                "a >|q:1:3: KQL-001: A value is missing: expected it after '>'. Write a > value.",
                "~a: b or ~|q:1:6: KQL-002: Nothing follows 'or': expected a condition or a value on its right side. Finish it, or take 'or' away; as a word of a value it stands in quotes.",
                "a: (b AND )|q:1:7: KQL-002: Nothing follows 'AND': expected a condition or a value on its right side. Finish it, or take 'AND' away; as a word of a value it stands in quotes.",
                "a: ()|q:1:4: KQL-002: Nothing stands between these: expected a condition or a value. Fill them, or take them away.",
                "a: (b or c|q:1:4: KQL-003: '(' is not closed: expected ')'. Close it where the group ends.",
                "a: {b: c|q:1:4: KQL-003: '{' is not closed: expected '}'. Close it where the group ends.",
                "a: b)|q:1:5: KQL-004: Nothing is open that ')' could close. Take it away, or escape it as \\) if it belongs to the value.",
                "a: \"b|q:1:4: KQL-005: This quote is not closed: expected a second \" at the end of the text. Close it; a quote inside the text is written \\\", a backslash at its end \\\\.",
                "a: \"C:\\\"|q:1:4: KQL-005: This quote is not closed: expected a second \" at the end of the text. Close it; a quote inside the text is written \\\", a backslash at its end \\\\.",
                "a: \"b\" c: d|q:1:8: KQL-006: Expected 'and', 'or' or the end, found more text. Put 'and' or 'or', with a space on both sides, between two conditions.",
                "a: b \"c\"|q:1:6: KQL-006: A quoted text cannot follow a value: expected 'and', 'or' or the end. Put 'and' or 'or' between the two, or one pair of quotes around both; a quote inside is written \\\".",
                "a: C\\Windows|q:1:5: KQL-007: A backslash here escapes nothing: expected one of \\ ( ) : < > \" * { } t r n uXXXX or, and, not after it. Write \\\\ for a backslash, or put the value in quotes.",
                "a: not b|q:1:4: KQL-008: 'not' cannot stand between a colon and its value. Write not a: value, or a: (not value).",
                "a: cannot open|q:1:7: KQL-008: 'not' ends the value before it: expected 'and', 'or' or the end. Write and not …; a value with the letters 'not' before a space stands in quotes.",
                "not not a|q:1:5: KQL-008: 'not' cannot follow 'not': expected what is denied. Write not (not …), or leave both out.",
                "a: ::1|q:1:4: KQL-009: A second colon: expected a value after ':'. Put a value with colons in quotes, or write \\: for each.",
                "a: b c: d|q:1:7: KQL-009: A second colon: expected 'and', 'or' or the end. Put 'and' or 'or' between two conditions; a value with colons stands in quotes, or each is written \\:.",
                "a: >= 5|q:1:2: KQL-010: A comparison takes no colon: expected a value after ':'. Write a >= value.",
                "a == \"b\"|q:1:5: KQL-011: KQL has no '==': expected ':' between a field and its value. Write a: value.",
                "x: y and a != (b or c)|q:1:14: KQL-011: KQL has no '!=': expected ':' between a field and its value. Write not a: value.",
                "process where process.name == \"x\"|q:1:31: KQL-012: This reads as EQL, not as KQL. Set the language to match the query.",
                "sequence by host.id [process where a == \"b\"]|q:1:41: KQL-012",
                "{\"match_all\": {}}|q:1:1: KQL-012: This reads as Elasticsearch's query DSL, not as KQL. Set the language to match the query.",
                ">= 5|q:1:1: KQL-015: A field name is missing: expected it before '>'. Write field > value.",
                "a and : b|q:1:7: KQL-015: A field name is missing: expected it before ':'. Write field: value.",
                "a: b (c)|q:1:6: KQL-016: A parenthesis inside a value: expected 'and', 'or' or the end. Put the value in quotes, or write \\( and \\).",
                "not(a: b)|q:1:1: KQL-017: 'not' is taken for a value here: expected a space between it and '('. Write not (…).",
                "a: b and(c: d)|q:1:6: KQL-017: 'and' is taken for a value here: expected a space between it and '('. Write and (…).",
                "a: {}|q:1:4: KQL-002: Nothing stands between these: expected a condition or a value. Fill them, or take them away.",
                "a: <> b|q:1:2: KQL-010",
                "a: b <c|q:1:6: KQL-006",
                "a > (b or c)|q:1:5: KQL-006",
                "a or {b: c}|q:1:6: KQL-006"
            })
    void saysWhatIsWrong(String query, String problem) {
        Read<KqlTree> read = parse(query);

        assertThat(read).isInstanceOf(Read.Failed.class);
        assertThat(read.problems()).hasSize(1);
        String said = read.problems().getFirst().toString();
        assertThat(said).startsWith(problem);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "a: b or c|KQL-201|9",
                "a = b|KQL-202|1",
                "a != b|KQL-202|1",
                "a: 'b'|KQL-203|4",
                "a: \"C:\\temp\"|KQL-204|4",
                "a: \"C:\\Users\\new\"|KQL-204|4",
                "a: ?b*|KQL-205|4",
                "_exists_: a|KQL-206|1",
                "a: [1 TO 5]|KQL-206|4",
                "a: /jo[h]n/|KQL-206|4",
                "+a -b|KQL-206|1",
                "a && b|KQL-206|1",
                "a: b or|KQL-207|4",
                "process where true|KQL-208|1",
                "sequence by host.id [process where true]|KQL-208|1"
            })
    void doubtsWhatIsHardlyMeant(String query, String code, int column) {
        Read<KqlTree> read = parse(query);

        assertThat(read).isInstanceOf(Read.Ok.class);
        assertThat(read.problems()).extracting(Problem::code).containsExactly(code);
        assertThat(read.problems().getFirst().place().column()).isEqualTo(column);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "a: b",
                "foo bar",
                "a: (b or c) and *",
                "a: /tmp/x",
                "a: \"C:\\Windows\"",
                "a: \"x\\ty\"",
                "a: http\\://x/?q=1",
                "a >= 1 and a < 5"
            })
    void ordinaryQueriesRaiseNoDoubt(String query) {
        assertThat(parse(query).problems()).isEmpty();
    }

    @Test
    void otherLanguagesAreNamed() {
        assertThat(parse("from logs-* | where a == \"b\"").problems().getFirst().message())
                .isEqualTo("This reads as ES|QL, not as KQL.");
    }

    @Test
    void aValueOverALineBreakIsDoubted() {
        assertThat(parse("a: (b or c\n  d)").problems())
                .extracting(Problem::code)
                .containsExactly("KQL-211");
    }

    @Test
    void placesAreThoseOfTheFile() {
        String file = "title\nquery = a: b and :\n";
        SourceText query = SourceText.of("rule.toml", file).within("a: b and :", offset -> offset + 14);

        assertThat(Kql.parse(query).problems().getFirst().place().toString()).isEqualTo("rule.toml:2:18");
    }

    @Test
    void depthHasALimitAndNoStackOverflows() {
        for (String open : List.of("(", "a:(", "a:{")) {
            String close = open.endsWith("{") ? "}" : ")";
            String inside = "b";
            if (!open.equals("a:(")) {
                assertThat(parse(open.repeat(Kql.DEPTH_MAX) + inside + close.repeat(Kql.DEPTH_MAX)))
                        .isInstanceOf(Read.Ok.class);
                assertThat(parse(open.repeat(Kql.DEPTH_MAX + 1) + inside + close.repeat(Kql.DEPTH_MAX + 1))
                                .problems())
                        .extracting(Problem::code)
                        .containsExactly("KQL-013");
            }
            assertThat(parse(open.repeat(100_000) + inside + close.repeat(100_000)))
                    .isInstanceOf(Read.Failed.class);
        }
        assertThat(parse("not (".repeat(100_000) + "a" + ")".repeat(100_000))).isInstanceOf(Read.Failed.class);
    }

    @Test
    void lengthHasALimit() {
        assertThat(parse("a".repeat(Kql.QUERY_CHARS_MAX))).isInstanceOf(Read.Ok.class);
        assertThat(parse("a".repeat(Kql.QUERY_CHARS_MAX + 1)).problems())
                .extracting(Problem::code)
                .containsExactly("KQL-014");
    }

    @Test
    void longQueriesCostWhatTheirLengthSays() {
        int clauses = 100_000;
        KqlTree tree = parse("a:b" + " or a:b".repeat(clauses)).orThrow();

        assertThat(((KqlTree.Or) tree).parts()).hasSize(clauses + 1);
        assertThat(parse("a" + " ".repeat(900_000) + "b")).isInstanceOf(Read.Ok.class);
        assertThat(parse("\"" + "\\".repeat(900_001) + "\"")).isInstanceOf(Read.Failed.class);
    }
}
