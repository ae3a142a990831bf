package io.picket.rule;

import static io.picket.rule.CheckRules.eql;
import static io.picket.rule.CheckRules.esql;
import static io.picket.rule.CheckRules.findings;
import static io.picket.rule.CheckRules.kql;
import static io.picket.rule.CheckRules.only;
import static io.picket.rule.CheckRules.pointed;
import static org.assertj.core.api.Assertions.assertThat;

import io.picket.text.Level;
import io.picket.text.Problem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Flaws in queries. Each with a query that has it and one that has not. */
class RuleCheckQueryTest {

    @ParameterizedTest
    @CsvSource({
        "user.nmae: a,user.nmae,user.name",
        "Event.Action: a,Event.Action,event.action",
        "process.name: a and destination.prot > 5,destination.prot,destination.port",
    })
    void mistypedField(String query, String field, String meant) {
        Problem problem = only(CheckKind.UNKNOWN_FIELD, kql(query).check());
        assertThat(problem.level()).isEqualTo(Level.WARNING);
        assertThat(pointed(problem)).isEqualTo(field);
        assertThat(problem.mend()).contains(meant);
    }

    @ParameterizedTest
    @ValueSource(strings = {"process.shape: a", "nobody.knows: a", "loud: a", "process.sha*: a"})
    void unknownFieldIsNoted(String query) {
        assertThat(only(CheckKind.UNKNOWN_FIELD, kql(query).check()).level()).isEqualTo(Level.NOTE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "process.name: a",
                "acme.colour: a",
                "acme.flat.any.thing: a",
                "process.name.text: a",
                "process.Ext.token: a",
                "kibana.alert.rule.name: a",
                "_index: a",
                "process.*: a",
            })
    void knownFields(String query) {
        assertThat(kql(query).check()).isEmpty();
    }

