package io.picket.event;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;
import java.util.Random;

/** Law 5 on bytes that a fuzzer thinks of, and pieces of them in any cut. */
class EventReaderFuzzTest {

    private final Readers readers = new Readers(RandomJson.FIELDS);

    @FuzzTest(maxDuration = "60s")
    void readerAgreesWithItsReference(byte[] document) {
        readers.agree(document);
    }

    @FuzzTest(maxDuration = "60s")
    void splitterFindsTheSameInAnyPieces(byte[] stream) {
        String text = new String(stream, StandardCharsets.ISO_8859_1);
        Splits whole = Splits.whole(text);
        Splits pieces = Splits.pieces(text, new Random(stream.length), 7);
        if (!whole.found.equals(pieces.found) || whole.splitter.shape() != pieces.splitter.shape()) {
            throw new AssertionError(whole.found + " but in pieces " + pieces.found);
        }
    }
}
