package io.picket.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.picket.text.Place;
import io.picket.text.Problem;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Path;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/** Findings for people, programs, code hosts and build servers. */
class FindingsTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    private static final Problem WARNING = Problem.warning(
            "RULE-101",
            "The description says 10, but the rule asks for 15.",
            "Write one of them.",
            new Place("rules/doors.toml", 12, 22, 2, "description = \"tries 10 doors\""));
    private static final Problem ERROR = Problem.error(
            "KQL-001", "A value is missing.", "", new Place("rules/a b.toml", 3, 5, 1, "\tx: \u001B[31m:"));
    private static final Problem NOTE =
            Problem.note("RULE-102", "Fine <but> & odd.", "Look.", Place.file("rules/calm.toml"));
    private static final Findings FINDINGS = new Findings(
            List.of("rules/doors.toml", "rules/a b.toml", "rules/calm.toml", "rules/clean.toml"),
            List.of(WARNING, ERROR, NOTE));
    private static final Findings NONE = new Findings(List.of("rules/clean.toml"), List.of());

    private interface Writer {
        void write(Appendable out) throws IOException;
    }

    private static String written(Writer writer) throws IOException {
        StringBuilder out = new StringBuilder();
        writer.write(out);
        return out.toString();
    }

    @Test
    void problemsAreInTheOrderOfTheirPlaces() {
        assertThat(FINDINGS.problems()).containsExactly(ERROR, NOTE, WARNING);
        assertThat(FINDINGS.isFault()).isTrue();
        assertThat(new Findings(List.of(), List.of(NOTE)).isFault()).isFalse();
        assertThat(NONE.isFault()).isFalse();
    }

    @Test
    void tableShowsTheLineAndPointsAtTheWords() throws IOException {
        String table = written(out -> FindingsTable.write(FINDINGS, false, out));
        assertThat(table).contains("""
                        rules/doors.toml:12:22: warning RULE-101: The description says 10, but the rule asks for 15.
                           12 | description = "tries 10 doors"
                              |                      ^^
                            Write one of them.
                        """).endsWith("1 error, 1 warning, 1 note in 4 files\n");
        assertThat(written(out -> FindingsTable.write(NONE, false, out)))
                .isEqualTo("0 errors, 0 warnings, 0 notes in 1 file\n");
    }

    /** A file of a stranger must not steer the terminal. */
    @Test
    void tableShowsNoControlSigns() throws IOException {
        String table = written(out -> FindingsTable.write(FINDINGS, false, out));
        assertThat(table.replace("\n", "").chars().noneMatch(Character::isISOControl))
                .isTrue();
        assertThat(table).contains("·[31m");
        assertThat(written(out -> FindingsTable.write(FINDINGS, true, out))).contains("\u001B[1;33m");
    }

    @Test
    void tableShowsLongLinesAroundThePlace() throws IOException {
        Place far = new Place("f", 1, 201, 3, "x".repeat(200) + "bad" + "y".repeat(37));
        String table = written(out ->
                FindingsTable.write(new Findings(List.of("f"), List.of(Problem.error("C", "m", "", far))), false, out));
        List<String> lines = table.lines().toList();
        int marks = lines.get(2).indexOf('^');
        assertThat(lines.get(2).substring(marks)).isEqualTo("^^^");
        assertThat(lines.get(1).substring(marks, marks + 3)).isEqualTo("bad");
        Place beyond = new Place("f", 1, 900, 3, "x".repeat(240));
        assertThat(written(out -> FindingsTable.write(
                        new Findings(List.of("f"), List.of(Problem.error("C", "m", "", beyond))), false, out)))
                .doesNotContain("^");
    }

    @Test
    void jsonHoldsWhatThereIs() throws IOException {
        List<JsonNode> lines = written(out -> FindingsJson.writeLines(FINDINGS, out))
                .lines()
                .map(JSON::readTree)
                .toList();
        assertThat(lines).hasSize(3);
        JsonNode warning = lines.get(2);
        assertThat(warning.propertyNames())
                .containsExactly("code", "level", "message", "mend", "file", "line", "column", "length", "excerpt");
        assertThat(warning.get("level").asString()).isEqualTo("warning");
        assertThat(warning.get("line").asInt()).isEqualTo(12);
        assertThat(lines.get(1).has("line")).isFalse();
        JsonNode array = JSON.readTree(written(out -> FindingsJson.writeArray(FINDINGS, out)));
        assertThat(array.isArray()).isTrue();
        assertThat(array.values()).containsExactlyElementsOf(lines);
        assertThat(JSON.readTree(written(out -> FindingsJson.writeArray(NONE, out)))
                        .isEmpty())
                .isTrue();
    }

    @Test
    void sarifIsShapedAsTheStandardSays() throws IOException {
        for (Findings findings : List.of(FINDINGS, NONE)) {
            JsonNode log = JSON.readTree(written(out -> FindingsSarif.write(findings, "1.2.3", Path.of(""), out)));
            assertThat(SarifShape.faults(log)).isEmpty();
        }
    }

    @Test
    void sarifSaysWhatAndWhere() throws IOException {
        JsonNode log = JSON.readTree(written(out -> FindingsSarif.write(FINDINGS, "1.2.3", Path.of("rules"), out)));
        JsonNode run = log.get("runs").get(0);
        JsonNode result = run.get("results").get(2);
        assertThat(result.get("ruleId").asString()).isEqualTo("RULE-101");
        assertThat(result.get("message").get("text").asString()).endsWith("Write one of them.");
        JsonNode where = result.get("locations").get(0).get("physicalLocation");
        assertThat(where.get("artifactLocation").get("uri").asString()).isEqualTo("doors.toml");
        assertThat(where.get("region").get("startLine").asInt()).isEqualTo(12);
        assertThat(where.get("region").get("startColumn").asInt()).isEqualTo(22);
        assertThat(where.get("region").get("endColumn").asInt()).isEqualTo(24);
        assertThat(where.get("region").get("snippet").get("text").asString()).isEqualTo("10");
        JsonNode space = run.get("results").get(0).get("locations").get(0).get("physicalLocation");
        assertThat(space.get("artifactLocation").get("uri").asString()).isEqualTo("a%20b.toml");
        JsonNode whole = run.get("results").get(1).get("locations").get(0).get("physicalLocation");
        assertThat(whole.has("region")).isFalse();
        JsonNode rule = run.get("tool")
                .get("driver")
                .get("rules")
                .get(result.get("ruleIndex").asInt());
        assertThat(rule.get("id").asString()).isEqualTo("RULE-101");
        assertThat(rule.get("name").asString()).isEqualTo("ProseNumber");
        assertThat(rule.get("help").get("text").asString()).isNotBlank();
    }

    /** What readers and parsers find has no description of its own: its area, and the highest level found. */
    @Test
    void sarifDescribesEveryCode() throws IOException {
        Problem doubt = Problem.note("KQL-201", "A.", "", Place.file("a.toml"));
        Problem graver = Problem.warning("KQL-201", "B.", "", Place.file("b.toml"));
        Problem list = Problem.error("LIST-001", "C.", "", Place.file("c.txt"));
        Findings findings = new Findings(List.of("a.toml", "b.toml", "c.txt"), List.of(doubt, graver, list));
        JsonNode log = JSON.readTree(written(out -> FindingsSarif.write(findings, "1", Path.of(""), out)));
        JsonNode kql = log.at("/runs/0/tool/driver/rules/0");
        assertThat(kql.at("/shortDescription/text").asString()).isEqualTo("A KQL query.");
        assertThat(kql.at("/defaultConfiguration/level").asString()).isEqualTo("warning");
        JsonNode value = log.at("/runs/0/tool/driver/rules/1");
        assertThat(value.at("/shortDescription/text").asString()).isEqualTo("A value list.");
        assertThat(value.at("/defaultConfiguration/level").asString()).isEqualTo("error");
    }

    @Test
    void sarifNamesFilesOutsideTheBaseInFull() throws IOException {
        JsonNode log = JSON.readTree(written(out -> FindingsSarif.write(FINDINGS, "1", Path.of("elsewhere"), out)));
        JsonNode location = log.at("/runs/0/results/2/locations/0/physicalLocation/artifactLocation");
        assertThat(location.get("uri").asString()).startsWith("file:///").endsWith("/rules/doors.toml");
        assertThat(location.has("uriBaseId")).isFalse();
    }

    @Test
    void junitHasATestCaseAFile() throws Exception {
        Document document = xml(written(out -> FindingsJunit.write(FINDINGS, out)));
        Element suite = (Element) document.getElementsByTagName("testsuite").item(0);
        assertThat(suite.getAttribute("tests")).isEqualTo("4");
        assertThat(suite.getAttribute("failures")).isEqualTo("2");
        NodeList cases = document.getElementsByTagName("testcase");
        assertThat(cases.getLength()).isEqualTo(4);
        Element doors = (Element) cases.item(0);
        assertThat(doors.getAttribute("name")).isEqualTo("rules/doors.toml");
        Element failure = (Element) doors.getElementsByTagName("failure").item(0);
        assertThat(failure.getAttribute("type")).isEqualTo("RULE-101");
        assertThat(failure.getTextContent()).contains("rules/doors.toml:12:22").contains("Write one of them.");
        Element calm = (Element) cases.item(2);
        assertThat(calm.getElementsByTagName("failure").getLength()).isZero();
        assertThat(calm.getElementsByTagName("system-out").item(0).getTextContent())
                .contains("Fine <but> & odd.");
        assertThat(((Element) cases.item(3)).getChildNodes().getLength()).isZero();
    }

    @Test
    void junitSurvivesSignsThatXmlCannotHold() throws Exception {
        Problem nasty = Problem.error("C", "a\u0000b\u001B\uFFFE\uD800 \"quoted\"\n]]>", "", Place.file("x\"<.toml"));
        Document document = xml(written(out -> FindingsJunit.write(new Findings(List.of(), List.of(nasty)), out)));
        Element failure = (Element) document.getElementsByTagName("failure").item(0);
        assertThat(failure.getAttribute("message")).isEqualTo("a?b??? \"quoted\"\n]]>");
    }

    private static Document xml(String text) throws Exception {
        return DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(new InputSource(new StringReader(text)));
    }
}
