package io.picket.event;

import static org.assertj.core.api.Assertions.assertThat;

import io.picket.testkit.Seeds;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.ParameterizedTest;

/** Law 5: the reader gives what its reference gives, on every input. */
class ReaderLawTest {

    private static long moulded;

    private final Readers readers = new Readers(RandomJson.FIELDS);

    /** So that the law about documents like those before is not held by documents that all are unlike. */
    @AfterAll
    static void documentsDidLookLikeThoseBefore() {
        assertThat(moulded).isGreaterThan(1000);
    }

    @ParameterizedTest(name = "seed {0}")
    @Seeds(60)
    void readsWhatTheReferenceReads(long seed) {
        RandomJson json = new RandomJson(new Random(seed));
        for (int i = 0; i < 50; i++) {
            assertThat(readers.agree(json.document())).isTrue();
        }
    }

    @ParameterizedTest(name = "seed {0}")
    @Seeds(60)
    void rejectsWhatTheReferenceRejects(long seed) {
        RandomJson json = new RandomJson(new Random(seed));
        int rejected = 0;
        for (int i = 0; i < 100; i++) {
            rejected += readers.agree(json.damaged()) ? 0 : 1;
        }
        assertThat(rejected).isBetween(1, 99);
    }

    @ParameterizedTest(name = "seed {0}")
    @Seeds(60)
    void readsDocumentsThatLookLikeThoseBefore(long seed) {
        Random random = new Random(seed);
        int shapes = 12;
        int read = 0;
        for (int i = 0; i < 300; i++) {
            int shape = random.nextInt(shapes);
            Random values = new Random(random.nextInt(4) == 0 ? random.nextLong() : random.nextInt(3));
            RandomJson json = new RandomJson(new Random(seed * 31 + shape), values);
            byte[] document = json.document();
            byte[] given = random.nextInt(8) == 0 ? new RandomJson(random).damaged(document) : document;
            read += readers.agree(given) ? 1 : 0;
        }
        assertThat(read).isGreaterThan(200);
        moulded += readers.moulded();
    }

    @ParameterizedTest(name = "seed {0}")
    @Seeds(60)
    void treeHoldsTheSameFields(long seed) {
        RandomJson json = new RandomJson(new Random(seed));
        EventReader reader = new EventReader(RandomJson.FIELDS);
        Event event = new Event(RandomJson.FIELDS);
        for (int i = 0; i < 30; i++) {
            byte[] bytes = json.document();
            assertThat(reader.read(bytes, 0, bytes.length, event)).isTrue();
            for (int slot = 0; slot < RandomJson.FIELDS.size(); slot++) {
                int limit = RandomJson.FIELDS.charsMax(slot);
                assertThat(event.document().leaves(RandomJson.FIELDS.name(slot)).stream()
                                .filter(leaf -> leaf.kind() != Kind.STRING
                                        || leaf.text().length() <= limit)
                                .map(Document.Leaf::text))
                        .isEqualTo(event.texts(slot));
            }
        }
    }
}
