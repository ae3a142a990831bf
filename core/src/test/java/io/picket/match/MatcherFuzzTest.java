package io.picket.match;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import io.picket.condition.Condition;
import io.picket.condition.Field;
import io.picket.event.Event;
import io.picket.event.FieldTable;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Values of any bytes: nothing throws, and where the bytes are text the matcher says what the evaluator says. */
class MatcherFuzzTest {

    private static final int VALUES_MAX = 12;

    @FuzzTest
    void anyBytes(FuzzedDataProvider data) {
        RandomAsking asking = new RandomAsking(data.consumeInt());
        List<Condition> conditions = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            conditions.add(asking.condition(i % 3));
        }
        FieldTable table = Filling.table(
                TestTypes.TYPES,
                MatchPlan.fields(conditions).stream().map(Field::name).toList());
        MatchPlan plan = MatchPlan.of(conditions, TestTypes.TYPES, table);
        Event event = new Event(table);
        event.reset("{}".getBytes(StandardCharsets.UTF_8), 0, 2);
        boolean text = true;
        for (int i = 0; i < VALUES_MAX && table.size() > 0 && data.remainingBytes() > 0; i++) {
            int slot = data.consumeInt(0, table.size() - 1);
            byte kind = data.consumeByte((byte) 0, (byte) 3);
            byte[] bytes = data.consumeBytes(40);
            event.add(slot, kind, bytes, 0, bytes.length);
            text &= isText(bytes);
        }
        Matcher matcher = new Matcher(plan);
        List<Integer> found = MatcherLawTest.match(matcher, event);
        if (text) {
            Evaluator evaluator = new Evaluator(TestTypes.TYPES);
            for (int i = 0; i < conditions.size(); i++) {
                assertThat(found.contains(i))
                        .as("%s", conditions.get(i))
                        .isEqualTo(evaluator.meets(conditions.get(i), event));
            }
        }
    }

    private static boolean isText(byte[] bytes) {
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
            return true;
        } catch (CharacterCodingException malformed) {
            return false;
        }
    }
}
