package io.picket.kql;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import io.picket.condition.BundledFieldTypes;
import io.picket.condition.Condition;
import io.picket.condition.FieldTypes;
import io.picket.text.Place;
import io.picket.text.Read;
import io.picket.text.SourceText;

/** Nothing that stands where a query should makes the reader throw, and every place it names is in the text. */
class KqlFuzzTest {

    private static final FieldTypes TYPES = BundledFieldTypes.get();

    @FuzzTest(maxDuration = "30s")
    void readsAnything(FuzzedDataProvider data) {
        String query = data.consumeRemainingAsString();

        Read<Condition> read = Kql.read(SourceText.of("q", query), TYPES, 1_800_000_000_000L);

        int lines = (int) query.chars().filter(c -> c == '\n').count() + 1;
        read.problems().forEach(problem -> {
            Place place = problem.place();
            assertThat(place.line()).isBetween(1, lines);
            assertThat(place.column()).isBetween(1, query.length() + 1);
            assertThat(place.length()).isBetween(0, query.length());
        });
    }
}
