package io.picket.rule;

import static org.assertj.core.api.Assertions.assertThat;

import io.picket.condition.FieldType;
import io.picket.condition.FieldTypes;
import io.picket.testkit.Seeds;
import java.util.Collection;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which known name a mistyped one was meant to be. */
class CheckNearestTest {

    private static final FieldTypes TYPES = new FieldTypes() {
        @Override
        public FieldType typeOf(String name) {
            return names().contains(name) ? FieldType.KEYWORD : FieldType.UNKNOWN;
        }

        @Override
        public Collection<String> names() {
            return List.of("process.name", "process.args", "user.name", "user.id", "dll.path", "o365.audit.UserId");
        }
    };

    @ParameterizedTest
    @CsvSource({
        "proces.name,process.name",
        "process.naem,process.name",
        "Process.Name,process.name",
        "process.arg,process.args",
        "o365.audit.userid,o365.audit.UserId",
        "prcess.nme,process.name",
        "usr.id,user.id",
    })
    void nearest(String written, String meant) {
        assertThat(new CheckNearest(TYPES).to(written)).contains(meant);
    }

    @ParameterizedTest
    @ValueSource(strings = {"process.pid", "host.name", "us.i", "", "a.very.long.name.of.a.field.that.nobody.has"})
    void noneIsNear(String written) {
        assertThat(new CheckNearest(TYPES).to(written)).isEmpty();
    }

    /** The bounded count is the full one, cut off at the bound. */
    @ParameterizedTest
    @Seeds(500)
    void slipsAreTheFullDistanceCutOff(long seed) {
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
        String left = word(random);
        String right = random.nextBoolean() ? word(random) : left.replace('a', 'b');
        int full = CheckNearest.slips(left, right, 100);
        for (int most = 0; most < 5; most++) {
            assertThat(CheckNearest.slips(left, right, most)).isEqualTo(Math.min(full, most + 1));
        }
        assertThat(CheckNearest.slips(right, left, 100)).isEqualTo(full);
        assertThat(full == 0).isEqualTo(left.equals(right));
    }

    private static String word(RandomGenerator random) {
        StringBuilder word = new StringBuilder();
        for (int i = random.nextInt(8); i > 0; i--) {
            word.append("abc".charAt(random.nextInt(3)));
        }
        return word.toString();
    }
}
