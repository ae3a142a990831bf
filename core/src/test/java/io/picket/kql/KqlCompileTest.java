package io.picket.kql;

import static org.assertj.core.api.Assertions.assertThat;

import io.picket.condition.Condition;
import io.picket.condition.FieldType;
import io.picket.condition.FieldTypes;
import io.picket.mapping.MappingFieldTypes;
import io.picket.text.Problem;
import io.picket.text.Read;
import io.picket.text.SourceText;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What queries become, by the types of their fields. */
class KqlCompileTest {

    /** 2026-03-18T13:47:11.321Z. */
    private static final long NOW = 1_773_841_631_321L;

    private static final FieldTypes TYPES =
            MappingFieldTypes.read(SourceText.of("mapping", """
                    {"properties": {
                      "k": {"type": "keyword"}, "w": {"type": "wildcard"}, "v": {"type": "version"},
                      "c": {"type": "constant_keyword", "value": "nginx"},
                      "t": {"type": "text", "fields": {"raw": {"type": "keyword"}}},
                      "l": {"type": "integer"}, "d": {"type": "float"}, "b": {"type": "boolean"}, "i": {"type": "ip"},
                      "m": {"type": "date"}, "f": {"type": "flattened"}, "g": {"type": "geo_point"},
                      "n": {"type": "nested", "properties": {
                        "k": {"type": "keyword"}, "n": {"type": "nested", "properties": {"l": {"type": "long"}}}}},
                      "o": {"properties": {"k": {"type": "keyword"}}}
                    }}
                    """), new Untyped()).orThrow();

    record Untyped() implements FieldTypes {
        @Override
        public FieldType typeOf(String name) {
            return FieldType.UNKNOWN;
        }

        @Override
        public Collection<String> names() {
            return List.of();
        }
    }

    private static Read<Condition> read(String query) {
        return Kql.read(SourceText.of("q", query), TYPES, NOW);
    }

    /** A condition in few letters, so that a table of them can be read. */
    private static String shown(Condition condition) {
        return switch (condition) {
            case Condition.Always always -> "always";
            case Condition.Never never -> "never";
            case Condition.And(var parts) -> "(" + joined(parts, " and ") + ")";
            case Condition.Or(var parts) -> "(" + joined(parts, " or ") + ")";
            case Condition.Not(var part) -> "not " + shown(part);
            case Condition.Exists(var field) -> "exists " + field;
            case Condition.In in -> in.field() + mark(in.field().type()) + " in " + in.values();
            case Condition.Like like -> like.field() + " like " + like.patterns();
            case Condition.Range(var field, var low, var high) ->
                field + " range " + (low == null ? "(" : (low.inclusive() ? "[" : "(") + low.value()) + ", "
                        + (high == null ? ")" : high.value() + (high.inclusive() ? "]" : ")"));
            case Condition.InBlocks in -> in.field() + " blocks " + in.blocks().ranges();
            case Condition.AnyWord any -> any.field() + " word " + any.words();
            case Condition.Phrase phrase -> phrase.field() + " phrase " + phrase.words();
            case Condition.WordLike like -> like.field() + " wordlike " + like.pattern();
            case Condition.Nested(var path, var part) -> path + "{" + shown(part) + "}";
            case Condition.AnyField(var names, FoundField found) -> "any " + names + " " + found.asked();
            case Condition.AnyField any -> any.toString();
            case Condition.Computed computed -> computed.toString();
            case Condition.Matches matches -> matches.toString();
            case Condition.InList in -> in.toString();
            case Condition.RangeFromNow range -> range.toString();
            case Condition.Until until -> until.toString();
        };
    }

    private static String mark(FieldType type) {
        return type == FieldType.UNKNOWN ? "?" : "";
    }

