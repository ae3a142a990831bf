package io.picket.detect;

import io.picket.alert.Alert;
import io.picket.condition.Condition;
import io.picket.condition.FieldTypes;
import io.picket.rule.Rule;
import io.picket.testkit.SketchEvents;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Sends sketched events through a detector and keeps what comes out. */
final class Replay implements AlertSink {

    static final SketchEvents EVENTS = new SketchEvents("host.name", "user.name");
    static final FieldTypes TYPES = SketchEvents.types(Map.of());

    /** One event: its times in epoch milliseconds, and the values of two fields. */
    record Sketch(String id, long primary, long arrival, List<String> hosts, List<String> users) {

        String json() {
            return "{\"n\":\"" + id + "\",\"created\":\"" + Instant.ofEpochMilli(created()) + "\""
                    + field("host.name", hosts) + field("user.name", users) + "}";
        }

        /** A time of the event's own, some seconds off its primary one. */
        long created() {
            return primary - 500L * (Math.floorMod(id.hashCode() * 31, 30) - 5);
        }

        private static String field(String name, List<String> values) {
            return values.isEmpty() ? "" : ",\"" + name + "\":[\"" + String.join("\",\"", values) + "\"]";
        }
    }

    final List<Alert> alerts = new ArrayList<>();
    final List<Overflow> overflows = new ArrayList<>();
    private final Rule rule;
    private final Clock clock;
    private final StateBudget budget;
    private final Condition condition;
    Detector detector;

    Replay(Rule rule, Clock clock) {
        this(rule, clock, StateBudget.DEFAULT);
    }

    Replay(Rule rule, Clock clock, StateBudget budget) {
        this(rule, clock, budget, Condition.ALWAYS);
    }

    Replay(Rule rule, Clock clock, StateBudget budget, Condition condition) {
        this.condition = condition;
        this.rule = rule;
        this.clock = clock;
        this.budget = budget;
        this.detector = fresh();
    }

    private Detector fresh() {
        return Detectors.of(rule, List.of(condition), clock, EVENTS.table(), TYPES, this, budget);
    }

    @Override
    public void alert(Alert alert) {
        alerts.add(alert);
    }

    @Override
    public void overflow(Overflow overflow) {
        overflows.add(overflow);
    }

    Replay add(Sketch sketch) {
        detector.add(EVENTS.read("logs-x", sketch.id(), sketch.json()), sketch.primary(), sketch.arrival());
        return this;
    }

    /** A host stopped and started again: the state goes over to a new detector. */
    void restart() {
        byte[] snapshot = ((Resumable) detector).snapshot();
        detector = fresh();
        ((Resumable) detector).restore(snapshot);
    }

    /** All events in the clock's order, then the end; time and restarts are thrown in at random. */
    Replay run(List<Sketch> sketches, Random random) {
        for (Sketch sketch : inOrder(clock, sketches)) {
            long time = clock == Clock.STREAM ? sketch.primary() : sketch.arrival();
            if (random.nextInt(3) == 0) {
                detector.advance(time);
            }
            if (random.nextInt(20) == 0) {
                restart();
            }
            add(sketch);
        }
        detector.finish();
        return this;
    }

    static List<Sketch> inOrder(Clock clock, List<Sketch> sketches) {
        List<Sketch> sorted = new ArrayList<>(sketches);
        sorted.sort(
                clock == Clock.STREAM
                        ? Comparator.comparingLong(Sketch::primary)
                        : Comparator.comparingLong(Sketch::arrival));
        return sorted;
    }

    /** Random events over a short time, some late, some early, some twice. */
    static List<Sketch> random(Random random) {
        List<Sketch> sketches = new ArrayList<>();
        int count = 1 + random.nextInt(60);
        long span = 1L + random.nextInt(90);
        for (int i = 0; i < count; i++) {
            if (!sketches.isEmpty() && random.nextInt(12) == 0) {
                Sketch again = sketches.get(random.nextInt(sketches.size()));
                sketches.add(new Sketch(
                        again.id(),
                        again.primary(),
                        again.arrival() + 500L * random.nextInt(4),
                        again.hosts(),
                        again.users()));
                continue;
            }
            long primary = 500L * random.nextLong(2L * span);
            long delay = random.nextInt(3) == 0 ? 500L * (random.nextInt(24) - 4) : 0;
            sketches.add(new Sketch("e" + i, primary, primary + delay, values(random, "h"), values(random, "u")));
        }
        Collections.shuffle(sketches, random);
        return sketches;
    }

    private static List<String> values(Random random, String letter) {
        List<String> values = new ArrayList<>();
        int count = random.nextInt(6) == 0 ? 0 : random.nextInt(5) == 0 ? 2 : 1;
        while (values.size() < count) {
            String value = letter + random.nextInt(4);
            if (!values.contains(value)) {
                values.add(value);
            }
        }
        return values;
    }

    static Object field(Alert alert, String name) {
        Object value = alert.fields().get(name);
        return value == null ? "" : value;
    }
}