    /** What the parser warns of, the linter does not tell once more; a word may have two flaws. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '#',
            quoteCharacter = '~',
            value = {
                "process.name: a or b # KQL-201",
                "process.name: a or b c # KQL-201",
                "b # RULE-145",
                "b c # RULE-144 RULE-145",
                "process.name: \"C:\\temp\" # KQL-204",
                "process.name: \"a\\tb\" # RULE-143",
                "process.name: \"C:\\temp\\*\" # KQL-204 RULE-141",
                "process.name: \"a\\t*\" # RULE-141 RULE-143",
                "process.name: a?b # KQL-205",
                "process.name: ab? # RULE-142",
                "process.name: a b # RULE-144",
                "process.name: a?b c # KQL-205 RULE-144",
                "~process.name: a\n b~ # KQL-211",
                "process.name: 'a b' # KQL-203",
                "process.name: a AND user.name: b # RULE-150",
                "_exists_: process.name # KQL-206",
                "from logs-x | where process.name like a? # KQL-208",
                "process.name == a # KQL-202",
                "process.name: [a TO b] # KQL-206",
            })
    void oneFindingForEachFlaw(String query, String codes) {
        assertThat(kql(query).check().stream().map(Problem::code)).containsExactly(codes.split(" "));
    }

    @Test
    void aKeywordThatIsPartOfAValueIsNotSpokenOfAsAKeyword() {
        assertThat(kql("").with("query", "'process.name: a AND'").check())
                .extracting(Problem::code)
                .containsExactly("KQL-207");
    }

    @Test
    void unknownFieldsOutsideTheQuery() {
        assertThat(pointed(only(
                        CheckKind.UNKNOWN_FIELD,
                        CheckRules.threshold("[\"host.id\", \"user.nane\"]", 5).check())))
                .isEqualTo("user.nane");
        assertThat(pointed(only(
                        CheckKind.UNKNOWN_FIELD,
                        CheckRules.threshold("[\"host.id\"]", 5)
                                .cardinality("user.nane", 3)
                                .check())))
                .isEqualTo("user.nane");
        assertThat(pointed(only(
                        CheckKind.UNKNOWN_FIELD,
                        kql("event.action: a")
                                .with("timestamp_override", "\"event.ingestd\"")
                                .check())))
                .isEqualTo("event.ingestd");
        assertThat(pointed(only(
                        CheckKind.UNKNOWN_FIELD,
                        eql("process where user.nane == \"a.b\"").check())))
                .isEqualTo("user.nane");
        assertThat(eql("process where ?user.nane == \"a\" and startsWith(user.name, \"b.c\") and 1.5 < 2")
                        .check())
                .isEmpty();
    }

    @Test
    void eachFieldIsToldOnce() {
        assertThat(findings(
                        CheckKind.UNKNOWN_FIELD,
                        kql("user.nmae: a or user.nmae: b").check()))
                .hasSize(1);
    }

    @Test
    void starInQuotes() {
        Problem problem = only(
                CheckKind.QUOTED_WILDCARD,
                kql("process.name: (\"a\" or \"b*\")").check());
        assertThat(pointed(problem)).isEqualTo("*");
        assertThat(problem.place().line()).isEqualTo(14);
        assertThat(only(CheckKind.QUOTED_WILDCARD, kql("process.name: \"*\"").check())
                        .mend())
                .contains("exists");
        assertThat(kql("process.name: (b* or a\\*)").check()).isEmpty();
    }

    @Test
    void questionMark() {
        assertThat(kql("process.name: a?c.exe").check()).hasSize(1);
        assertThat(findings(
                        CheckKind.BARE_QUESTION_MARK, kql("process.name: abc?").check()))
                .hasSize(1);
        assertThat(kql("process.name: \"a?c.exe\"").check()).isEmpty();
    }

    @Test
    void tabInQuotes() {
        assertThat(kql("file.path: \"C:\\Windows\\temp\"").check()).hasSize(1);
        assertThat(pointed(only(
                        CheckKind.CONTROL_ESCAPE, kql("file.path: \"a\\tb\"").check())))
                .isEqualTo("\\t");
        assertThat(kql("file.path: \"C:\\Windows\\\\temp\"").check()).isEmpty();
        assertThat(kql("file.path: C\\:\\\\Windows\\\\temp").check()).isEmpty();
    }

    @Test
    void bareSpaces() {
        Problem problem =
                only(CheckKind.BARE_SPACES, kql("process.name: (a b or c)").check());
        assertThat(pointed(problem)).isEqualTo("a b");
        assertThat(kql("process.name: (\"a b\" or c)").check()).isEmpty();
    }

    @Test
    void noField() {
        assertThat(only(CheckKind.NO_FIELD, kql("knock").check()).message()).contains("every field");
        assertThat(kql("process.name: a or b").check()).hasSize(1);
        assertThat(kql("process.name: (a or b)").check()).isEmpty();
    }

    @Test
    void allOfList() {
        Problem problem =
                only(CheckKind.ALL_OF_LIST, kql("process.name: (a and b)").check());
        assertThat(problem.level()).isEqualTo(Level.WARNING);
        assertThat(pointed(problem)).isEqualTo("b");
        assertThat(findings(
                        CheckKind.ALL_OF_LIST,
                        kql("process.name: a and process.name: b").check()))
                .hasSize(1);
        assertThat(only(CheckKind.ALL_OF_LIST, kql("process.args: (a and b)").check())
                        .level())
                .isEqualTo(Level.NOTE);
        assertThat(kql("message: (\"a\" and \"b\")").check()).isEmpty();
        assertThat(kql("process.name: (a or b)").check()).isEmpty();
        assertThat(kql("process.name: (* and not a)").check()).isEmpty();
        assertThat(kql("process.name: a* and process.name: *b").check()).isEmpty();
    }

    @Test
    void negatedLists() {
        Problem either = only(
                CheckKind.NEGATED_LIST, kql("process.name: (not a or not b)").check());
        assertThat(either.level()).isEqualTo(Level.WARNING);
        assertThat(pointed(either)).isEqualTo("not a");
        assertThat(findings(
                        CheckKind.NEGATED_LIST,
                        kql("not process.name: a or not process.name: b").check()))
                .hasSize(1);
        assertThat(findings(
                        CheckKind.NEGATED_LIST,
                        kql("process.name: (a or not b)").check()))
                .hasSize(1);
        assertThat(only(
                                CheckKind.NEGATED_LIST,
                                kql("process.name: (not a and not b)").check())
                        .level())
                .isEqualTo(Level.NOTE);
        assertThat(only(
                                CheckKind.NEGATED_LIST,
                                kql("user.name: c and process.name: (not a)").check())
                        .level())
                .isEqualTo(Level.NOTE);
        assertThat(kql("not process.name: (a or b)").check()).isEmpty();
        assertThat(kql("process.name: (a or not *)").check()).isEmpty();
        assertThat(kql("not process.name: a or not user.name: b").check()).isEmpty();
        assertThat(kql("not process.name: a and not process.name: b").check()).isEmpty();
        assertThat(kql("user.name: c and (not process.name: a)").check()).isEmpty();
    }

    @Test
    void repeatedValues() {
        assertThat(pointed(only(
                        CheckKind.REPEATED_VALUE,
                        kql("process.name: (a or b or \"a\")").check())))
                .isEqualTo("\"a\"");
        Problem covered = only(
                CheckKind.REPEATED_VALUE, kql("process.name: (pip or b or p*)").check());
        assertThat(covered.message()).contains("p* already covers pip");
        assertThat(kql("process.name: (a or A or b)").check()).isEmpty();
        assertThat(kql("acme.on: (true or \"true\")").check()).isEmpty();
        assertThat(kql("process.name: a or user.name: a").check()).isEmpty();
    }

    @Test
    void contradiction() {
        Problem problem = only(
                CheckKind.CONTRADICTION,
                kql("process.name: a and not process.name: (b or a)").check());
        assertThat(problem.level()).isEqualTo(Level.ERROR);
        assertThat(pointed(problem)).isEqualTo("a");
        assertThat(only(
                                CheckKind.CONTRADICTION,
                                kql("user.name: u or (process.name: a and not process.name: a)")
                                        .check())
                        .level())
                .isEqualTo(Level.WARNING);
        assertThat(kql("process.name: a* and not process.name: ab").check()).isEmpty();
        assertThat(kql("process.name: a and not user.name: a").check()).isEmpty();
    }

    @Test
    void numbersComparedAsTexts() {
        Problem problem = only(CheckKind.TEXT_ORDER, kql("user.name > 9").check());
        assertThat(pointed(problem)).isEqualTo("user.name > 9");
        assertThat(kql("destination.port > 9").check()).isEmpty();
        assertThat(kql("user.name > m").check()).isEmpty();
    }

    @Test
    void whatTheCompilerSaysIsPassedOn() {
        Problem problem = kql("destination.port: many").check().getFirst();
        assertThat(problem.code()).startsWith("KQL-1");
        assertThat(problem.level()).isEqualTo(Level.ERROR);
        assertThat(pointed(problem)).isEqualTo("many");
        assertThat(kql("user.name: ((a)").check().getFirst().code()).startsWith("KQL-");
    }

    @Test
    void upperKeyword() {
        Problem problem = only(
                CheckKind.UPPER_KEYWORD,
                kql("process.name: a AND user.name: b OR user.name: c").check());
        assertThat(pointed(problem)).isEqualTo("AND");
        assertThat(findings(CheckKind.UPPER_KEYWORD, kql("NOT user.name: b").check()))
                .hasSize(1);
        assertThat(kql("process.name: \"a OR b\" and user.name: ANDY").check()).isEmpty();
    }

    @Test
    void wildcardUnderExactOperator() {
        Problem problem = only(
                CheckKind.EXACT_WILDCARD,
                eql("process where process.name == \"a*\"").check());
        assertThat(pointed(problem)).isEqualTo("\"a*\"");
        assertThat(problem.mend()).contains("like~");
        assertThat(findings(
                        CheckKind.EXACT_WILDCARD,
                        eql("process where \"a*\" != process.name").check()))
                .hasSize(1);
        assertThat(findings(
                        CheckKind.EXACT_WILDCARD,
                        eql("process where process.name in (\"a\", \"b*\", \"*c\")")
                                .check()))
                .hasSize(2);
        assertThat(only(
                                CheckKind.EXACT_WILDCARD,
                                eql("process where process.name in~ (\"b*\")").check())
                        .message())
                .startsWith("in~");
        assertThat(findings(
                        CheckKind.EXACT_WILDCARD,
                        eql("file where file.path == \"?:\\\\a\"").check()))
                .hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "process where process.name : \"a*\"",
                "process where process.name like~ (\"a*\", \"b?\")",
                "process where process.name : (\"a*\", \"b\") and user.name == \"c\"",
                "process where process.name == \"what?\"",
                "process where process.name == \"a\" // and user.name == \"b*\"",
                "process where startsWith(process.name, \"a*\")",
            })
    void wildcardsWhereTheyBelong(String query) {
        assertThat(eql(query).check()).isEmpty();
    }

    @Test
    void sequences() {
        assertThat(pointed(only(
                        CheckKind.SEQUENCE_WITHOUT_SPAN,
                        eql("sequence by host.id [any where true] [any where true]")
                                .check())))
                .isEqualTo("sequence");
        Problem longer = only(
                CheckKind.SPAN_OVER_LOOK_BACK,
                eql("sequence by host.id with maxspan=10m [any where true] [any where true]")
                        .check());
        assertThat(pointed(longer)).isEqualTo("10m");
        assertThat(eql("sequence with maxspan = 9m [any where true] [any where true]")
                        .check())
                .isEmpty();
        assertThat(eql("sample by host.id [any where true] [any where true]").check())
                .isEmpty();
    }

    @Test
    void clockedWindow() {
        Problem problem = only(
                CheckKind.CLOCKED_WINDOW,
                esql("from a | eval t = date_trunc(1 minute, @timestamp) | stats n = count(*) by t | where n > 5")
                        .check());
        assertThat(pointed(problem)).isEqualTo("date_trunc");
        assertThat(problem.message()).contains("full 1 minute");
        assertThat(esql("from a | stats n = count(*) by t | where n > 5").check())
                .isEmpty();
        assertThat(esql("from a | eval t = date_trunc(1 day, @timestamp) | stats n = count(*) by t")
                        .check())
                .isEmpty();
        assertThat(esql("from a | eval t = date_trunc(1 minute, @timestamp) | keep t")
                        .check())
                .isEmpty();
        assertThat(esql("from a // date_trunc(1 minute, x)\n| stats n = count(*) by t")
                        .check())
                .isEmpty();
    }

    @Test
    void valuesCompared() {
        Problem problem = only(
                CheckKind.VALUES_COMPARED,
                esql("from a | stats Esql.ports = values(p), n = count_distinct(p) by s | where n > 5 or Esql.ports >= 5")
                        .check());
        assertThat(pointed(problem)).isEqualTo("Esql.ports");
        assertThat(esql("from a | stats v = values(p), n = count_distinct(p) by s | where n >= 5")
                        .check())
                .isEmpty();
        assertThat(esql("from a | stats v = values(p) by s | eval v = mv_count(v) | where v >= 5")
                        .check())
                .isEmpty();
    }

    /** Queries of strangers: the work grows with the length, not with its square. */
    @Test
    @Timeout(120)
    void longQueriesAreCheckedInTime() {
        int many = 20_000;
        kql("process.name: (" + "a or b* or not c or ".repeat(many) + "d)").check();
        kql("(" + "process.name: a and not process.name: b and ".repeat(many) + "user.name: c)")
                .check();
        kql("process.name: (" + "a and not b and ".repeat(many) + "c)").check();
        kql("user.name: \"" + "\\\\ OR ".repeat(many) + "\"").check();
        kql("knock or ".repeat(many) + "ring").check();
        kql("x*.y: 1 or ".repeat(many) + "x*.z: 1").check();
        eql("process where " + "user.nmae in (\"a*\", ".repeat(many)).check();
        eql("process where " + "host.os.type == ( ".repeat(many)).check();
    }
}
