package io.picket.rule;

import static org.assertj.core.api.Assertions.assertThat;

import io.picket.condition.Condition;
import io.picket.condition.FieldType;
import io.picket.condition.MovingConditions;
import io.picket.text.Place;
import io.picket.text.Problem;
import io.picket.text.Read;
import io.picket.text.SourceText;
import io.picket.text.Span;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RuleFiltersTest {

    /** 2026-02-02T02:40:00Z. */
    private static final long NOW = 1_770_000_000_000L;

    private static final Asked ASKED = new Asked(Map.of(
            "ip", FieldType.IP,
            "port", FieldType.LONG,
            "at", FieldType.DATE,
            "text", FieldType.TEXT,
            "file.path", FieldType.KEYWORD,
            "n", FieldType.NESTED,
            "name", FieldType.KEYWORD));

    private static Read<Condition> compile(String filter) {
        String json = filter.replace('\'', '"');
        Node.Table table = (Node.Table) JsonReader.read(SourceText.of("f", json), new Span(0, json.length()))
                .orThrow();
        return RuleFilters.compile(List.of(new Filter(Node.plainTable(table), Place.file("f"))), ASKED)
                .map(condition -> MovingConditions.at(condition, NOW));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{'query':{'match_phrase':{'name':'a b'}}} | {'name':'a b'} | true",
                "{'query':{'match_phrase':{'name':{'query':'a b','slop':0}}}} | {'name':['x','a b']} | true",
                "{'meta':{'negate':true},'query':{'match_phrase':{'name':'a'}}} | {'name':'a'} | false",
                "{'meta':{'negate':true},'query':{'match_phrase':{'name':'a'}}} | {} | true",
                "{'meta':{'disabled':true},'query':{'script':{}}} | {} | true",
                "{'meta':{},'exists':{'field':'name'}} | {'name':''} | true",
                "{'query':{'exists':{'field':'name'}}} | {'name':null} | false",
                "{'query':{'wildcard':{'file.path':{'value':'?:\\\\\\\\Program Files\\\\\\\\*.EXE','case_insensitive':true}}}} | {'file':{'path':'C:\\\\program files\\\\a.exe'}} | true",
                "{'query':{'wildcard':{'file.path':{'wildcard':'*.EXE'}}}} | {'file.path':'a.exe'} | false",
                "{'query':{'wildcard':{'file.path':'*.exe'}}} | {'file.path':'a.exe'} | true",
                "{'query':{'prefix':{'name':'ab*'}}} | {'name':'ab*c'} | true",
                "{'query':{'prefix':{'name':{'value':'AB','case_insensitive':true}}}} | {'name':'abc'} | true",
                "{'query':{'prefix':{'name':'ab*'}}} | {'name':'abc'} | false",
                "{'query':{'term':{'port':80}}} | {'port':'80'} | true",
                "{'query':{'prefix':{'text':'Qui'}}} | {'text':'Quick'} | false",
                "{'query':{'prefix':{'text':'qui'}}} | {'text':'Quick'} | true",
                "{'query':{'prefix':{'text':{'value':'QUI','case_insensitive':true}}}} | {'text':'Quick'} | true",
                "{'query':{'regexp':{'name':'a[bc]+'}}} | {'name':'abcb'} | true",
                "{'query':{'regexp':{'name':'a[bc]+'}}} | {'name':'xabcb'} | false",
                "{'query':{'regexp':{'name':{'value':'a.','flags':'ALL','case_insensitive':true}}}} | {'name':'AB'} | true",
                "{'query':{'exists':{'field':'user.*'}}} | {'user':{'name':'x'}} | true",
                "{'query':{'exists':{'field':'user.*'}}} | {'users':{'name':'x'}} | false",
                "{'meta':{'negate':true},'query':{'exists':{'field':'*.name'}}} | {'user':{'name':'x'}} | false",
                "{'query':{'exists':{'field':'*'}}} | {} | true",
                "{'query':{'constant_score':{'filter':{'term':{'port':80}},'boost':2}}} | {'port':81} | false",
                "{'query':{'constant_score':{'filter':{'term':{'port':80}},'boost':2}}} | {'port':80} | true",
                "{'query':{'bool':{'should':[{'term':{'name':'a'}},{'term':{'port':1}},{'term':{'ip':'::1'}}],'minimum_should_match':2}}} | {'name':'a','ip':'::1'} | true",
                "{'query':{'bool':{'should':[{'term':{'name':'a'}},{'term':{'port':1}},{'term':{'ip':'::1'}}],'minimum_should_match':2}}} | {'name':'a'} | false",
                "{'query':{'bool':{'should':[{'term':{'name':'a'}},{'term':{'port':1}},{'term':{'ip':'::1'}}],'minimum_should_match':'-1'}}} | {'name':'a','port':1} | true",
                "{'query':{'bool':{'should':[{'term':{'name':'a'}},{'term':{'port':1}},{'term':{'ip':'::1'}}],'minimum_should_match':'-1'}}} | {'port':1} | false",
                "{'query':{'bool':{'should':[{'term':{'name':'a'}},{'term':{'port':1}},{'term':{'ip':'::1'}}],'minimum_should_match':'67%'}}} | {'port':1,'name':'a'} | true",
                "{'query':{'bool':{'should':[{'term':{'name':'a'}},{'term':{'port':1}},{'term':{'ip':'::1'}}],'minimum_should_match':'100%'}}} | {'port':1,'name':'a'} | false",
                "{'query':{'bool':{'should':[{'term':{'name':'a'}}],'minimum_should_match':0}}} | {'name':'b'} | false",
                "{'query':{'bool':{'filter':{'term':{'port':1}},'should':[{'term':{'name':'a'}}],'minimum_should_match':0}}} | {'port':1} | true",
                "{'query':{'bool':{'filter':{'term':{'port':1}},'should':[],'minimum_should_match':1}}} | {'port':1} | false",
                "{'query':{'bool':{'should':[],'minimum_should_match':1}}} | {} | true",
                "{'query':{'term':{'name':{'value':'ABC','case_insensitive':true}}}} | {'name':'abc'} | true",
                "{'query':{'terms':{'ip':['10.0.0.0/8','::1']}}} | {'ip':'10.1.2.3'} | true",
                "{'query':{'terms':{'ip':['10.0.0.0/8','::1']}}} | {'ip':'11.1.2.3'} | false",
                "{'query':{'match':{'text':'quick fox'}}} | {'text':'the Quick dog'} | true",
                "{'query':{'match':{'text':{'query':'quick fox','operator':'and'}}}} | {'text':'the quick dog'} | false",
                "{'query':{'match':{'text':{'query':'quick fox','type':'phrase'}}}} | {'text':'quick brown fox'} | false",
                "{'query':{'match_phrase':{'text':'Quick Fox'}}} | {'text':'a quick fox'} | true",
                "{'query':{'term':{'text':'Quick'}}} | {'text':'Quick'} | false",
                "{'query':{'range':{'port':{'gte':10,'lt':20}}}} | {'port':10} | true",
                "{'query':{'range':{'port':{'gte':10,'lt':20}}}} | {'port':20} | false",
                "{'range':{'at':{'gt':'now-1h','format':'strict_date_optional_time'}}} | {'at':'2026-02-02T02:00:00Z'} | true",
                "{'range':{'at':{'gt':'now-1h'}}} | {'at':'2026-02-02T01:00:00Z'} | false",
                "{'query':{'range':{'at':{'lte':'2026-02-01'}}}} | {'at':'2026-02-01T23:59:59Z'} | true",
                "{'query':{'bool':{'should':[{'match_phrase':{'name':'a'}},{'match_phrase':{'name':'b'}}],'minimum_should_match':1}}} | {'name':'b'} | true",
                "{'query':{'bool':{'should':{'term':{'name':'a'}},'must':[{'term':{'port':1}}]}}} | {'port':1} | true",
                "{'query':{'bool':{'should':[{'term':{'name':'a'}}],'must':[],'filter':[],'must_not':[{'term':{'port':1}}]}}} | {'name':'a','port':1} | false",
                "{'query':{'bool':{}}} | {} | true",
                "{'query':{'match_all':{}}} | {} | true",
                "{'query':{'nested':{'path':'n','query':{'bool':{'must':[{'term':{'n.a':1}},{'term':{'n.b':2}}]}}}}} | {'n':[{'a':1,'b':3},{'a':2,'b':2}]} | false",
                "{'query':{'nested':{'path':'n','query':{'bool':{'must':[{'term':{'n.a':1}},{'term':{'n.b':2}}]}}}}} | {'n':[{'a':1,'b':2}]} | true",
                "{'meta':{'type':'combined','relation':'OR','params':[{'query':{'term':{'name':'a'}}},{'meta':{'negate':true},'query':{'term':{'port':1}}}]}} | {'name':'b','port':2} | true",
                "{'meta':{'type':'combined','relation':'AND','params':[{'query':{'term':{'name':'a'}}},{'meta':{'negate':true},'query':{'term':{'port':1}}}]}} | {'name':'b','port':2} | false",
            })
    void asksWhatKibanaAsks(String filter, String event, boolean met) {
        assertThat(ASKED.meets(compile(filter).orThrow(), event.replace('\'', '"')))
                .isEqualTo(met);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{'query':{'query_string':{'query':'a:b'}}} | FILTER-001 | 'query_string' are not supported",
                "{'query':{'script':{'script':'x'}}} | FILTER-001 | 'script'",
                "{'query':{'regexp':{'name':'a('}}} | TERM-004 | regular expression",
                "{'query':{'regexp':{'port':'8.*'}}} | TERM-002 | no regular expression",
                "{'query':{'regexp':{'name':{'value':'a','flags':'INTERVAL'}}}} | FILTER-001 | 'flags'",
                "{'query':{'match':{'text':{'query':'x','type':'phrase_prefix'}}}} | FILTER-001 | 'type'",
                "{'meta':{}} | FILTER-001 | no query",
                "{'query':{'term':{'a':1},'match':{'a':1}}} | FILTER-001 | exactly one kind",
                "{'query':{'term':{'a':1,'b':2}}} | FILTER-001 | must name one field",
                "{'query':{'term':{'a':[1]}}} | FILTER-001 | no value to compare",
                "{'query':{'match_phrase':{'a':{'query':'x','slop':2}}}} | FILTER-001 | 'slop'",
                "{'query':{'match':{'a':{'query':'x','fuzziness':1}}}} | FILTER-001 | 'fuzziness'",
                "{'query':{'bool':{'should':[],'minimum_should_match':'2<-25%'}}} | FILTER-001 | number or a share",
                "{'query':{'bool':{'musst':[]}}} | FILTER-001 | 'musst'",
                "{'query':{'range':{'at':{'gte':'01/02','format':'dd/MM'}}}} | FILTER-001 | format",
                "{'query':{'range':{'at':{'gte':'2026','time_zone':'+02:00'}}}} | FILTER-001 | time_zone",
                "{'query':{'term':{'port':'http'}}} | TERM-001 | not a number",
                "{'query':{'term':{'ip':'10.0.0'}}} | TERM-001 | not an address",
                "{'query':{'range':{'at':{'gte':'soon'}}}} | TERM-001 | not a date",
                "{'query':{'wildcard':{'ip':'10.*'}}} | TERM-002 | no pattern",
                "{'query':{'term':{'n':'x'}}} | TERM-003 | cannot be asked",
            })
    void refusesTheRest(String filter, String code, String words) {
        Read<Condition> read = compile(filter);
        assertThat(read).isInstanceOf(Read.Failed.class);
        Problem problem = read.problems().getFirst();
        assertThat(problem.code()).isEqualTo(code);
        assertThat(problem.message()).contains(words);
    }
}
