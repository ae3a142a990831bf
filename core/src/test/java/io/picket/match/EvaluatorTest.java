package io.picket.match;

import static io.picket.match.TestTypes.TYPES;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.picket.condition.Bound;
import io.picket.condition.Case;
import io.picket.condition.Cidr;
import io.picket.condition.CidrSet;
import io.picket.condition.Condition;
import io.picket.condition.Condition.AnyField;
import io.picket.condition.Condition.AnyWord;
import io.picket.condition.Condition.Exists;
import io.picket.condition.Condition.In;
import io.picket.condition.Condition.InBlocks;
import io.picket.condition.Condition.InList;
import io.picket.condition.Condition.Like;
import io.picket.condition.Condition.Nested;
import io.picket.condition.Condition.Phrase;
import io.picket.condition.Condition.Range;
import io.picket.condition.Condition.WordLike;
import io.picket.condition.Field;
import io.picket.condition.IndexPatterns;
import io.picket.condition.IpAddress;
import io.picket.condition.Literal;
import io.picket.condition.Refusal;
import io.picket.condition.ValueList;
import io.picket.condition.WildcardPattern;
import io.picket.event.Event;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EvaluatorTest {

    /** Asks the plain evaluator and, where the field can be kept, the compiled form; both must say the same. */
    private static boolean meets(Condition condition, String json) {
        Event event = new Event(Filling.table(TYPES, names(condition)));
        Filling.fill(event, json);
        event.origin("logs-test-default", "id-1");
        boolean plain = new Evaluator(TYPES).meets(condition, event);
        Matcher matcher = new Matcher(MatchPlan.of(List.of(condition), TYPES, event.fields()));
        assertThat(matcher.match(event)).as("compiled").isEqualTo(plain ? 1 : 0);
        return plain;
    }

    private static List<String> names(Condition condition) {
        return MatchPlan.fields(List.of(condition)).stream().map(Field::name).toList();
    }

    private static Field field(String name) {
        return TYPES.field(name);
    }

    private static Condition is(String name, Literal literal) {
        return new In(field(name), List.of(literal), Case.SENSITIVE);
    }

    private static Condition text(String name, String value) {
        return is(name, new Literal.Text(value));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                // field | JSON value | constant | equal?
                "keyword.a|\"x\"|x|true",
                "keyword.a|\"X\"|x|false",
                "keyword.a|[\"y\",\"x\"]|x|true",
                "keyword.a|[[\"y\"],[\"x\"]]|x|true",
                "keyword.a|\"\"|``|true",
                "keyword.a|null|``|false",
                "keyword.a|80|80|true",
                "keyword.a|80.0|80|false",
                "keyword.a|true|true|true",
                "long.a|80|80|true",
                "long.a|\"80\"|80|true",
                "long.a|80.7|80|true",
                "long.a|-80.7|-80|true",
                "long.a|80|80.7|false",
                "long.a|80|80.0|true",
                "long.a|8e1|80|true",
                "long.a|\"\"|80|false",
                "long.a|\" 80\"|80|false",
                "long.a|true|1|false",
                "long.a|9223372036854775807|9223372036854775807|true",
                "long.a|9223372036854775808|9223372036854775807|false",
                "long.a|9007199254740993|9007199254740992|false",
                "long.a|1e999999999|1|false",
                "double.a|0.5|0.50|true",
                "double.a|\"0.5\"|.5|true",
                "double.a|-0.0|0|true",
                "double.a|9007199254740993|9007199254740992|true",
                "double.a|1e400|1|false",
                "boolean.a|true|true|true",
                "boolean.a|\"true\"|true|true",
                "boolean.a|\"\"|false|true",
                "boolean.a|0|false|false",
                "boolean.a|\"True\"|true|false",
                "ip.a|\"192.168.1.1\"|::ffff:c0a8:101|true",
                "ip.a|\"fe80:0:0::1\"|fe80::1|true",
                "ip.a|\"host\"|host|false",
                "date.a|\"2026-01-01T00:00:00Z\"|2026-01-01T01:00:00.000+01:00|true",
                "date.a|1767225600000|2026-01-01|true",
                "unknown.a|1.0|1|true",
                "unknown.a|\"1.0\"|1|false",
                "unknown.a|\"1\"|1|true",
                "unknown.a|1|x|false",
                "unknown.a|true|true|true",
                "version.a|\"1.2.0\"|1.2.0|true",
                "version.a|\"1.2.0\"|1.2|false",
                "text.a|\"Two Words\"|Two Words|true",
                "flattened.a|{\"b\":{\"c\":\"x\"}}|x|true",
                "flattened.a|{\"b\":{\"c\":7}}|7|true",
            })
    void value_equalsAsItsTypeSays(String name, String value, String constant, boolean equal) {
        String json = "{\"" + name.replace(".", "\":{\"") + "\":" + value + "}}";
        assertThat(meets(text(name, constant), json)).isEqualTo(equal);
        assertThat(meets(text(name, constant), "{\"" + name + "\":" + value + "}"))
                .as("the dotted form is the same field")
                .isEqualTo(equal);
    }

    @Test
    void literal_ofEveryKindCompares() {
        assertThat(meets(is("long.a", new Literal.Whole(7)), "{\"long.a\":[3,\"7\"]}"))
                .isTrue();
        assertThat(meets(is("long.a", new Literal.Decimal(7.0)), "{\"long.a\":7}"))
                .isTrue();
        assertThat(meets(is("long.a", new Literal.Decimal(7.5)), "{\"long.a\":7.5}"))
                .isFalse();
        assertThat(meets(is("double.a", new Literal.Decimal(7.5)), "{\"double.a\":\"75e-1\"}"))
                .isTrue();
        assertThat(meets(is("boolean.a", new Literal.Bool(false)), "{\"boolean.a\":false}"))
                .isTrue();
        assertThat(meets(is("unknown.a", new Literal.Bool(true)), "{\"unknown.a\":\"true\"}"))
                .isTrue();
        assertThat(meets(is("unknown.a", new Literal.Whole(1)), "{\"unknown.a\":10e-1}"))
                .isTrue();
        assertThat(meets(is("keyword.a", new Literal.Decimal(2.0)), "{\"keyword.a\":\"2\"}"))
                .isTrue();
        Literal ip = new Literal.Ip(Objects.requireNonNull(IpAddress.parse("10.0.0.1")));
        assertThat(meets(is("ip.a", ip), "{\"ip.a\":\"::ffff:10.0.0.1\"}")).isTrue();
        assertThat(meets(is("unknown.a", ip), "{\"unknown.a\":\"::ffff:10.0.0.1\"}"))
                .isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "STRASSE|strasse|true",
                "straße|STRASSE|false",
                "Ärger|ÄRGER|true",
                "ΣΊΣΥΦΟΣ|σίσυφος|true",
                "\u212A|k|true",
                "ſ|S|true",
                "İ|i|false",
                "ı|I|false",
                "𐐀|𐐨|true",
                "a|b|false"
            })
    void case_isFoldedSimply(String value, String constant, boolean same) {
        Condition in = new In(field("keyword.a"), List.of(new Literal.Text(constant)), Case.INSENSITIVE);
        Condition like =
                new Like(field("keyword.a"), List.of(WildcardPattern.escaped(constant + "*")), Case.INSENSITIVE);
        assertThat(meets(in, "{\"keyword.a\":\"" + value + "\"}")).isEqualTo(same);
        assertThat(meets(like, "{\"keyword.a\":\"" + value + "\"}")).isEqualTo(same);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "a?c|abc|true",
                "a?c|a😀c|true",
                "a?c|ac|false",
                "a??c|a😀c|false",
                "*b*|abc|true",
                "a*|a\\nb|true",
                "?|é|true",
                "*?|''|false",
                "a\\*|a*|true",
                "a\\*|ab|false"
            })
    void wildcard_coversTheWholeValue(String pattern, String value, boolean matches) {
        Condition like = new Like(field("keyword.a"), List.of(WildcardPattern.escaped(pattern)), Case.SENSITIVE);
        String text = value.equals("''") ? "" : value;
        assertThat(meets(like, "{\"keyword.a\":\"" + text + "\"}")).isEqualTo(matches);
    }

    private static Condition range(String name, @Nullable Object low, @Nullable Object high, boolean inclusive) {
        return new Range(field(name), Bound.of(low, inclusive), Bound.of(high, inclusive));
    }

    @Test
    void range_isInTheFieldsOrder() {
        assertThat(meets(range("long.a", 80L, 90L, true), "{\"long.a\":\"90\"}"))
                .isTrue();
        assertThat(meets(range("long.a", 80L, 90L, false), "{\"long.a\":90}")).isFalse();
        assertThat(meets(range("long.a", 80L, null, false), "{\"long.a\":80.7}"))
                .isFalse();
        assertThat(meets(range("long.a", 79.5, null, false), "{\"long.a\":80}")).isTrue();
        assertThat(meets(range("long.a", null, Double.POSITIVE_INFINITY, false), "{\"long.a\":80}"))
                .isTrue();
        assertThat(meets(range("long.a", 1e30, null, false), "{\"long.a\":9223372036854775807}"))
                .isFalse();
        assertThat(meets(range("long.a", null, null, true), "{\"long.a\":\"x\"}"))
                .isFalse();
        assertThat(meets(range("double.a", 0.5, 0.6, true), "{\"double.a\":\"0.55\"}"))
                .isTrue();
        assertThat(meets(range("date.a", 0L, null, true), "{\"date.a\":\"1969-12-31T23:59:59.999Z\"}"))
                .isFalse();
        assertThat(meets(range("date.a", 0L, null, true), "{\"date.a\":\"1970-01-01T00:00:00Z\"}"))
                .isTrue();
        assertThat(meets(
                        range("ip.a", IpAddress.v4(0x0A000000), IpAddress.v4(0x0A0000FF), true),
                        "{\"ip.a\":\"10.0.0.9\"}"))
                .isTrue();
        assertThat(meets(range("keyword.a", "B", "a", true), "{\"keyword.a\":\"Z\"}"))
                .isTrue();
        assertThat(meets(range("keyword.a", "\uFFFD", null, false), "{\"keyword.a\":\"😀\"}"))
                .as("by UTF-8 bytes, not UTF-16 units")
                .isTrue();
        assertThat(meets(range("unknown.a", 5L, null, true), "{\"unknown.a\":10}"))
                .isTrue();
        assertThat(meets(range("unknown.a", 5L, null, true), "{\"unknown.a\":\"10\"}"))
                .as("by text")
                .isFalse();
        assertThat(meets(range("unknown.a", "x", null, true), "{\"unknown.a\":10}"))
                .isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "1.2.3, 1.10.0",
        "1.0.0-alpha, 1.0.0",
        "1.0.0-alpha, 1.0.0-alpha.1",
        "1.0.0-alpha.1, 1.0.0-alpha.beta",
        "1.0.0-2, 1.0.0-10",
        "1.0.0-9, 1.0.0-a",
        "1.0.0, 1.0.0+b",
        "99.0.0, 1.0",
        "1.0, nonsense",
        "10.0.0, 11.0.0-rc"
    })
    void version_hasItsOwnOrder(String lower, String higher) {
        assertThat(meets(range("version.a", lower, null, false), "{\"version.a\":\"" + higher + "\"}"))
                .isTrue();
        assertThat(meets(range("version.a", higher, null, true), "{\"version.a\":\"" + lower + "\"}"))
                .isFalse();
    }

    @Test
    void existence_needsAValueOfTheType() {
        assertThat(meets(new Exists(field("keyword.a")), "{\"keyword.a\":\"\"}"))
                .isTrue();
        assertThat(meets(new Exists(field("keyword.a")), "{\"keyword.a\":[null,[]]}"))
                .isFalse();
        assertThat(meets(new Exists(field("keyword.a")), "{\"keyword.a\":\"" + "x".repeat(1025) + "\"}"))
                .isFalse();
        assertThat(meets(new Exists(field("wildcard.a")), "{\"wildcard.a\":\"" + "x".repeat(1025) + "\"}"))
                .isTrue();
        assertThat(meets(new Exists(field("long.a")), "{\"long.a\":\"x\"}")).isFalse();
        assertThat(meets(new Exists(field("long.a")), "{\"long.a\":[\"x\",1]}")).isTrue();
        assertThat(meets(new Exists(field("ip.a")), "{\"ip.a\":\"x\"}")).isFalse();
        assertThat(meets(new Exists(field("object.a")), "{\"object.a\":{\"b\":[{\"c\":1}]}}"))
                .isTrue();
        assertThat(meets(new Exists(field("object.a")), "{\"object.a\":{\"b\":null}}"))
                .isFalse();
        assertThat(meets(new Condition.Not(new Exists(field("keyword.a"))), "{}"))
                .isTrue();
    }

    @Test
    void addresses_areFoundInBlocks() {
        CidrSet blocks =
                CidrSet.of(Stream.of("10.0.0.0/8", "fe80::/10").map(Cidr::parse).toList());
        assertThat(meets(new InBlocks(field("ip.a"), blocks), "{\"ip.a\":[\"1.1.1.1\",\"10.255.255.255\"]}"))
                .isTrue();
        assertThat(meets(new InBlocks(field("ip.a"), blocks), "{\"ip.a\":\"11.0.0.0\"}"))
                .isFalse();
        assertThat(meets(new InBlocks(field("ip.a"), blocks), "{\"ip.a\":\"fe80::1\"}"))
                .isTrue();
        assertThat(meets(new InBlocks(field("keyword.a"), blocks), "{\"keyword.a\":\"10.1.1.1\"}"))
                .isTrue();
        assertThat(meets(new InList(field("ip.a"), new ValueList.Addresses("l", blocks)), "{\"ip.a\":\"10.1.1.1\"}"))
                .isTrue();
    }

    @Test
    void valueList_comparesAsTheFieldDoes() {
        ValueList words = new ValueList.Words("l", Set.of("80", "x"));
        assertThat(meets(new InList(field("keyword.a"), words), "{\"keyword.a\":\"x\"}"))
                .isTrue();
        assertThat(meets(new InList(field("keyword.a"), words), "{\"keyword.a\":\"X\"}"))
                .isFalse();
        assertThat(meets(new InList(field("long.a"), words), "{\"long.a\":80.0}"))
                .isTrue();
    }

    @Test
    void words_areSoughtInAnalysedText() {
        String json = "{\"text.a\":[\"Invoke-Mimikatz now\",\"the Quick brown\"]}";
        assertThat(meets(new AnyWord(field("text.a"), List.of("MIMIKATZ")), json))
                .isTrue();
        assertThat(meets(new AnyWord(field("text.a"), List.of("mimi")), json)).isFalse();
        assertThat(meets(new Phrase(field("text.a"), List.of("quick", "brown")), json))
                .isTrue();
        assertThat(meets(new Phrase(field("text.a"), List.of("now", "the")), json))
                .as("not across values")
                .isFalse();
        assertThat(meets(new Phrase(field("text.a"), List.of()), json)).isFalse();
        assertThat(meets(new WordLike(field("text.a"), WildcardPattern.escaped("MIMI*")), json))
                .isTrue();
        assertThat(meets(new WordLike(field("text.a"), WildcardPattern.escaped("invoke*katz")), json))
                .isFalse();
    }

    @Test
    void nested_asksOneObjectAtATime() {
        Condition both = Condition.and(List.of(text("x.n.a", "1"), text("x.n.b", "2")));
        String apart = "{\"x\":{\"n\":[{\"a\":\"1\",\"b\":\"3\"},{\"a\":\"4\",\"b\":\"2\"}]}}";
        assertThat(meets(both, apart)).isTrue();
        assertThat(meets(new Nested("x.n", both), apart)).isFalse();
        assertThat(meets(new Nested("x.n", both), "{\"x.n\":[[{\"a\":\"0\"}],{\"a\":\"1\",\"b\":[\"3\",\"2\"]}]}"))
                .isTrue();
        Condition lacks = Condition.and(List.of(text("x.n.a", "1"), Condition.not(new Exists(field("x.n.b")))));
        assertThat(meets(new Nested("x.n", lacks), "{\"x\":{\"n\":[{\"a\":\"1\"},{\"b\":\"2\"}]}}"))
                .isTrue();
        Condition inner = new Nested("x.n", new Nested("x.n.m", text("x.n.m.c", "1")));
        assertThat(meets(inner, "{\"x\":[{\"n\":{\"m\":[{\"c\":\"2\"},{\"c\":\"1\"}]}}]}"))
                .isTrue();
        assertThat(meets(new Nested("x.n", both), "{\"x\":{\"n\":\"1\"}}")).isFalse();
        assertThat(meets(new Nested("x.n", both), "{\"x.n.a\":\"1\",\"x.n.b\":\"2\"}"))
                .as("dotted keys are one object")
                .isTrue();
    }

    @Test
    void anyField_looksAtTheFieldsTheEventHas() {
        Condition hash = new AnyField(WildcardPattern.stars("file.hash.*"), f -> text(f.name(), "abc"));
        assertThat(meets(hash, "{\"file\":{\"hash\":{\"new_kind\":[\"x\",\"abc\"]}}}"))
                .isTrue();
        assertThat(meets(hash, "{\"file\":{\"name\":\"abc\"}}")).isFalse();
        Condition typed = new AnyField(WildcardPattern.stars("*"), f -> text(f.name(), "80.0"));
        assertThat(meets(typed, "{\"long\":{\"a\":80}}")).isTrue();
        assertThat(meets(typed, "{\"keyword\":{\"a\":80}}")).isFalse();
    }

    @Test
    void metadata_areFieldsToo() {
        assertThat(meets(text("_id", "id-1"), "{}")).isTrue();
        assertThat(meets(new Like(field("_index"), List.of(WildcardPattern.stars("logs-*")), Case.SENSITIVE), "{}"))
                .isTrue();
        Event nameless = new Event(Filling.table(TYPES, List.of()));
        Filling.fill(nameless, "{}");
        assertThat(new Evaluator(TYPES).meets(new Exists(field("_index")), nameless))
                .isFalse();
        assertThat(new Evaluator(TYPES).meets(new Exists(field("_id")), nameless))
                .isTrue();
    }

    @Test
    void boundOfAnotherKind_isRefusedWithAReason() {
        Condition range = range("boolean.a", "a", "b", true);
        assertThat(MatchPlan.refusal(Condition.not(range)))
                .hasValueSatisfying(reason -> assertThat(reason).contains("boolean.a"));
        assertThat(MatchPlan.refusal(new AnyField(WildcardPattern.stars("*"), f -> range)))
                .isPresent();
        assertThatThrownBy(() -> MatchPlan.builder(TYPES).add(range, IndexPatterns.ALL))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(MatchPlan.refusal(range("long.a", "a", null, true))).isPresent();
        assertThat(MatchPlan.refusal(range("long.a", 1L, 2.5, true))).isEmpty();
    }

    @Test
    void depth_isLimitedButLengthIsNot() {
        Condition chain = text("keyword.a", "x");
        for (int i = 0; i < 100_000; i++) {
            chain = new Condition.Or(List.of(chain, text("keyword.a", "y" + i)));
        }
        assertThat(MatchPlan.refusal(chain)).isEmpty();
        assertThat(meets(chain, "{\"keyword.a\":\"x\"}")).isTrue();
        assertThat(MatchPlan.refusal(alternating(Refusal.DEPTH_MAX - 1))).isEmpty();
        assertThat(meets(alternating(Refusal.DEPTH_MAX - 1), "{\"keyword.a\":\"x\"}"))
                .isTrue();
        assertThat(MatchPlan.refusal(alternating(Refusal.DEPTH_MAX + 1))).isPresent();
    }

    static Condition alternating(int levels) {
        Condition at = text("keyword.a", "x");
        for (int i = 0; i < levels; i++) {
            List<Condition> parts = new ArrayList<>(List.of(at, text("keyword.a", i % 2 == 0 ? "x" : "z" + i)));
            at = i % 2 == 0 ? new Condition.And(parts) : new Condition.Or(parts);
        }
        return at;
    }
}
