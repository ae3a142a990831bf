package io.picket.condition;

import static org.assertj.core.api.Assertions.assertThat;

import io.picket.testkit.Seeds;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;

/** The quick reader of dates answers as the plain one does. */
class DateReaderTest {

    private final DateReader reader = new DateReader();

    @Test
    void everyFormIsReadAfterEveryOther() {
        List<String> texts = List.of(
                "2026-01-31T10:00:05.123Z",
                "2026-01-31T10:00:59.999Z",
                "2026-01-31T10:00:60.000Z",
                "2026-01-31T10:00:05Z",
                "2026-01-31T10+01:05Z",
                "2026-01-31T10:00-05Z",
                "2026-01-31T10:01:05.12Z",
                "2026-01-31T10:01:05.1234Z",
                "2026-01-31T10:01:05.1x4Z",
                "2026-01-31T10:01:0:.124Z",
                "2026-01-31T10:61:05.124Z",
                "2026-02-30T10:00:05.124Z",
                "2026-01-31T10:00:05.123+",
                "1769853605123456:05Z",
                "1769853605123",
                "2026-01-31",
                "\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0:05Z",
                "Z",
                "");
        for (String first : texts) {
            for (String second : texts) {
                same(first);
                same(second);
            }
        }
    }

    @ParameterizedTest
    @Seeds(50)
    void datesWithAMistake(long seed) {
        Random random = new Random(seed);
        for (int i = 0; i < 200; i++) {
            StringBuilder text = new StringBuilder(DateText.iso(1_769_853_600_000L + random.nextInt(200_000)));
            if (random.nextInt(3) == 0) {
                text.setCharAt(random.nextInt(text.length()), "0123456789:.-+TZ/".charAt(random.nextInt(17)));
            }
            if (random.nextInt(5) == 0) {
                text.deleteCharAt(random.nextInt(text.length()));
            }
            same(text.toString());
        }
    }

    private void same(String text) {
        byte[] bytes = ("x" + text + "y").getBytes(StandardCharsets.UTF_8);
        assertThat(reader.millis(bytes, 1, bytes.length - 2)).as(text).isEqualTo(DateText.millis(text));
    }
}
