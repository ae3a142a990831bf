package io.picket.event;

import static org.assertj.core.api.Assertions.assertThat;

import io.picket.testkit.Seeds;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DigitsTest {

    @ParameterizedTest
    @CsvSource({
        "0, 0",
        "7, 7",
        "00, 0",
        "443, 443",
        "65535, 65535",
        "12345678, 12345678",
        "99999999, 99999999",
        "123456789, 123456789",
        "1234567890123456, 1234567890123456",
        "9999999999999999, 9999999999999999",
        "12345678901234567, -1",
        "'', -1",
        "-5, -1",
        "12.5, -1",
        "1234567:, -1",
        "12345678901/, -1",
        "é, -1"
    })
    void runsOfDigitsAndNothingElse(String text, long value) {
        assertThat(value(text, "")).isEqualTo(value);
        assertThat(value(text, ",\"next\":1234567890")).isEqualTo(value);
    }

    @ParameterizedTest
    @Seeds(100)
    void asLongReadsThem(long seed) {
        Random random = new Random(seed);
        for (int i = 0; i < 100; i++) {
            StringBuilder text = new StringBuilder();
            for (int left = 1 + random.nextInt(Digits.DIGITS_MAX); left > 0; left--) {
                text.append((char) ('0' + random.nextInt(10)));
            }
            String after = random.nextBoolean() ? "" : "0123456789abcdef".substring(random.nextInt(16));
            assertThat(value(text.toString(), after)).as(text.toString()).isEqualTo(Long.parseLong(text.toString()));
            text.setCharAt(random.nextInt(text.length()), "./:;-+ aA\u0000\u0080é".charAt(random.nextInt(12)));
            assertThat(value(text.toString(), after)).as(text.toString()).isEqualTo(Digits.NONE);
        }
    }

    private static long value(String text, String after) {
        byte[] bytes = ("x" + text + after).getBytes(StandardCharsets.UTF_8);
        return Digits.value(bytes, 1, text.getBytes(StandardCharsets.UTF_8).length);
    }
}
