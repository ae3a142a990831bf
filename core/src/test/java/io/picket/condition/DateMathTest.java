package io.picket.condition;

import static org.assertj.core.api.Assertions.assertThat;

import io.picket.testkit.Seeds;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.OptionalLong;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DateMathTest {

    /** A Wednesday. */
    private static final long NOW = Instant.parse("2026-03-18T13:47:11.321Z").toEpochMilli();

    @ParameterizedTest
    @CsvSource({
        "now, 2026-03-18T13:47:11.321Z, 2026-03-18T13:47:11.321Z",
        "now-9m, 2026-03-18T13:38:11.321Z, 2026-03-18T13:38:11.321Z",
        "now-30d/d, 2026-02-16T00:00:00Z, 2026-02-16T23:59:59.999Z",
        "now/w, 2026-03-16T00:00:00Z, 2026-03-22T23:59:59.999Z",
        "now/M, 2026-03-01T00:00:00Z, 2026-03-31T23:59:59.999Z",
        "now/y, 2026-01-01T00:00:00Z, 2026-12-31T23:59:59.999Z",
        "now/H, 2026-03-18T13:00:00Z, 2026-03-18T13:59:59.999Z",
        "now/s, 2026-03-18T13:47:11Z, 2026-03-18T13:47:11.999Z",
        "now+1M-1y+d, 2025-04-19T13:47:11.321Z, 2025-04-19T13:47:11.321Z",
        "now-1w/d+2h, 2026-03-11T02:00:00Z, 2026-03-12T01:59:59.999Z",
        "2020-01-01||+1M/d, 2020-02-01T00:00:00Z, 2020-02-01T23:59:59.999Z",
        "2020-01-31||+1M, 2020-02-29T00:00:00Z, 2020-02-29T00:00:00Z",
        "2020-01||, 2020-01-01T00:00:00Z, 2020-01-31T23:59:59.999Z",
        "2020-01||+0d, 2020-01-01T00:00:00Z, 2020-01-01T00:00:00Z",
        "1700000000000||-1d, 2023-11-13T22:13:20Z, 2023-11-13T22:13:20Z",
        "2020, 2020-01-01T00:00:00Z, 2020-12-31T23:59:59.999Z",
        "2020-02, 2020-02-01T00:00:00Z, 2020-02-29T23:59:59.999Z",
        "2010-03-06, 2010-03-06T00:00:00Z, 2010-03-06T23:59:59.999Z",
        "2010-03-06T, 2010-03-06T00:00:00Z, 2010-03-06T23:59:59.999Z",
        "2010-03-06T14, 2010-03-06T14:00:00Z, 2010-03-06T14:59:59.999Z",
        "2010-03-06T14:15, 2010-03-06T14:15:00Z, 2010-03-06T14:15:59.999Z",
        "2010-03-06T14:15+01:00, 2010-03-06T13:15:00Z, 2010-03-06T13:15:59.999Z",
        "2010-03-06T14:15:07Z, 2010-03-06T14:15:07Z, 2010-03-06T14:15:07.999Z",
        "2010-03-06T14:15:07.5Z, 2010-03-06T14:15:07.500Z, 2010-03-06T14:15:07.500Z",
        "0, 1970-01-01T00:00:00Z, 1970-01-01T00:00:00Z",
        "1700000000, 1970-01-20T16:13:20Z, 1970-01-20T16:13:20Z",
        "-1, 1969-12-31T23:59:59.999Z, 1969-12-31T23:59:59.999Z"
    })
    void readsExpressions(String text, String down, String up) {
        assertThat(DateMath.parse(text, NOW, false))
                .hasValue(Instant.parse(down).toEpochMilli());
        assertThat(DateMath.parse(text, NOW, true)).hasValue(Instant.parse(up).toEpochMilli());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "foo",
                "no",
                "nowhere",
                "now-",
                "now-9",
                "now-m-",
                "now 9m",
                "now-9x",
                "now/2d",
                "now*1d",
                "now-+1d",
                "||",
                "||+1d",
                "foo||+1d",
                "2020-13",
                "2020-01-32||/d",
                "2020||1d",
                "2020T10",
                "yesterday",
                "2020-01-01T25",
                "now+999999999y",
                "now+9999999999d",
                "12345678901234567890",
                "--1",
                "1.5",
                "Now",
                "10:00"
            })
    void refusesWhatIsNoExpression(String text) {
        assertThat(DateMath.parse(text, NOW, false)).isEmpty();
        assertThat(DateMath.parse(text, NOW, true)).isEmpty();
    }

    /** Rounding up ends one millisecond before the next unit begins, and nothing is rounded twice. */
    @ParameterizedTest
    @Seeds(300)
    void roundingTiles(long seed) {
        Random random = new Random(seed);
        long now = random.nextLong(-2_000_000_000_000L, 4_000_000_000_000L);
        String unit = String.valueOf("yMwdhms".charAt(random.nextInt(7)));
        long down = value(DateMath.parse("now/" + unit, now, false));
        long up = value(DateMath.parse("now/" + unit, now, true));
        LocalDateTime floor = LocalDateTime.ofInstant(Instant.ofEpochMilli(down), ZoneOffset.UTC);
        ChronoUnit step = switch (unit) {
            case "y" -> ChronoUnit.YEARS;
            case "M" -> ChronoUnit.MONTHS;
            case "w" -> ChronoUnit.WEEKS;
            case "d" -> ChronoUnit.DAYS;
            case "h" -> ChronoUnit.HOURS;
            case "m" -> ChronoUnit.MINUTES;
            default -> ChronoUnit.SECONDS;
        };

        assertThat(now).isBetween(down, up);
        assertThat(up + 1)
                .isEqualTo(floor.plus(1, step).toInstant(ZoneOffset.UTC).toEpochMilli());
        assertThat(value(DateMath.parse("now/" + unit, up, false))).isEqualTo(down);
        assertThat(value(DateMath.parse("now/" + unit, up + 1, false))).isEqualTo(up + 1);
    }

    private static long value(OptionalLong value) {
        return value.orElseThrow();
    }
}
