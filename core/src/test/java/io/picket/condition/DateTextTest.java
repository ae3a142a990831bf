package io.picket.condition;

import static org.assertj.core.api.Assertions.assertThat;

import io.picket.testkit.Seeds;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DateTextTest {

    @ParameterizedTest
    @CsvSource({
        "2026-01-31T22:35:10.002Z, 2026-01-31T22:35:10.002Z",
        "2026-01-31T22:35:10.0029Z, 2026-01-31T22:35:10.002Z",
        "2026-01-31T22:35:10.002999999Z, 2026-01-31T22:35:10.002Z",
        "2026-01-31T22:35:10.5Z, 2026-01-31T22:35:10.500Z",
        "'2026-01-31T22:35:10,25Z', 2026-01-31T22:35:10.250Z",
        "2026-01-31T22:35:10Z, 2026-01-31T22:35:10Z",
        "2026-01-31T22:35:10, 2026-01-31T22:35:10Z",
        "2026-01-31T22:35Z, 2026-01-31T22:35:00Z",
        "2026-01-31T22, 2026-01-31T22:00:00Z",
        "2026-01-31T, 2026-01-31T00:00:00Z",
        "2026-01-31, 2026-01-31T00:00:00Z",
        "2026-01, 2026-01-01T00:00:00Z",
        "2026, 2026-01-01T00:00:00Z",
        "1937-07-01T00:00:00Z, 1937-07-01T00:00:00Z",
        "2026-01-31T22:35:10.002+02:00, 2026-01-31T20:35:10.002Z",
        "2026-01-31T22:35:10+0530, 2026-01-31T17:05:10Z",
        "2026-01-31T22:35:10-08, 2026-02-01T06:35:10Z",
        "2024-02-29T00:00:00Z, 2024-02-29T00:00:00Z",
        "1700000000123, 2023-11-14T22:13:20.123Z",
        "1700000000, 2023-11-14T22:13:20Z",
        "1700000000.25, 2023-11-14T22:13:20.250Z",
        "1700000000123.75, 2023-11-14T22:13:20.123Z",
        "-86400, 1969-12-31T00:00:00Z",
        "0, 1970-01-01T00:00:00Z",
        "12, 1970-01-01T00:00:00.012Z",
        "999, 1970-01-01T00:00:00.999Z",
        "1700000000123456, 2023-11-14T22:13:20.123Z",
        "1700000000123456789, 2023-11-14T22:13:20.123Z",
        "9223372036854775807, 2262-04-11T23:47:16.854Z"
    })
    void readsWhatEventsWrite(String text, String instant) {
        assertThat(DateText.millis(text)).isEqualTo(Instant.parse(instant).toEpochMilli());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "x",
                "-",
                "now",
                "12345x",
                "1700000000.",
                "2026-13-01",
                "2026-00-01",
                "2026-02-29",
                "2026-01-32",
                "2026-1-1",
                "2026-01-31 22:35:10",
                "2026-01-31T24:00:00Z",
                "2026-01-31T22:60:00Z",
                "2026-01-31T22:35:60Z",
                "2026-01-31T22:35:10.Z",
                "2026-01-31T22:35:10.0123456789Z",
                "2026-01-31T22:35:10ZZ",
                "2026-01-31T22:35:10+2",
                "2026-01-31T22:35:10+19:00",
                "2026-01-31T22:35:10+18:30",
                "2026-01-31T22:35:10+02:60",
                "2026-01-31T22:",
                "2026-01-31x",
                "2026-",
                "9223372036854775808",
                "12345678901234567890",
                "２０２６"
            })
    void whatIsNoDate(String text) {
        assertThat(DateText.millis(text)).isEqualTo(DateText.NONE);
    }

    /** Any instant, printed by the JDK with any offset and any number of fraction digits, is read back. */
    @ParameterizedTest
    @Seeds(500)
    void readsBackWhatTheJdkPrints(long seed) {
        Random random = new Random(seed);
        long seconds = random.nextLong(-60_000_000_000L, 250_000_000_000L);
        Instant instant = Instant.ofEpochSecond(seconds, random.nextInt(4) * 123_456_789L % 1_000_000_000L);
        ZoneOffset offset = ZoneOffset.ofTotalSeconds(random.nextInt(-18 * 60, 18 * 60 + 1) * 60);
        String text = OffsetDateTime.ofInstant(instant, offset).toString();
        byte[] bytes = ("..." + text + "9").getBytes(StandardCharsets.UTF_8);

        assertThat(DateText.millis(bytes, 3, text.length())).as(text).isEqualTo(instant.toEpochMilli());
    }
}
