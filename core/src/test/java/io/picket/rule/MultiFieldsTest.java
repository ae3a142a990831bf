package io.picket.rule;

import static org.assertj.core.api.Assertions.assertThat;

import io.picket.condition.FieldType;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Second forms of a field, which templates index and no event writes. */
class MultiFieldsTest {

    private static final Asked ASKED = new Asked(Map.of(
            "process.name", FieldType.KEYWORD,
            "process.name.text", FieldType.TEXT,
            "process.command_line", FieldType.WILDCARD,
            "process.command_line.text", FieldType.TEXT,
            "process.pid", FieldType.LONG));

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "kuery | process.command_line.text: who | {'process':{'command_line':'cmd /c Who Am I'}} | true",
                "kuery | process.command_line.text: \"am who\" | {'process':{'command_line':'cmd /c Who Am I'}} | false",
                "kuery | process.command_line.text: \"WHO am\" | {'process.command_line':['x','cmd /c Who Am I']} | true",
                "kuery | process.command_line.text: * | {'process':{'command_line':'x'}} | true",
                "kuery | not process.command_line.text: who | {'process':{'command_line':'cmd /c Who Am I'}} | false",
                "kuery | process.name.caseless: cmd.exe | {'process':{'name':'CMD.exe'}} | true",
                "kuery | process.name.caseless: (a or CMD.*) | {'process':{'name':'cmd.exe'}} | true",
                "kuery | process.name.caseless: cmd.exe | {'process':{'name':'cmd'}} | false",
                "kuery | process.name.caseless: cmd.exe | {'process.name.caseless':'cmd.exe'} | true",
                "kuery | process.pid.caseless: 1 | {'process':{'pid':1}} | false",
                "kuery | process.name: cmd.exe | {'process':{'name':'CMD.exe'}} | false",
                "eql | any where process.name.caseless == 'cmd.exe' | {'process':{'name':'CMD.exe'}} | true",
                "eql | any where process.name.caseless in ('a', 'cmd.exe') | {'process':{'name':'CMD.exe'}} | true",
                "eql | any where process.name.caseless != 'cmd.exe' | {'process':{'name':'CMD.exe'}} | false",
                "eql | any where process.name.caseless != 'cmd.exe' | {'process':{'name':'a'}} | true",
                "eql | any where process.name.caseless like~ 'cmd.*' | {'process':{'name':'CMD.exe'}} | true",
                "eql | any where startsWith~(process.name.caseless, 'cmd') | {'process':{'name':'CMD.exe'}} | true",
                "eql | any where process.name.caseless == null | {'process':{'name':'CMD.exe'}} | false",
                "eql | any where process.name.caseless == null | {'process':{'pid':1}} | true",
            })
    void areAskedOfTheValuesTheyStandFor(String language, String query, String event, boolean met) {
        String rule = RuleReaderTest.HEAD + "type = \"" + (language.equals("eql") ? "eql" : "query")
                + "\"\nlanguage = \"" + language + "\"\nquery = '''"
                + (language.equals("eql") ? query.replace("'", "\"") : query)
                + "'''\n";
        assertThat(ASKED.meets(
                        RuleConditions.of(RuleReaderTest.rule(rule), List.of(), Map.of(), ASKED, 0)
                                .orThrow(),
                        event.replace('\'', '"')))
                .isEqualTo(met);
    }
}
