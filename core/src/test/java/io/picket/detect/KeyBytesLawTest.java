package io.picket.detect;

import static org.assertj.core.api.Assertions.assertThat;

import io.picket.alert.TypedValues;
import io.picket.condition.FieldType;
import io.picket.event.Event;
import io.picket.event.FieldTable;
import io.picket.event.Kind;
import io.picket.testkit.Seeds;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;

/** Keys made of bytes, for the fast way through a threshold, against values as objects. */
class KeyBytesLawTest {

    private static final List<String> TEXTS = List.of(
            "0",
            "-0",
            "-0.0",
            "7",
            "-7",
            "07",
            "12345678",
            "99999999",
            "00000090",
            "1234567",
            "123456789",
            "1234 678",
            "1234:678",
            " 7",
            "7 ",
            "7.9",
            "-7.9",
            "1e3",
            "1E-3",
            "1f",
            "0x1p3",
            "NaN",
            "Infinity",
            "1e400",
            "9223372036854775807",
            "-9223372036854775808",
            "9223372036854775808",
            "123456789012345678901",
            "999999999999999999",
            "1000000000000000000",
            "0.1",
            ".5",
            "5.",
            "+5",
            "-",
            "",
            "true",
            "false",
            "True",
            "a",
            "a\u0000",
            "a\u0000b",
            "ä",
            "😀",
            "\uFF5E",
            "10.0.0.1",
            "10.0.0.10",
            "010.0.0.1",
            "10.0.0",
            "10.0.0.256",
            "::ffff:10.0.0.1",
            "::1",
            "2001:DB8::0",
            "2001:db8::",
            "fe80::1%eth0",
            "2024-01-01",
            "2024-01-01T12:00:00Z",
            "1704110400000",
            "soon");

    /** What follows a value in its array and is none of its business. */
    private static final String AFTER = "1.2.3.4:5,12345678";

    private final Event event = new Event(FieldTable.builder().add("f", 1024).build());

    private int value(String text, byte kind) {
        byte[] bytes = (" " + text + AFTER).getBytes(StandardCharsets.UTF_8);
        event.reset(new byte[0], 0, 0);
        event.add(0, kind, bytes, 1, bytes.length - 1 - AFTER.length());
        return event.first(0);
    }

    private byte @Nullable [] key(String text, byte kind, FieldType type) {
        KeyBytes key = new KeyBytes();
        return key.append(event, value(text, kind), type) ? Arrays.copyOf(key.bytes, key.length) : null;
    }

    private static byte kind(Random random, String text) {
        boolean number = text.matches("-?(0|[1-9][0-9]*)(\\.[0-9]+)?([eE][-+]?[0-9]+)?");
        return text.equals("true") && random.nextBoolean()
                ? Kind.TRUE
                : text.equals("false") && random.nextBoolean()
                        ? Kind.FALSE
                        : number && random.nextBoolean() ? Kind.NUMBER : Kind.STRING;
    }

    @ParameterizedTest
    @Seeds(60)
    void bytesSayWhatValuesSay(long seed) {
        Random random = new Random(seed);
        for (FieldType type : FieldType.values()) {
            Comparator<@Nullable Object> order = TypedValues.order(type);
            for (int i = 0; i < 100; i++) {
                String left = TEXTS.get(random.nextInt(TEXTS.size()));
                String right = TEXTS.get(random.nextInt(TEXTS.size()));
                byte leftKind = kind(random, left);
                byte rightKind = kind(random, right);
                Object leftValue = TypedValues.typed(left, leftKind, type);
                Object rightValue = TypedValues.typed(right, rightKind, type);
                byte[] leftKey = key(left, leftKind, type);
                byte[] rightKey = key(right, rightKind, type);
                assertThat(leftKey == null).as("%s as %s", left, type).isEqualTo(leftValue == null);
                if (leftKey == null || rightKey == null || leftValue == null || rightValue == null) {
                    continue;
                }
                assertThat(KeyBytes.values(leftKey)).as("%s as %s", left, type).containsExactly(leftValue);
                assertThat(Arrays.equals(leftKey, rightKey))
                        .as("%s and %s as %s", left, right, type)
                        .isEqualTo(leftValue.equals(rightValue));
                if (leftValue.getClass() == rightValue.getClass()) {
                    assertThat(Integer.signum(Arrays.compareUnsigned(leftKey, rightKey)))
                            .as("%s before %s as %s", left, right, type)
                            .isEqualTo(Integer.signum(order.compare(leftValue, rightValue)));
                }
            }
        }
    }
}
