package io.picket.event;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What is learned from documents, and when learning stops; that it is right is ReaderLawTest's. */
class MouldsTest {

    private static final FieldTable FIELDS = FieldTable.builder()
            .add("a", 100)
            .add("b.c", 100)
            .add("list", 100)
            .add("_id", 100)
            .build();

    private final EventReader reader = new EventReader(FIELDS);
    private final Event event = new Event(FIELDS);

    @Test
    void aThirdDocumentWithOtherValuesComesThroughTheMould() {
        assertThat(read("{'a':'x','b':{'c':1,'d':'same'},'list':['p','q']}")).isFalse();
        assertThat(read("{'a':'y','b':{'c':22,'d':'same'},'list':[]}")).isFalse();
        assertThat(read("{'a':'zz','b':{'c':-3.5,'d':'same'},'list':['r','s','t']}"))
                .isTrue();
        assertThat(texts("a", "b.c", "list")).isEqualTo("zz -3.5 r,s,t");
    }

    @Test
    void aNumberThatGoesOnIsAnotherNumber() {
        read("{'a':22,'b':{'c':1}}");
        read("{'a':22,'z':1}");
        assertThat(read("{'a':220,'b':{'c':1}}")).isFalse();
        assertThat(texts("a", "b.c")).isEqualTo("220 1");
    }

    @Test
    void documentsOfAnotherShapeAreTheirOwnMould() {
        for (int i = 0; i < 3; i++) {
            read("{'a':'" + i + "','b':{'c':" + i + "}}");
            read("{'a':'" + i + "','list':" + i + "}");
        }
        assertThat(read("{'a':'u','b':{'c':7}}")).isTrue();
        assertThat(read("{'a':'u','list':8}")).isTrue();
        assertThat(texts("a", "list")).isEqualTo("u 8");
    }

    @Test
    void anEscapedTextIsDecodedAgainEachTime() {
        read("{'a':'\\\\x','b':{'c':1}}");
        assertThat(read("{'a':'\\\\y','b':{'c':1}}")).isTrue();
        assertThat(texts("a")).isEqualTo("\\y");
    }

    @Test
    void aDocumentInAHitIsLearnedWithoutItsWrapping() {
        for (int i = 0; i < 2; i++) {
            hit("{'_index':'logs','_id':'" + i + "','_source':{'a':'" + i + "','b':{'c':1}}}");
        }
        assertThat(hit("{'_index':'logs','_id':'9','_source':{'a':'v','b':{'c':1}}}"))
                .isTrue();
        assertThat(texts("a", "b.c")).isEqualTo("v 1");
        assertThat(event.id()).isEqualTo("9");
    }

    @Test
    void documentsThatNeverRepeatAreSoonReadWithoutTrying() {
        Random random = new Random(1);
        for (int i = 0; i < 3 * Moulds.PERIOD; i++) {
            read("{'a':1,'k" + random.nextLong() + "':{'k" + random.nextLong() + "':1}}");
        }
        for (int i = 0; i < 10; i++) {
            assertThat(read("{'a':'x'}")).isFalse(); // asleep: not even what repeats is learned
        }
        for (int i = 0; i < 17 * Moulds.PERIOD; i++) {
            read("{'a':'x'}");
        }
        assertThat(read("{'a':'x'}")).isTrue();
    }

    /** Whether the document was read by what it has in common with those before. */
    private boolean read(String json) {
        byte[] bytes = bytes(json);
        long before = reader.mouldedDocuments();
        assertThat(reader.read(bytes, 0, bytes.length, event)).isTrue();
        return reader.mouldedDocuments() > before;
    }

    private boolean hit(String json) {
        byte[] bytes = bytes(json);
        long before = reader.mouldedDocuments();
        assertThat(reader.readHit(bytes, 0, bytes.length, event)).isTrue();
        return reader.mouldedDocuments() > before;
    }

    private static byte[] bytes(String json) {
        return json.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
    }

    private String texts(String... names) {
        StringBuilder all = new StringBuilder();
        for (String name : names) {
            all.append(all.isEmpty() ? "" : " ").append(String.join(",", event.texts(FIELDS.slot(name))));
        }
        return all.toString();
    }
}
