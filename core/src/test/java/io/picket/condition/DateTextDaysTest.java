package io.picket.condition;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import org.junit.jupiter.api.Test;

class DateTextDaysTest {

    @Test
    void everyDay_isWhereTheCalendarHasIt() {
        for (LocalDate day = LocalDate.of(1, 1, 1); day.getYear() < 2500; day = day.plusDays(1)) {
            String text = String.format("%04d-%02d-%02d", day.getYear(), day.getMonthValue(), day.getDayOfMonth());
            assertThat(DateText.millis(text)).as(text).isEqualTo(day.toEpochDay() * 86_400_000L);
        }
        assertThat(DateText.millis("2023-02-29")).isEqualTo(DateText.NONE);
        assertThat(DateText.millis("2000-02-29")).isNotEqualTo(DateText.NONE);
        assertThat(DateText.millis("1900-02-29")).isEqualTo(DateText.NONE);
        assertThat(DateText.millis("2023-04-31")).isEqualTo(DateText.NONE);
    }
}
