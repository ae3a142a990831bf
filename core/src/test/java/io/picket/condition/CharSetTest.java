package io.picket.condition;

import static org.assertj.core.api.Assertions.assertThat;

import io.picket.testkit.Seeds;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;

class CharSetTest {

    /** Unicode's simple folding as far as it is one character to one; the Turkish i's stand for themselves. */
    private static int fold(int codePoint) {
        return codePoint == 'İ' || codePoint == 'ı'
                ? codePoint
                : Character.toLowerCase(Character.toUpperCase(codePoint));
    }

    private static int[] membersOf(CharSet set) {
        return IntStream.rangeClosed(0, 0x1_FFFF).filter(set::contains).toArray();
    }

    @Test
    void aLetterInAnyCaseIsAllThatFoldsToIt() {
        for (int c = 0; c < 0x180; c++) {
            int folded = fold(c);
            assertThat(membersOf(CharSet.one(c).anyCase()))
                    .as("U+%04X", c)
                    .isEqualTo(IntStream.rangeClosed(0, 0x1_FFFF)
                            .filter(other -> fold(other) == folded)
                            .toArray());
        }
    }

    @ParameterizedTest
    @Seeds(100)
    void rangesInAnyCaseAreTheirCharactersInAnyCase(long seed) {
        Random random = new Random(seed);
        int below = random.nextBoolean() ? 128 : 400;
        CharSet set = CharSet.NONE;
        CharSet expected = CharSet.NONE;
        for (int i = random.nextInt(4); i >= 0; i--) {
            int first = random.nextInt(below);
            int last = Math.min(below - 1, first + random.nextInt(10));
            set = CharSet.join(set, CharSet.range(first, last));
            for (int c = first; c <= last; c++) {
                expected = CharSet.join(expected, CharSet.one(c).anyCase());
            }
        }
        assertThat(set.anyCase()).isEqualTo(expected);
    }
}
