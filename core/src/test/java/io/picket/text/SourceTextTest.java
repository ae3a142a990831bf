package io.picket.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SourceTextTest {

    /** Kibana exports a rule as one line of thousands of characters. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 119, 120, 121, 239, 240, 241, 5_000, 9_990, 9_997})
    void theExcerptHoldsThePlaceHoweverFarItStandsInItsLine(int at) {
        String line = "x".repeat(at) + "bad" + "y".repeat(10_000 - at - 3);
        Place place = SourceText.of("f", "first\n" + line + "\nlast").place(new Span(6 + at, 6 + at + 3));
        assertThat(place.toString()).isEqualTo("f:2:" + (at + 1));
        assertThat(place.excerpt()).hasSizeLessThanOrEqualTo(240);
        int from = place.column() - 1 - place.excerptStart();
        assertThat(place.excerpt().substring(from, from + place.length())).isEqualTo("bad");
    }

    @Test
    void aShortLineIsShownFromItsBeginning() {
        String line = "x".repeat(200) + "bad";
        Place place = SourceText.of("f", line).place(new Span(200, 203));
        assertThat(place.excerpt()).isEqualTo(line);
        assertThat(place.excerptStart()).isZero();
    }

    @Test
    void noCharacterIsCutInTwo() {
        String line = "\uD83D\uDE00".repeat(500);
        for (int at = 100; at < 900; at++) {
            Place place = SourceText.of("f", line).place(new Span(at, at + 1));
            assertThat(place.excerpt().codePoints().allMatch(point -> point == 0x1F600))
                    .as("cut at %d", at)
                    .isTrue();
        }
    }

    @Test
    void everyPlaceHasTheLineAndColumnThatCountingGives() {
        StringBuilder text = new StringBuilder("\n");
        for (int i = 0; text.length() < 3_000; i++) {
            text.append("x".repeat(i * 7 % 40)).append(i % 5 == 0 ? "\n\n" : "\n");
        }
        int line = 1;
        int column = 1;
        for (int at = 0; at <= text.length(); at++) {
            // Each of its own, since the first question decides what is remembered.
            Place first = SourceText.of("f", text.toString()).place(Span.at(at));
            assertThat(first.toString()).isEqualTo("f:" + line + ":" + column);
            boolean ends = at < text.length() && text.charAt(at) == '\n';
            line += ends ? 1 : 0;
            column = ends ? 1 : column + 1;
        }
    }
}
