package io.picket.event;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DocumentTest {

    private static Event event(String json) {
        FieldTable none = FieldTable.builder().build();
        Event event = new Event(none);
        byte[] bytes = json.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
        assertThat(new EventReader(none).read(bytes, 0, bytes.length, event)).isTrue();
        return event;
    }

    private static List<String> leaves(Document document) {
        return document.leaves().stream().map(Document.Leaf::toString).toList();
    }

    @Test
    void leavesComeInTheOrderOfTheDocumentWithTheirFullPaths() {
        Document document = event("{'b':{'c':[1,{'d':'x'},null]},'b.c':true,'':{'':2},'e':[],'f':{}}")
                .document();
        assertThat(leaves(document)).containsExactly("b.c=1", "b.c.d=x", "b.c=true", ".=2");
        assertThat(document.byPath().keySet()).containsExactly("b.c", "b.c.d", ".");
        assertThat(document.leaves("b.c")).extracting(Document.Leaf::kind).containsExactly(Kind.NUMBER, Kind.TRUE);
        assertThat(document.leaves("nothing")).isEmpty();
    }

    @Test
    void isParsedOnceAnEvent() {
        Event event = event("{'a':1}");
        assertThat(event.document()).isSameAs(event.document());
        event.reset("{\"a\":2}".getBytes(StandardCharsets.UTF_8), 0, 7);
        assertThat(leaves(event.document())).containsExactly("a=2");
    }

    @Test
    void eventWithoutADocumentHasAnEmptyOne() {
        Event event = new Event(FieldTable.builder().build());
        assertThat(event.document().leaves()).isEmpty();
        event.reset("{\"a\":".getBytes(StandardCharsets.UTF_8), 0, 5);
        assertThat(event.document().leaves()).isEmpty();
        assertThat(event.toMap()).isEmpty();
    }

    @Test
    void objectsUnderAPathAreSeparate() {
        Document document = event(
                        "{'x':{'y':[{'z':1,'w':{'v':2}},[{'z':3}],4]},'x.y':{'z':5},'x.y.z':6,'x.y.w.v':7,'x':{'y.z':8}}")
                .document();
        assertThat(document.objects("x.y").stream().map(DocumentTest::leaves))
                .containsExactly(
                        List.of("x.y.z=1", "x.y.w.v=2"),
                        List.of("x.y.z=3"),
                        List.of("x.y.z=5"),
                        List.of("x.y.z=6", "x.y.w.v=7"),
                        List.of("x.y.z=8"));
        assertThat(document.objects("x.y.w").stream().map(DocumentTest::leaves))
                .containsExactly(List.of("x.y.w.v=2"), List.of("x.y.w.v=7"));
        assertThat(document.objects("x.y.z")).isEmpty();
        assertThat(document.objects("x.yy")).isEmpty();
    }

    @Test
    void objectsOfAPartAreFoundByTheirPathInIt() {
        Document part = event("{'a':{'b':{'c':1}}}").document().objects("a").getFirst();
        assertThat(part.objects("b").stream().map(DocumentTest::leaves)).containsExactly(List.of("a.b.c=1"));
    }

    @Test
    void mapKeepsOrderNestingAndExactNumbers() {
        Event event = event(
                "{'z':1,'a.b':[-0,9223372036854775807,9223372036854775808],"
                        + "'c':{'d':0.1,'e':0.12345678901234567890,'f':1e400,'g':1e99999999999,'h':null,'i':true,'j':{},'k':[[]]}}");
        Map<String, Object> map = event.toMap();
        assertThat(map.keySet()).containsExactly("z", "a.b", "c");
        assertThat(map).containsEntry("z", 1L);
        assertThat(map)
                .containsEntry(
                        "a.b",
                        List.of(
                                0L,
                                Long.MAX_VALUE,
                                BigInteger.valueOf(Long.MAX_VALUE).add(BigInteger.ONE)));
        assertThat(map.get("c"))
                .asInstanceOf(org.assertj.core.api.InstanceOfAssertFactories.map(String.class, Object.class))
                .containsEntry("d", 0.1)
                .containsEntry("e", new BigDecimal("0.12345678901234567890"))
                .containsEntry("f", new BigDecimal("1e400"))
                .containsEntry("g", "1e99999999999")
                .containsEntry("h", null)
                .containsEntry("i", true)
                .containsEntry("j", Map.of())
                .containsEntry("k", List.of(List.of()));
    }

    @Test
    void keyThatComesAgainHasAList() {
        assertThat(event("{'a':1,'a':[2,null],'a':{'b':3},'c':1}").toMap())
                .containsEntry("a", Arrays.asList(1L, 2L, null, Map.of("b", 3L)))
                .containsEntry("c", 1L);
    }

    @Test
    void pathsBeyondTheLimitAreNoFields() {
        String key = "k".repeat(Document.PATH_CHARS_MAX - 2);
        Document document = event("{'" + key + "':{'a':1,'bb':2}}").document();
        assertThat(document.leaves()).extracting(Document.Leaf::text).containsExactly("1");
        assertThat(event("{'" + key + "':{'bb':2}}").toMap()).containsEntry(key, Map.of("bb", 2L));
    }

    @Test
    void deepDocumentsWithLongKeysStaySmall() {
        String open = ("{'" + "k".repeat(20_000) + "':").repeat(EventReader.DEPTH_MAX);
        assertThat(event(open + "1" + "}".repeat(EventReader.DEPTH_MAX))
                        .document()
                        .leaves())
                .isEmpty();
    }
}
