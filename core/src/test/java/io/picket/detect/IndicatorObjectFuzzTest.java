package io.picket.detect;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.picket.event.Event;
import io.picket.event.EventReader;
import io.picket.event.FieldTable;
import tools.jackson.databind.json.JsonMapper;

/** What is cut out of a document that the reader accepts is what a parser finds in it. */
class IndicatorObjectFuzzTest {

    private static final FieldTable TABLE = FieldTable.builder().add("a", 1024).build();

    @FuzzTest(maxDuration = "60s")
    void theCutIsWhatTheParserSays(byte[] document) {
        Event event = new Event(TABLE);
        if (!new EventReader(TABLE).read(document, 0, document.length, event)) {
            return;
        }
        IndicatorObject object = new IndicatorObject("threat.indicator");
        byte[] cut = object.of(event.source(), event.sourceFrom(), event.sourceTo());
        byte[] parsed = object.parsed(event.source(), event.sourceFrom(), event.sourceTo());
        if (!JsonMapper.shared().readTree(cut).equals(JsonMapper.shared().readTree(parsed))) {
            throw new AssertionError(new String(cut, java.nio.charset.StandardCharsets.UTF_8));
        }
    }
}
