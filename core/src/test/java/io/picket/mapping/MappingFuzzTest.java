package io.picket.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import io.picket.condition.BundledFieldTypes;
import io.picket.condition.FieldTypes;
import io.picket.text.Read;
import io.picket.text.SourceText;

/** Nothing that is given as a mapping makes the reader throw. */
class MappingFuzzTest {

    @FuzzTest(maxDuration = "30s")
    void readsAnything(FuzzedDataProvider data) {
        String json = data.consumeRemainingAsString();

        Read<FieldTypes> read = MappingFieldTypes.read(SourceText.of("m", json), BundledFieldTypes.get());

        if (read instanceof Read.Ok<FieldTypes>(FieldTypes types, var problems)) {
            types.names().forEach(name -> assertThat(types.field(name).type()).isEqualTo(types.typeOf(name)));
        }
    }
}
