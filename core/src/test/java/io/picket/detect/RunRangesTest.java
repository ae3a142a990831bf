package io.picket.detect;

import static org.assertj.core.api.Assertions.assertThat;

import io.picket.detect.RunRanges.Range;
import io.picket.rule.Schedule;
import java.time.Duration;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RunRangesTest {

    private static final long MINUTE = 60_000;
    private static final long T = 1_000_000 * MINUTE;
    private static final Schedule EVERY_5_OVER_9 =
            new Schedule(Duration.ofMinutes(5), "now-9m", "now", Duration.ofMinutes(9), Duration.ZERO);

    private static Range shifted(long minutes) {
        return new Range(T - (9 + minutes) * MINUTE, T - minutes * MINUTE);
    }

    @Test
    void theFirstRunHasNoGap() {
        assertThat(RunRanges.of(T, OptionalLong.empty(), EVERY_5_OVER_9))
                .isEqualTo(new RunRanges(java.util.List.of(shifted(0)), 0));
    }

    @ParameterizedTest(name = "{0} minutes after the previous: {1} windows, {2} minutes missed")
    @CsvSource({"5, 1, 0", "9, 1, 0", "10, 2, 0", "14, 2, 0", "15, 3, 0", "29, 5, 0", "30, 5, 1", "60, 5, 31"})
    void aLateRunCatchesUp(long minutes, int windows, long missed) {
        RunRanges ranges = RunRanges.of(T, OptionalLong.of(T - minutes * MINUTE), EVERY_5_OVER_9);
        assertThat(ranges.ranges()).hasSize(windows);
        assertThat(ranges.remainingGap()).isEqualTo(missed * MINUTE);
        assertThat(ranges.ranges().getLast()).isEqualTo(shifted(0));
    }

    @Test
    void extraWindowsAreShiftedByTheIntervalOldestFirst() {
        assertThat(RunRanges.of(T, OptionalLong.of(T - 30 * MINUTE), EVERY_5_OVER_9)
                        .ranges())
                .containsExactly(shifted(20), shifted(15), shifted(10), shifted(5), shifted(0));
    }

    @Test
    void aPartOfAnIntervalIsAWholeWindowAndNoGapRemains() {
        RunRanges ranges = RunRanges.of(T, OptionalLong.of(T - 9 * MINUTE - 1), EVERY_5_OVER_9);
        assertThat(ranges.ranges()).containsExactly(shifted(5), shifted(0));
        assertThat(ranges.remainingGap()).isZero();
    }
}
