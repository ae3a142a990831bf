package io.picket.rule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.picket.condition.Condition;
import io.picket.condition.FieldType;
import io.picket.condition.MovingConditions;
import io.picket.condition.ValueList;
import io.picket.event.FieldTable;
import io.picket.match.MatchPlan;
import io.picket.match.Matcher;
import io.picket.text.Problem;
import io.picket.text.Read;
import io.picket.text.SourceText;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExceptionItemsTest {

    private static final long NOW = Instant.parse("2026-02-02T00:00:00Z").toEpochMilli();
    private static final Asked ASKED = new Asked(Map.of(
            "source.ip", FieldType.IP,
            "port", FieldType.LONG,
            "at", FieldType.DATE,
            "message", FieldType.TEXT,
            "signature", FieldType.NESTED,
            "host.os.type", FieldType.KEYWORD,
            "host.os.name", FieldType.KEYWORD,
            "name", FieldType.KEYWORD));
    private static final Map<String, ValueList> LISTS = Map.of(
            "scanners", list("scanners", "ip_range", "10.0.0.0/24\n10.0.5.1-10.0.5.9\n192.168.0.1\n"),
            "ports", list("ports", "integer_range", "1-1023\n-5--1\n"),
            "days", list("days", "date_range", "2026-01-01T00:00:00Z,2026-01-31T23:59:59Z"),
            "names", list("names", "keyword", "a b\nc\n"));

    private static ValueList list(String id, String type, String text) {
        return ValueListReader.read(id, type, SourceText.of(id, text)).orThrow();
    }

    private static List<ExceptionItem> items(String entries, String more) {
        String item = "{'item_id':'i','list_id':'l'," + more + "'entries':[" + entries + "]}";
        RuleFile file = RuleReader.read(SourceText.of("e", item.replace('\'', '"')));
        assertThat(file.problems()).isEmpty();
        return file.exceptionLists().getFirst().items();
    }

    private static Read<Condition> compile(String entries, String more) {
        return ExceptionItems.compile(items(entries, more), ASKED, LISTS);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{'field':'name','type':'match','operator':'included','value':'A'} | {'name':'a'} | false",
                "{'field':'name','type':'match','operator':'excluded','value':'A'} | {} | true",
                "{'field':'source.ip','type':'match','operator':'included','value':'10.0.0.0/8'} | {'source':{'ip':['8.8.8.8','10.1.1.1']}} | true",
                "{'field':'other.ip','type':'match','operator':'included','value':'10.0.0.0/8'} | {'other.ip':'10.1.1.1'} | true",
                "{'field':'port','type':'match_any','operator':'included','value':['22','80.0']} | {'port':80} | true",
                "{'field':'port','type':'match','operator':'included','value':'80.5'} | {'port':80} | false",
                "{'field':'at','type':'match','operator':'included','value':'2026-01-01T00:00:00.000Z'} | {'at':1767225600000} | true",
                "{'field':'name','type':'wildcard','operator':'included','value':'C:\\\\\\\\*.ex?'} | {'name':'C:\\\\a\\\\b.exe'} | true",
                "{'field':'name','type':'wildcard','operator':'included','value':'a\\\\*'} | {'name':'ab'} | false",
                "{'field':'message','type':'wildcard','operator':'included','value':'QUI*'} | {'message':'a Quick fox'} | true",
                "{'field':'signature','type':'nested','entries':[{'field':'trusted','type':'match','operator':'included','value':'true'},{'field':'name','type':'match','operator':'included','value':'x'}]} | {'signature':[{'trusted':true,'name':'y'},{'trusted':false,'name':'x'}]} | false",
                "{'field':'signature','type':'nested','entries':[{'field':'trusted','type':'match','operator':'included','value':'true'},{'field':'name','type':'match','operator':'included','value':'x'}]} | {'signature':[{'trusted':true,'name':'x'}]} | true",
                "{'field':'source.ip','type':'list','operator':'included','list':{'id':'scanners','type':'ip_range'}} | {'source.ip':'10.0.5.9'} | true",
                "{'field':'source.ip','type':'list','operator':'included','list':{'id':'scanners','type':'ip_range'}} | {'source.ip':'10.0.5.10'} | false",
                "{'field':'source.ip','type':'list','operator':'excluded','list':{'id':'scanners','type':'ip_range'}} | {} | true",
                "{'field':'port','type':'list','operator':'included','list':{'id':'ports','type':'integer_range'}} | {'port':-3} | true",
                "{'field':'port','type':'list','operator':'included','list':{'id':'ports','type':'integer_range'}} | {'port':1024} | false",
                "{'field':'at','type':'list','operator':'included','list':{'id':'days','type':'date_range'}} | {'at':'2026-01-15'} | true",
                "{'field':'name','type':'list','operator':'included','list':{'id':'names','type':'keyword'}} | {'name':'a b'} | true",
                "{'field':'name','type':'match','operator':'included','value':'a'},{'field':'port','type':'exists','operator':'excluded'} | {'name':'a','port':1} | false",
            })
    void entriesHold(String entries, String event, boolean excepted) {
        assertThat(ASKED.meets(compile(entries, "").orThrow(), event.replace('\'', '"')))
                .isEqualTo(excepted);
    }

    /** What a list of each type holds of what kinds of fields; keywords by their letters, texts by their words. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "keyword | admin | name | 'admin' | true",
                "keyword | admin | name | 'Admin' | false",
                "keyword | admin | name | 'admin1' | false",
                "keyword | admin | name | ['root','admin'] | true",
                "keyword | 80 | port | 80 | true",
                "keyword | admin | new.field | 'admin' | true",
                "keyword | 80 | new.field | 80 | true",
                "keyword | 80 | new.field | '80.0' | false",
                "text | the quick brown Fox | message | 'fox, QUICK!' | true",
                "text | the quick brown fox | message | 'quick cat' | false",
                "text | the quick brown fox | name | 'Quick Fox' | true",
                "ip | 10.0.0.1 | source.ip | '10.0.0.1' | true",
                "ip | 10.0.0.1 | source.ip | '10.0.0.10' | false",
                "ip | 2001:db8::1 | source.ip | '2001:0db8:0::1' | true",
                "ip | 10.0.0.1 | new.field | '10.0.0.1' | true",
                "ip_range | 10.0.0.0/8 | source.ip | '10.255.255.255' | true",
                "ip_range | 10.0.0.3-10.0.0.9 | source.ip | '10.0.0.9' | true",
                "ip_range | 10.0.0.3-10.0.0.9 | source.ip | '10.0.0.10' | false",
                "integer | 80 | port | '80' | true",
                "long | 80 | port | 81 | false",
                "integer_range | 1-3 | port | 3 | true",
                "integer_range | 1-3 | port | 4 | false",
                "date | 2026-02-02 | at | '2026-02-02T00:00:00.000Z' | true",
                "date | 2026-02-02 | at | '2026-02-02T00:00:01Z' | false",
                "date_range | 2026-02-01,2026-02-02 | at | '2026-02-02T23:59:59Z' | true",
                "boolean | true | new.field | true | true",
            })
    void listsOfEveryType(String type, String line, String field, String value, boolean holds) {
        String entry =
                "{'field':'" + field + "','type':'list','operator':'included','list':{'id':'x','type':'" + type + "'}}";
        Condition condition = ExceptionItems.compile(items(entry, ""), ASKED, Map.of("x", list("x", type, line)))
                .orThrow();
        String json = "{'" + field + "':" + value + "}";
        assertThat(ASKED.meets(condition, json.replace('\'', '"'))).isEqualTo(holds);
    }

    @Test
    void operatingSystemsNarrowAnItem() {
        Condition condition = compile(
                        "{'field':'name','type':'match','operator':'included','value':'a'}",
                        "'os_types':['windows','linux'],")
                .orThrow();
        assertThat(ASKED.meets(condition, "{\"name\":\"a\",\"host\":{\"os\":{\"type\":\"linux\"}}}"))
                .isTrue();
        assertThat(ASKED.meets(condition, "{\"name\":\"a\",\"host\":{\"os\":{\"name\":\"Windows\"}}}"))
                .isTrue();
        assertThat(ASKED.meets(condition, "{\"name\":\"a\",\"host\":{\"os\":{\"type\":\"macos\"}}}"))
                .isFalse();
        assertThat(ASKED.meets(condition, "{\"name\":\"a\"}")).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"2026-02-01T23:59:59.999Z, false", "2026-02-02T00:00:00.000Z, true", "2026-03-01T00:00:00Z, true"})
    void expiredItemsDoNotCount(String expires, boolean counts) {
        List<ExceptionItem> items = items(
                "{'field':'name','type':'match','operator':'included','value':'a'}",
                "'expire_time':'" + expires + "',");
        Condition condition =
                MovingConditions.at(ExceptionItems.compile(items, ASKED, LISTS).orThrow(), NOW);
        assertThat(ASKED.meets(condition, "{\"name\":\"a\"}")).isEqualTo(counts);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{'field':'name','type':'list','operator':'included','list':{'id':'gone','type':'ip'}} | LIST-002",
                "{'field':'name','type':'list','operator':'included','list':{'id':'ports','type':'integer_range'}} | LIST-003",
                "{'field':'port','type':'match','operator':'excluded','value':'http'} | TERM-001",
                "{'field':'source.ip','type':'wildcard','operator':'included','value':'10.*'} | TERM-002",
                "{'field':'signature','type':'match','operator':'included','value':'x'} | TERM-003",
            })
    void refusesWhatTheFieldCannotBeAsked(String entry, String code) {
        Read<Condition> read = compile(entry, "");
        assertThat(read).isInstanceOf(Read.Failed.class);
        assertThat(read.problems()).extracting(Problem::code).containsExactly(code);
        assertThat(read.problems().getFirst().place().toString()).startsWith("e:1:");
    }

    @Test
    void noItemsExceptNothing() {
        assertThat(ExceptionItems.compile(List.of(), ASKED, LISTS).orThrow()).isEqualTo(Condition.NEVER);
    }

    /** Lists of every kind are taken by the matcher, not only by the plain evaluator. */
    @ParameterizedTest
    @CsvSource({"source.ip, ip_range, 10.0.0.0/8", "name, keyword, a", "message, text, a b", "port, integer_range, 1-2"
    })
    void theMatcherTakesEveryList(String field, String type, String value) {
        List<ExceptionItem> items = items(
                "{'field':'" + field + "','type':'list','operator':'included','list':{'id':'x','type':'" + type + "'}}",
                "");
        Condition condition = ExceptionItems.compile(items, ASKED, Map.of("x", list("x", type, value)))
                .orThrow();
        FieldTable table = FieldTable.builder().add(field, Integer.MAX_VALUE).build();
        assertThatCode(() -> new Matcher(MatchPlan.of(List.of(condition), ASKED, table)))
                .doesNotThrowAnyException();
    }
}
