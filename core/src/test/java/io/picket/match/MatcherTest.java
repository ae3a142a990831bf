package io.picket.match;

import static io.picket.match.TestTypes.TYPES;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import io.picket.condition.Bound;
import io.picket.condition.Case;
import io.picket.condition.Cidr;
import io.picket.condition.CidrSet;
import io.picket.condition.Condition;
import io.picket.condition.Condition.AnyWord;
import io.picket.condition.Condition.Exists;
import io.picket.condition.Condition.In;
import io.picket.condition.Condition.InBlocks;
import io.picket.condition.Condition.InList;
import io.picket.condition.Condition.Like;
import io.picket.condition.Condition.Phrase;
import io.picket.condition.Condition.Range;
import io.picket.condition.Condition.WordLike;
import io.picket.condition.IndexPatterns;
import io.picket.condition.IpAddress;
import io.picket.condition.Literal;
import io.picket.condition.Refusal;
import io.picket.condition.ValueList;
import io.picket.condition.WildcardPattern;
import io.picket.event.Event;
import io.picket.event.FieldTable;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class MatcherTest {

    private static Condition is(String name, String... values) {
        return new In(
                TYPES.field(name),
                List.of(values).stream().<Literal>map(Literal.Text::new).toList(),
                Case.SENSITIVE);
    }

    private static Condition like(String name, Case letters, String... patterns) {
        return new Like(
                TYPES.field(name),
                List.of(patterns).stream().map(WildcardPattern::starsAndMarks).toList(),
                letters);
    }

    private static MatchPlan plan(List<Condition> conditions) {
        return MatchPlan.of(conditions, TYPES, Filling.table(TYPES, MatcherLawTest.names(conditions)));
    }

    private static Event event(MatchPlan plan, String json) {
        Event event = new Event(plan.table());
        Filling.fill(event, json);
        return event;
    }

    @Test
    void conditions_areOfferedOnlyEventsOfTheirIndices() {
        Condition any = new Exists(TYPES.field("keyword.a"));
        FieldTable table = Filling.table(TYPES, List.of("keyword.a"));
        MatchPlan.Builder builder = MatchPlan.builder(TYPES);
        assertThat(builder.add(any, new IndexPatterns(List.of("logs-endpoint.events.*"))))
                .isZero();
        assertThat(builder.add(any, new IndexPatterns(List.of("logs-*", "-logs-endpoint.*"))))
                .isEqualTo(1);
        assertThat(builder.add(any, IndexPatterns.ALL)).isEqualTo(2);
        MatchPlan plan = builder.build(table);
        Matcher matcher = new Matcher(plan);
        Event event = event(plan, "{\"keyword.a\":\"x\"}");
        assertThat(MatcherLawTest.match(matcher, event)).as("no index known").containsExactly(0, 1, 2);
        event.origin("logs-endpoint.events.process-default", null);
        assertThat(MatcherLawTest.match(matcher, event)).containsExactly(0, 2);
        event.origin(".ds-logs-endpoint.events.process-default-2026.01.31-000001", null);
        assertThat(MatcherLawTest.match(matcher, event)).containsExactly(0, 2);
        event.origin("logs-nginx.access-default", null);
        assertThat(MatcherLawTest.match(matcher, event)).containsExactly(1, 2);
        event.origin("", null);
        assertThat(MatcherLawTest.match(matcher, event)).containsExactly(0, 1, 2);
    }

    @Test
    void manyIndexNames_areForgottenAgainNotMixedUp() {
        Condition any = new Exists(TYPES.field("keyword.a"));
        MatchPlan.Builder builder = MatchPlan.builder(TYPES);
        builder.add(any, new IndexPatterns(List.of("even-*")));
        MatchPlan plan = builder.build(Filling.table(TYPES, List.of("keyword.a")));
        Matcher matcher = new Matcher(plan);
        Event event = event(plan, "{\"keyword.a\":\"x\"}");
        for (int i = 0; i < Matcher.INDEX_NAMES_MAX * 2 + 7; i++) {
            event.origin((i % 2 == 0 ? "even-" : "odd-") + i, null);
            assertThat(matcher.match(event)).isEqualTo(i % 2 == 0 ? 1 : 0);
        }
    }

    @Test
    void withoutRoomForPartitions_matchesAreTheSame() {
        RandomAsking asking = new RandomAsking(99);
        List<Condition> conditions = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            conditions.add(asking.condition(3));
        }
        MatchPlan plan = plan(conditions);
        Matcher roomy = new Matcher(plan);
        Matcher narrow = new Matcher(plan, 0, 1, 1);
        Matcher tight = new Matcher(plan, 3_000, 1, 1);
        Event event = new Event(plan.table());
        for (int i = 0; i < 500; i++) {
            Filling.fill(event, asking.document());
            List<Integer> expected = MatcherLawTest.match(roomy, event);
            assertThat(MatcherLawTest.match(narrow, event)).isEqualTo(expected);
            assertThat(MatcherLawTest.match(tight, event)).isEqualTo(expected);
        }
        assertThat(narrow.candidatesRun()).isGreaterThan(roomy.candidatesRun());
    }

    /** Conditions of common values alone must not all be candidates for every event. */
    @Test
    void commonValues_areTakenTogether() {
        List<Condition> conditions = new ArrayList<>();
        for (String system : List.of("windows", "linux", "macos")) {
            for (String category : List.of("process", "file", "network", "registry")) {
                for (String type : List.of("start", "end", "change")) {
                    conditions.add(Condition.and(List.of(
                            is("host.os.type", system), is("event.category", category), is("event.type", type))));
                }
            }
        }
        MatchPlan plan = plan(conditions);
        Matcher matcher = new Matcher(plan);
        Event event =
                event(plan, "{\"host.os.type\":\"linux\",\"event.category\":[\"file\"],\"event.type\":[\"change\"]}");
        assertThat(matcher.match(event)).isEqualTo(1);
        assertThat(matcher.candidatesRun()).isEqualTo(1);
    }

    @Test
    void valueThatManyEventsShow_soonFindsNothing() {
        List<Condition> conditions = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            conditions.add(Condition.and(
                    List.of(is("keyword.a", "daily"), like("wildcard.a", Case.SENSITIVE, "*needle" + i + "*"))));
        }
        MatchPlan plan = plan(conditions);
        Matcher matcher = new Matcher(plan, Matcher.PARTITION_BYTES_MAX, 2, 10);
        Event daily = event(plan, "{\"keyword.a\":\"daily\",\"wildcard.a\":\"hay\"}");
        Event found = event(plan, "{\"keyword.a\":\"daily\",\"wildcard.a\":\"hay needle7 hay\"}");
        assertThat(MatcherLawTest.match(matcher, found)).containsExactly(7);
        assertThat(matcher.candidatesRun()).isEqualTo(10);
        for (int i = 0; i < 2 * 10; i++) {
            assertThat(matcher.match(daily)).isZero();
        }
        long before = matcher.candidatesRun();
        assertThat(matcher.match(daily)).isZero();
        assertThat(MatcherLawTest.match(matcher, found)).containsExactly(7);
        assertThat(matcher.candidatesRun()).isEqualTo(before + 1);
    }

    @Test
    void rareValue_findsItsConditionAmongThousands() {
        List<Condition> conditions = new ArrayList<>();
        for (int i = 0; i < 3000; i++) {
            Condition rare = switch (i % 5) {
                case 0 -> is("keyword.a", "name" + i);
                case 1 -> like("wildcard.a", Case.INSENSITIVE, "*Needle" + i + "End*");
                case 2 -> new InBlocks(TYPES.field("ip.a"), blocks("10." + i / 256 + "." + i % 256 + ".0/24"));
                case 3 -> new Range(TYPES.field("long.a"), new Bound((long) i, true), new Bound(i + 1L, false));
                default -> new Phrase(TYPES.field("text.a"), List.of("word" + i, "follows"));
            };
            conditions.add(Condition.and(List.of(is("event.category", "process"), rare)));
        }
        MatchPlan plan = plan(conditions);
        Matcher matcher = new Matcher(plan);
        Event event = event(
                plan,
                "{\"event.category\":\"process\",\"keyword.a\":\"name1005\",\"wildcard.a\":\"x NEEDLE2001end y\","
                        + "\"ip.a\":\"10.3.239.7\",\"long.a\":503,\"text.a\":\"a Word2004 follows\"}");
        assertThat(MatcherLawTest.match(matcher, event)).containsExactly(503, 1005, 1007, 2001, 2004);
        assertThat(matcher.candidatesRun()).isEqualTo(5);
    }

    private static CidrSet blocks(String... texts) {
        List<Cidr> blocks = new ArrayList<>();
        for (String text : texts) {
            blocks.add(java.util.Objects.requireNonNull(Cidr.parse(text)));
        }
        return CidrSet.of(blocks);
    }

    @Test
    void tenThousandClauses_areOneCondition() {
        List<Condition> clauses = new ArrayList<>();
        Condition chain = is("keyword.b", "start");
        for (int i = 0; i < 10_000; i++) {
            clauses.add(
                    i % 3 == 0
                            ? like("wildcard.a", Case.INSENSITIVE, "*lib" + i + ".dll", "c:\\?\\x" + i + "*")
                            : Condition.and(
                                    List.of(is("keyword.a", "v" + i), Condition.not(is("keyword.b", "w" + i)))));
            chain = new Condition.Or(List.of(chain, is("keyword.b", "link" + i)));
        }
        List<Condition> conditions =
                List.of(new Condition.Or(clauses), chain, new Condition.Not(new Condition.Or(clauses)));
        MatchPlan plan = plan(conditions);
        Matcher matcher = new Matcher(plan);
        assertThat(MatcherLawTest.match(matcher, event(plan, "{\"keyword\":{\"a\":\"v9998\",\"b\":\"w9998\"}}")))
                .containsExactly(2);
        assertThat(MatcherLawTest.match(matcher, event(plan, "{\"keyword\":{\"a\":\"v9998\",\"b\":\"link9999\"}}")))
                .containsExactly(0, 1);
        assertThat(MatcherLawTest.match(matcher, event(plan, "{\"wildcard\":{\"a\":\"C:\\\\Temp\\\\LIB9999.DLL\"}}")))
                .containsExactly(0);
    }

    @Test
    void deepCondition_isAsGoodAsAShallowOne() {
        MatchPlan plan = plan(List.of(
                EvaluatorTest.alternating(Refusal.DEPTH_MAX - 1), EvaluatorTest.alternating(Refusal.DEPTH_MAX - 2)));
        Matcher matcher = new Matcher(plan);
        assertThat(MatcherLawTest.match(matcher, event(plan, "{\"keyword.a\":\"x\"}")))
                .containsExactly(0, 1);
        assertThat(MatcherLawTest.match(matcher, event(plan, "{\"keyword.a\":\"y\"}")))
                .isEmpty();
    }

    @Test
    void millionEntries_areOneLookUp() {
        List<Cidr> blocks = new ArrayList<>();
        Set<String> words = new HashSet<>();
        for (int i = 0; i < 1_000_000; i++) {
            IpAddress address = IpAddress.v4(i * 4 + 1);
            blocks.add(new Cidr(address, address));
            words.add("value-" + i);
        }
        CidrSet set = CidrSet.of(blocks);
        List<Condition> conditions = List.of(
                new InBlocks(TYPES.field("ip.a"), set),
                Condition.not(new InList(TYPES.field("ip.a"), new ValueList.Addresses("a", set))),
                new InList(TYPES.field("keyword.a"), new ValueList.Words("w", words)),
                new InList(TYPES.field("wildcard.a"), new ValueList.Words("w", words)));
        MatchPlan plan = plan(conditions);
        Matcher matcher = new Matcher(plan);
        Event hit = event(plan, "{\"ip.a\":\"0.61.8.253\",\"keyword.a\":\"value-999999\",\"wildcard.a\":\"value\"}");
        Event miss =
                event(plan, "{\"ip.a\":\"0.61.8.254\",\"keyword.a\":\"value-1000000\",\"wildcard.a\":\"value-7\"}");
        assertThat(MatcherLawTest.match(matcher, hit)).containsExactly(0, 2);
        assertThat(MatcherLawTest.match(matcher, miss)).containsExactly(1, 3);
    }

    @Test
    void eventOfAnotherTable_isRefused() {
        MatchPlan plan = plan(List.of(is("keyword.a", "x")));
        Event stranger = new Event(Filling.table(TYPES, List.of("keyword.a")));
        assertThatThrownBy(() -> new Matcher(plan).match(stranger)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> MatchPlan.of(List.of(is("keyword.b", "x")), TYPES, plan.table()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("keyword.b");
    }

    @Test
    void noConditions_matchNothing() {
        MatchPlan plan = plan(List.of());
        assertThat(new Matcher(plan).match(event(plan, "{\"a\":1}"))).isZero();
        MatchPlan constants = plan(
                List.of(Condition.ALWAYS, Condition.NEVER, new Condition.And(List.of()), new Condition.Or(List.of())));
        assertThat(MatcherLawTest.match(new Matcher(constants), event(constants, "{}")))
                .containsExactly(0, 2);
    }

    /** The hot path: nothing is allocated for events of kinds and sizes seen before. */
    @Test
    void warmMatching_allocatesNothing() {
        List<Condition> conditions = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            conditions.add(Condition.and(List.of(
                    is("event.category", "process", "file"),
                    is("host.os.type", "windows"),
                    Condition.or(List.of(
                            is("keyword.a", "name" + i), like("keyword.b", Case.INSENSITIVE, "*É" + i + "*"))))));
            conditions.add(Condition.and(List.of(
                    new InBlocks(TYPES.field("ip.a"), blocks("10.0.0.0/" + (8 + i % 20), "fe80::/10")),
                    new Range(TYPES.field("long.a"), new Bound((long) i, true), null),
                    new Range(TYPES.field("double.a"), null, new Bound(i / 2.0, true)),
                    new Range(TYPES.field("date.a"), new Bound(1_700_000_000_000L + i, true), null),
                    Condition.not(new Exists(TYPES.field("boolean.a"))))));
            conditions.add(new AnyWord(TYPES.field("text.a"), List.of("alpha" + i)));
            conditions.add(new Phrase(TYPES.field("text.a"), List.of("beta", "gamma" + i)));
        }
        conditions.add(new WordLike(TYPES.field("text.a"), WildcardPattern.escaped("gam*9")));
        MatchPlan plan = plan(conditions);
        Matcher matcher = new Matcher(plan, Matcher.PARTITION_BYTES_MAX, 1, 10);
        Random random = new Random(1);
        List<Event> events = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            events.add(event(plan, document(random)));
        }
        long matches = 0;
        for (int round = 0; round < 100; round++) {
            for (Event event : events) {
                matches += matcher.match(event);
            }
        }
        assertThat(matches).isPositive();
        ThreadMXBean thread = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = thread.getCurrentThreadAllocatedBytes();
        long cost = thread.getCurrentThreadAllocatedBytes() - before;
        before = thread.getCurrentThreadAllocatedBytes();
        for (int i = 0; i < 20_000; i++) {
            matches += matcher.match(events.get(i % 200));
        }
        long allocated = thread.getCurrentThreadAllocatedBytes() - before - cost;
        assertThat(matches).isPositive();
        assertThat(allocated).isZero();
    }

    private static String document(Random random) {
        return ("{\"event\":{\"category\":[\"%s\"]},\"host.os.type\":\"%s\",\"keyword\":{\"a\":\"name%d\",\"b\":"
                        + "\"C:\\\\Éé%d\\\\X.exe\"},\"ip.a\":[\"10.%d.2.3\",\"fe80::%x\"],\"long.a\":%d,\"double.a\":%d.5,"
                        + "\"date.a\":\"2024-02-%02dT10:11:12.123Z\",\"text.a\":[\"Alpha%d beta Gamma%d\",\"don't\"]}")
                .formatted(
                        random.nextBoolean() ? "process" : "network",
                        random.nextBoolean() ? "windows" : "linux",
                        random.nextInt(300),
                        random.nextInt(300),
                        random.nextInt(256),
                        random.nextInt(65536),
                        random.nextInt(300),
                        random.nextInt(100),
                        random.nextInt(29) + 1,
                        random.nextInt(300),
                        random.nextInt(300));
    }
}
