package io.picket.condition;

import static org.assertj.core.api.Assertions.assertThat;

import io.picket.condition.Condition.And;
import io.picket.condition.Condition.AnyField;
import io.picket.condition.Condition.Exists;
import io.picket.condition.Condition.In;
import io.picket.condition.Condition.Nested;
import io.picket.condition.Condition.Not;
import io.picket.condition.Condition.Or;
import io.picket.condition.Condition.Range;
import io.picket.condition.Condition.RangeFromNow;
import io.picket.condition.Condition.Until;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class MovingConditionsTest {

    private static final long NOW = Instant.parse("2026-03-18T13:47:11.321Z").toEpochMilli();
    private static final Field CREATED = new Field("file.created", FieldType.DATE);
    private static final Condition PLAIN =
            new In(new Field("a", FieldType.KEYWORD), List.of(new Literal.Text("x")), Case.SENSITIVE);
    private static final Condition RECENT = new RangeFromNow(CREATED, new DateBound("now-1h", false, true), null);

    private static long at(String time) {
        return Instant.parse(time).toEpochMilli();
    }

    @Test
    void boundsAreCountedFromTheTimeGiven() {
        assertThat(MovingConditions.at(RECENT, NOW))
                .isEqualTo(new Range(CREATED, new Bound(at("2026-03-18T12:47:11.321Z"), true), null));
        Condition today =
                new RangeFromNow(CREATED, new DateBound("now/d", false, true), new DateBound("now/d", true, false));
        assertThat(MovingConditions.at(today, NOW))
                .isEqualTo(new Range(
                        CREATED,
                        new Bound(at("2026-03-18T00:00:00Z"), true),
                        new Bound(at("2026-03-18T23:59:59.999Z"), false)));
    }

    @Test
    void anEndMayStandStill() {
        Condition range = new RangeFromNow(
                CREATED, new DateBound("now-1h", false, false), new DateBound("2026-12-31", true, true));
        assertThat(MovingConditions.at(range, NOW))
                .isEqualTo(new Range(
                        CREATED,
                        new Bound(at("2026-03-18T12:47:11.321Z"), false),
                        new Bound(at("2026-12-31T23:59:59.999Z"), true)));
    }

    @Test
    void outsideTheCalendarIsNowhere() {
        assertThat(MovingConditions.at(
                        new RangeFromNow(CREATED, new DateBound("now+299999999y", false, true), null), NOW))
                .isEqualTo(Condition.NEVER);
    }

    @Test
    void untilHoldsToItsLastMillisecond() {
        assertThat(MovingConditions.at(new Until(NOW), NOW)).isEqualTo(Condition.ALWAYS);
        assertThat(MovingConditions.at(new Until(NOW), NOW + 1)).isEqualTo(Condition.NEVER);
    }

    @Test
    void whatDoesNotMoveStaysTheSameObject() {
        Condition still = new And(List.of(
                PLAIN,
                new Not(new Or(List.of(PLAIN, new Exists(CREATED)))),
                new Nested("n", new Not(PLAIN)),
                new AnyField(WildcardPattern.stars("x.*"), Exists::new)));
        assertThat(MovingConditions.moves(still)).isFalse();
        assertThat(MovingConditions.at(still, NOW)).isSameAs(still);
        assertThat(MovingConditions.ever(still)).isSameAs(still);
    }

    @Test
    void everHoldsWhereverTheConditionHoldsAtSomeTime() {
        assertThat(MovingConditions.ever(RECENT)).isEqualTo(new Exists(CREATED));
        assertThat(MovingConditions.ever(new Not(RECENT))).isEqualTo(new Not(Condition.NEVER));
        assertThat(MovingConditions.ever(new Not(new And(List.of(PLAIN, new Until(NOW))))))
                .isEqualTo(new Not(new And(List.of(PLAIN, Condition.NEVER))));
        assertThat(MovingConditions.ever(new Not(new Not(new Or(List.of(PLAIN, new Until(NOW)))))))
                .isEqualTo(new Or(List.of(PLAIN, Condition.ALWAYS)));
    }

    @Test
    void insideObjectsAndAnyFieldToo() {
        Condition nested = new Nested("n", RECENT);
        assertThat(MovingConditions.moves(nested)).isTrue();
        assertThat(MovingConditions.ever(nested)).isEqualTo(new Nested("n", new Exists(CREATED)));
        AnyField any = new AnyField(
                WildcardPattern.stars("file.*"),
                field -> field.type() == FieldType.DATE
                        ? new RangeFromNow(field, new DateBound("now-1h", false, true), null)
                        : Condition.NEVER);
        assertThat(MovingConditions.moves(any)).isTrue();
        assertThat(MovingConditions.at(any, NOW))
                .isInstanceOfSatisfying(
                        AnyField.class,
                        fixed -> assertThat(fixed.forField().of(CREATED)).isEqualTo(MovingConditions.at(RECENT, NOW)));
    }

    @Test
    void theMovingPartOfAConjunctionIsWhatIsLeftToAsk() {
        assertThat(MovingConditions.movingPart(new And(List.of(PLAIN, RECENT)))).isEqualTo(RECENT);
        assertThat(MovingConditions.movingPart(new Or(List.of(PLAIN, RECENT))))
                .isEqualTo(new Or(List.of(PLAIN, RECENT)));
        assertThat(MovingConditions.movingPart(PLAIN)).isEqualTo(Condition.ALWAYS);
    }
}
