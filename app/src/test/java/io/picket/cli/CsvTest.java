package io.picket.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class CsvTest {

    @Test
    void namesOfColumnsStandAsTheyAre() {
        assertThat(Csv.header(List.of("@timestamp", "kibana.alert.uuid")))
                .isEqualTo("@timestamp,kibana.alert.uuid\r\n");
    }

    @Test
    void whatStrangersWroteIsNoFormula() {
        assertThat(Csv.line(List.of("=1+1", "@x", "a,b", "say \"x\"", -5)))
                .isEqualTo("'=1+1,'@x,\"a,b\",\"say \"\"x\"\"\",-5\r\n");
    }
}
