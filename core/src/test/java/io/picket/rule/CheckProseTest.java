package io.picket.rule;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which numbers of a description are claims about a threshold. */
class CheckProseTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "tries 20 or more ports of one host | 20 | true",
                "at least 1,000 packets | 1000 | true",
                "an unusual number (10) of stops | 10 | true",
                "a minimum number of 30 failed logins | 30 | true",
                "more than 5 hosts | 5 | true",
                "50+ shares opened | 50 | true",
                "seen 7 times by a sensor | 7 | false",
                "two different countries | 2 | false",
                "reaches 100 distinct destination hosts | 100 | false",
                "over 40 failed logins | 40 | false",
            })
    void counts(String text, long number, boolean explicit) {
        List<CheckProse.Count> counts = CheckProse.counts(text);
        assertThat(counts).hasSize(1);
        assertThat(counts.getFirst().number()).isEqualTo(number);
        assertThat(counts.getFirst().explicit()).isEqualTo(explicit);
        String written = text.substring(
                counts.getFirst().span().start(), counts.getFirst().span().end());
        assertThat(written).isNotBlank();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "within 30 minutes",
                "at least 30 minutes",
                "more than 90 % of the disk",
                "more than 10 MB",
                "answers HTTP 403 requests",
                "opens port 443 on a host",
                "version 8.17.4 hosts",
                "Microsoft 365 user",
                "event 4625",
                "the 10.0.0.0/8 hosts",
                "a few hosts",
                "",
            })
    void otherNumbersAreNoCounts(String text) {
        assertThat(CheckProse.counts(text)).isEmpty();
    }

    @Test
    void moreThanMayMeanOneMore() {
        CheckProse.Count count = CheckProse.counts("more than 5 hosts").getFirst();
        assertThat(count.says(5)).isTrue();
        assertThat(count.says(6)).isTrue();
        assertThat(count.says(7)).isFalse();
        assertThat(CheckProse.counts("at least 5 hosts").getFirst().says(6)).isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "within 30 minutes | PT30M",
                "within a 3 hour window | PT3H",
                "in a timespan of one hour | PT1H",
                "within the last two days | PT48H",
                "within a minute | PT1M",
            })
    void windows(String text, Duration length) {
        assertThat(CheckProse.windows(text))
                .extracting(CheckProse.Window::length)
                .containsExactly(length);
    }

    @ParameterizedTest
    @ValueSource(strings = {"within a short time", "after 30 minutes", "in 3 networks", "withing 3 minutes"})
    void otherTimesAreNoWindows(String text) {
        assertThat(CheckProse.windows(text)).isEmpty();
    }

    /** Text comes from strangers: long runs of almost-matches take no long time. */
    @Test
    void hostileTextIsReadInTime() {
        String text = "at least ".repeat(200_000) + "1,".repeat(200_000) + "word ".repeat(100_000);
        assertThat(CheckProse.counts(text)).isEmpty();
        assertThat(CheckProse.windows(text)).isEmpty();
    }
}