    private static String joined(List<Condition> parts, String between) {
        return String.join(between, parts.stream().map(KqlCompileTest::shown).toList());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "~~|always",
                "*|always",
                "*:*|always",
                "k: *|exists k",
                "k: **|k like [*]",
                "k: a|k in [Text[value=a]]",
                "k: \"a b\"|k in [Text[value=a b]]",
                "k: \"*\"|k in [Text[value=*]]",
                "k: (a or \"b\" or a)|k in [Text[value=a], Text[value=b]]",
                "k: (a and b)|(k in [Text[value=a]] and k in [Text[value=b]])",
                "k: (a* or *b or c)|(k like [a*, *b] or k in [Text[value=c]])",
                "k: a? b\\*c*|k like [a\\? b\\*c*]",
                "k: (* and not x)|(exists k and not k in [Text[value=x]])",
                "not (not k: a)|k in [Text[value=a]]",
                "not *|never",
                "k > a|k range (a, )",
                "w: *x*|w like [*x*]",
                "v: 1.2.3|v in [Text[value=1.2.3]]",
                "v >= 1.2|v range [1.2, )",
                "c: nginx|(c in [Text[value=nginx]] or not exists c)",
                "c: ngi*|(c like [ngi*] or not exists c)",
                "c: apache|c in [Text[value=apache]]",
                "c: *|always",
                "u: 5|u? in [Text[value=5]]",
                "u: true|u? in [Text[value=true]]",
                "u > 5|u range (5.0, )",
                "u > x5|u range (x5, )",
                "u: 10.0.0.0/31|(u? in [Text[value=10.0.0.0/31]] or u blocks [Cidr[first=10.0.0.0, last=10.0.0.1]])",
                "u: /usr/bin|u? in [Text[value=/usr/bin]]",
                "t: Foo bar|t word [foo, bar]",
                "t: \"Foo bar\"|t phrase [foo, bar]",
                "t: \"foo\"|t word [foo]",
                "t: \"?!\"|never",
                "t: Ba*|t wordlike ba*",
                "t: foo *Ba* baz*|(t word [foo] or t wordlike *ba* or t wordlike baz*)",
                "t: foo-ba*|(t word [foo] or t wordlike ba*)",
                "t: (a or b c)|t word [a, b, c]",
                "t: foo *|(t word [foo] or exists t)",
                "t < baz|t range (, baz)",
                "t.raw: Foo bar|t in [Text[value=Foo bar]]",
                "l: 2|l in [Whole[value=2]]",
                "l: \"2.0\"|l in [Whole[value=2]]",
                "l: 1e3|l in [Whole[value=1000]]",
                "l: 2.5|never",
                "l: 9223372036854775808|never",
                "l: (1 or 2 or 2.5)|l in [Whole[value=1], Whole[value=2]]",
                "l > 3.5|l range [4, )",
                "l >= 3.5|l range [4, )",
                "l < 3.5|l range (, 3]",
                "l <= -3.5|l range (, -4]",
                "l > 3|l range (3, )",
                "l < 1e300|l range (, 9223372036854775807]",
                "l > 1e300|never",
                "l > -1e300|l range [-9223372036854775808, )",
                "d: 18.9|d in [Decimal[value=18.9]]",
                "d >= .5|d range [0.5, )",
                "b: true|b in [Bool[value=true]]",
                "b: \"false\"|b in [Bool[value=false]]",
                "i: 10.0.0.1|i in [Ip[value=10.0.0.1]]",
                "i: \"::1\"|i in [Ip[value=::1]]",
                "i: \"10.0.0.0/30\"|i blocks [Cidr[first=10.0.0.0, last=10.0.0.3]]",
                "i: (10.0.0.0/31 or 10.0.0.2)|i blocks [Cidr[first=10.0.0.0, last=10.0.0.1], Cidr[first=10.0.0.2, last=10.0.0.2]]",
                "i: (10.0.0.1 or 10.0.0.2)|i in [Ip[value=10.0.0.1], Ip[value=10.0.0.2]]",
                "i >= 10.0.0.0|i range [10.0.0.0, )",
                "m: 2026-03-18|m range [1773792000000, 1773878399999]",
                "m > 2026-03-18|m range (1773878399999, )",
                "m >= 2026-03-18|m range [1773792000000, )",
                "m < 2026-03-18|m range (, 1773792000000)",
                "m <= 2026-03-18|m range (, 1773878399999]",
                "m: now|m range [1773841631321, 1773841631321]",
                "m >= \"now-1d/d\"|m range [1773705600000, )",
                "m: 1700000000000|m range [1700000000000, 1700000000000]",
                "f: x|f in [Text[value=x]]",
                "f.a.b: x|f.a.b in [Text[value=x]]",
                "g: *|exists g",
                "o: *|exists o",
                "o: x|o? in [Text[value=x]]",
                "n: *|exists n",
                "n: {k: a and n: {l: 3}}|n{(n.k in [Text[value=a]] and n.n{n.n.l in [Whole[value=3]]})}",
                "n.k: a and n.n.l: 3|(n{n.k in [Text[value=a]]} and n{n.n{n.n.l in [Whole[value=3]]}})",
                "n.k: (a or b)|n{n.k in [Text[value=a], Text[value=b]]}",
                "not n.k: a|not n{n.k in [Text[value=a]]}",
                "n: {n.l: 3}|n{n.n{n.n.l in [Whole[value=3]]}}",
                "n: {not k: a}|n{not n.k in [Text[value=a]]}",
                "n: {foo}|n{any n.* [Equal[text=foo, phrase=false]]}",
                "x: {y: 1}|x{x.y? in [Text[value=1]]}",
                "k*: a|any k* [Equal[text=a, phrase=false]]",
                "h.*: (a or b*)|any h.* [Equal[text=a, phrase=false], Pattern[text=b*]]",
                "h.*: *|any h.* [Any[]]",
                "\"h.*\": a|h.*? in [Text[value=a]]",
                "foo bar|any * [Equal[text=foo bar, phrase=false]]",
                "\"foo\"|any * [Equal[text=foo, phrase=true]]",
                "nginx|(any * [Equal[text=nginx, phrase=false]] or not exists c)",
                "_id: x|_id? in [Text[value=x]]"
            })
    void byType(String query, String condition) {
        assertThat(shown(read(query == null ? "" : query).orThrow())).isEqualTo(condition);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "k: null|KQL-101|4",
                "k > null|KQL-101|5",
                "null|KQL-101|1",
                "l: foo|KQL-102|4",
                "l: true|KQL-102|4",
                "l < foo|KQL-102|5",
                "d: NaN|KQL-102|4",
                "b: yes|KQL-103|4",
                "i: host|KQL-104|4",
                "i: 10.0.0.0/33|KQL-104|4",
                "i > 10.0.0.0/8|KQL-104|5",
                "m: foo|KQL-105|4",
                "m > 18.3.2026|KQL-105|5",
                "l: 5*|KQL-106|4",
                "i: 10.*|KQL-106|4",
                "m: 2026*|KQL-106|4",
                "b > false|KQL-107|5",
                "g: x|KQL-108|4",
                "k: {a: b}|KQL-109|1",
                "k > a*|KQL-110|5",
                "null: x|KQL-111|1",
                "n*: {k: a}|KQL-112|1"
            })
    void refusesWhatAFieldCannotBeAsked(String query, String code, int column) {
        Read<Condition> read = read(query);

        assertThat(read).isInstanceOf(Read.Failed.class);
        assertThat(read.problems()).extracting(Problem::code).containsExactly(code);
        assertThat(read.problems().getFirst().place().column()).isEqualTo(column);
    }

    /** What does not fit the type of a field that a pattern has found never holds for it. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "foo|l|never",
                "foo|i|never",
                "foo|m|never",
                "foo|b|never",
                "foo|k|k in [Text[value=foo]]",
                "foo*|l|never",
                "2026|m|m range [1767225600000, 1798761599999]",
                "2026|l|l in [Whole[value=2026]]",
                "10.0.0.0/31|i|i blocks [Cidr[first=10.0.0.0, last=10.0.0.1]]",
                "d* > 3|d|d range (3.0, )",
                "b* > 3|b|never",
                "*: (foo or 3)|l|l in [Whole[value=3]]"
            })
    void foundFieldsAreLenient(String query, String field, String condition) {
        Condition.AnyField any = (Condition.AnyField) read(query).orThrow();

        assertThat(shown(any.forField().of(TYPES.field(field)))).isEqualTo(condition);
    }

    @Test
    void longListsAreOneLeaf() {
        List<String> values = new ArrayList<>();
        for (int i = 0; i < 10_000; i++) {
            values.add("value" + i);
        }
        Condition condition = read("k: (" + String.join(" or ", values) + ")").orThrow();
        Condition apart = read("k: " + String.join(" or k: ", values)).orThrow();

        assertThat(condition).isInstanceOf(Condition.In.class).isEqualTo(apart);
        assertThat(((Condition.In) condition).values()).hasSize(10_000);
    }

    @Test
    void everyProblemOfAQueryIsFoundUpToALimit() {
        assertThat(read("l: a and b: c and i: d").problems())
                .extracting(Problem::code)
                .containsExactly("KQL-102", "KQL-103", "KQL-104");
        assertThat(read("l: a" + " and l: a".repeat(1000)).problems()).hasSize(20);
    }
}
