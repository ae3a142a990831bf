package io.picket.detect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.picket.detect.Replay.Sketch;
import io.picket.rule.Rule;
import io.picket.rule.Suppression;
import io.picket.testkit.Seeds;
import io.picket.testkit.SketchRule;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;

class DetectorsTest {

    private static final Suppression BY_USER = new Suppression(List.of("user.name"), Optional.empty(), true);

    private static Rule rule(int which) {
        SketchRule rule = which < 2 ? SketchRule.query() : SketchRule.newTerms(List.of("host.name"), "now-1h");
        return which % 2 == 0
                ? rule.build()
                : rule.suppression(new Suppression(List.of("user.name"), Optional.of(Duration.ofHours(1)), true))
                        .build();
    }

    @Test
    void saysWhatItAsksEventsFor() {
        assertThat(Detectors.fields(SketchRule.query().build())).isEmpty();
        assertThat(Detectors.fields(SketchRule.query().suppression(BY_USER).build()))
                .containsExactly("user.name");
        assertThat(Detectors.fields(SketchRule.newTerms(List.of("host.name"), "now-7d")
                        .suppression(BY_USER)
                        .build()))
                .containsExactly("host.name", "user.name");
        assertThat(Detectors.fields(
                        SketchRule.threshold(List.of("source.ip"), 5).build()))
                .contains("source.ip");
    }

    @Test
    void alertsOnEventsNeedTheirDocuments() {
        assertThat(Detectors.needsSource(SketchRule.query().build())).isTrue();
        assertThat(Detectors.needsSource(
                        SketchRule.newTerms(List.of("host.name"), "now-7d").build()))
                .isTrue();
        assertThat(Detectors.needsSource(
                        SketchRule.threshold(List.of("host.name"), 5).build()))
                .isFalse();
    }

    /** Twice is once: everything said twice raises nothing more. */
    @ParameterizedTest
    @Seeds(100)
    void saidTwiceIsRaisedOnce(long seed) {
        Random random = new Random(seed);
        Rule rule = rule(random.nextInt(4));
        Clock clock = random.nextBoolean() ? Clock.STREAM : Clock.SCHEDULE;
        List<Sketch> once = Replay.random(random);
        List<Sketch> twice = Replay.inOrder(clock, once).stream()
                .flatMap(sketch -> List.of(sketch, sketch).stream())
                .toList();
        assertThat(new Replay(rule, clock).run(twice, random).alerts)
                .isEqualTo(new Replay(rule, clock).run(Replay.inOrder(clock, once), random).alerts);
    }

    /** State of one detector, cut or changed anywhere, is refused or read, and nothing else. */
    @ParameterizedTest
    @Seeds(200)
    void damagedStateIsRefused(long seed) {
        Random random = new Random(seed);
        Rule rule = rule(random.nextInt(4));
        Clock clock = random.nextBoolean() ? Clock.STREAM : Clock.SCHEDULE;
        Replay replay = new Replay(rule, clock);
        Replay.inOrder(clock, Replay.random(random)).forEach(replay::add);
        byte[] state = ((Resumable) replay.detector).snapshot();
        byte[] cut = Arrays.copyOf(state, random.nextInt(state.length));
        Resumable fresh = (Resumable) new Replay(rule, clock).detector;
        assertThatThrownBy(() -> fresh.restore(cut)).isInstanceOf(IllegalArgumentException.class);
        for (int i = 0; i < 20; i++) {
            byte[] changed = state.clone();
            changed[random.nextInt(state.length)] = (byte) random.nextInt();
            try {
                ((Resumable) new Replay(rule, clock).detector).restore(changed);
            } catch (IllegalArgumentException expected) {
                assertThat(expected).hasMessageContaining("state");
            }
        }
    }

    @Test
    void stateOfAnotherKindIsRefused() {
        byte[] query = ((Resumable) new Replay(rule(0), Clock.STREAM).detector).snapshot();
        Resumable runs = (Resumable) new Replay(rule(0), Clock.SCHEDULE).detector;
        assertThatThrownBy(() -> runs.restore(query))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("query-stream");
    }

    @Test
    void stateIsNotPutOverState() {
        for (Clock clock : Clock.values()) {
            for (int which = 0; which < 4; which++) {
                Replay replay = new Replay(rule(which), clock);
                replay.add(new Sketch("a", 0, 0, List.of("h"), List.of("u")));
                Resumable detector = (Resumable) replay.detector;
                byte[] state = detector.snapshot();
                assertThatThrownBy(() -> detector.restore(state)).isInstanceOf(IllegalStateException.class);
            }
        }
    }
}
