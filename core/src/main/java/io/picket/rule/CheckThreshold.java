package io.picket.rule;

import static io.picket.rule.CheckKind.ARRAY_CARDINALITY;
import static io.picket.rule.CheckKind.ARRAY_GROUPING;
import static io.picket.rule.CheckKind.IMPOSSIBLE_THRESHOLD;
import static io.picket.rule.CheckKind.PAIR_GROUPING;
import static io.picket.rule.CheckKind.PROSE_NUMBER;
import static io.picket.rule.CheckKind.PROSE_WINDOW;
import static io.picket.rule.CheckKind.VACUOUS_COUNT;

import io.picket.condition.FieldType;
import io.picket.rule.Threshold.Cardinality;
import io.picket.text.Level;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Flaws of what a threshold rule counts, and of what its text says it counts. */
final class CheckThreshold {

    /** Ports are numbers from 0 to 65,535. */
    private static final long PORTS = 65_536;

    private final CheckSubject subject;
    private final Threshold threshold;
    private final CheckFindings out;

    private CheckThreshold(CheckSubject subject, Threshold threshold, CheckFindings out) {
        this.subject = subject;
        this.threshold = threshold;
        this.out = out;
    }

    static void look(CheckSubject subject, CheckFindings out) {
        subject.threshold().ifPresent(threshold -> {
            CheckThreshold check = new CheckThreshold(subject, threshold, out);
            check.proseNumber("description", subject.rule().description());
            check.proseNumber("name", subject.rule().name());
            check.proseWindow();
            check.vacuousCount();
            check.pairGrouping();
            check.arrays();
            threshold.cardinality().ifPresent(check::impossible);
        });
    }

    private void proseNumber(String key, String text) {
        List<CheckProse.Count> claims = CheckProse.counts(text);
        if (claims.isEmpty() || claims.stream().anyMatch(this::isParameter)) {
            return;
        }
        CheckProse.Count claim = claims.getFirst();
        String written = text.substring(claim.span().start(), claim.span().end());
        out.add(
                PROSE_NUMBER,
                claim.explicit() ? Level.WARNING : Level.NOTE,
                subject.keys().place(key, written),
                "The %s says %s, but the rule asks for %s.".formatted(key, written, asked()),
                "Write the parameter's number in the text, or change the parameter; the engine obeys the parameter.");
    }

    private boolean isParameter(CheckProse.Count claim) {
        return claim.says(threshold.value())
                || threshold.cardinality().filter(c -> claim.says(c.value())).isPresent();
    }

    private String asked() {
        Optional<String> distinct = threshold
                .cardinality()
                .map(c -> "at least %d distinct values of %s (threshold.cardinality)".formatted(c.value(), c.field()));
        String events = "at least %d events (threshold.value)".formatted(threshold.value());
        return distinct.map(values -> threshold.value() > 1 ? events + " and " + values : values)
                .orElse(events);
    }

    private void proseWindow() {
        Duration lookBack = subject.rule().schedule().lookBack();
        List<CheckProse.Window> claims = CheckProse.windows(subject.rule().description());
        if (claims.isEmpty() || claims.stream().anyMatch(claim -> claim.length().equals(lookBack))) {
            return;
        }
        CheckProse.Window claim = claims.getFirst();
        String written = subject.rule()
                .description()
                .substring(claim.span().start(), claim.span().end());
        out.add(
                PROSE_WINDOW,
                subject.keys().place("description", written),
                "The description says \"%s\", but events are counted over %s (from %s to %s)."
                        .formatted(
                                written.replaceAll("\\s+", " "),
                                CheckSchedule.words(lookBack),
                                subject.rule().schedule().from(),
                                subject.rule().schedule().to()),
                "Say the span that is counted, or set from to it.");
    }

    private void vacuousCount() {
        Optional<Cardinality> cardinality = threshold.cardinality();
        if (threshold.value() == 1) {
            out.add(
                    VACUOUS_COUNT,
                    subject.keys().place("threshold.value"),
                    cardinality.isPresent()
                            ? "A count of 1 is met by every group, so only the %d distinct values of %s decide."
                                    .formatted(
                                            cardinality.get().value(),
                                            cardinality.get().field())
                            : "A count of 1 is met by every group, so each group alerts at its first event.",
                    cardinality.isPresent()
                            ? "Leave it if only distinct values matter, else raise threshold.value."
                            : "Raise threshold.value, or make it a query rule with suppression by the same fields.");
        }
        cardinality
                .filter(c -> c.value() <= 1)
                .ifPresent(c -> out.add(
                        VACUOUS_COUNT,
                        subject.keys().place("threshold.cardinality.value"),
                        "%d distinct values of %s are met by %s."
                                .formatted(
                                        c.value(),
                                        c.field(),
                                        c.value() == 0 ? "every group" : "any event that has the field"),
                        "Ask for 2 or more distinct values, or leave threshold.cardinality out."));
    }

    private void pairGrouping() {
        List<String> from =
                threshold.fields().stream().filter(CheckFacts::isSourceAddress).toList();
        List<String> to = threshold.fields().stream()
                .filter(CheckFacts::isDestinationAddress)
                .toList();
        if (from.isEmpty() || to.isEmpty()) {
            return;
        }
        out.add(
                PAIR_GROUPING,
                subject.keys().place("threshold.field", to.getFirst()),
                "Grouping by %s and %s counts each pair by itself: one source that tries many destinations never adds up."
                        .formatted(from.getFirst(), to.getFirst()),
                "To see scans across destinations too, add a rule that groups by %s and counts distinct values of %s."
                        .formatted(from.getFirst(), to.getFirst()));
    }

    private void arrays() {
        threshold
                .cardinality()
                .filter(c -> CheckFacts.isArray(c.field()))
                .ifPresent(c -> out.add(
                        ARRAY_CARDINALITY,
                        subject.keys().place("threshold.cardinality.field"),
                        "%s is an array: its elements are counted, not events; one event with %d elements meets it alone, and equal events add nothing."
                                .formatted(c.field(), c.value()),
                        "Count a field with one value an event, such as %s, if events are meant."
                                .formatted(CheckFacts.singleInsteadOf(c.field()))));
        for (String field : threshold.fields()) {
            if (CheckFacts.isArray(field)) {
                out.add(
                        ARRAY_GROUPING,
                        subject.keys().place("threshold.field", field),
                        "%s is an array: an event is counted once in the group of each element.".formatted(field),
                        "Group by a field with one value an event if one group an event is meant.");
            }
        }
    }

    private void impossible(Cardinality cardinality) {
        String field = cardinality.field();
        FieldType type = subject.types().typeOf(field);
        if (type == FieldType.BOOLEAN) {
            atMost(2, cardinality, Level.ERROR);
        } else if (type == FieldType.LONG && field.endsWith(".port")) {
            atMost(PORTS, cardinality, Level.ERROR);
        }
        if (!CheckFacts.isArray(field)) {
            // Only likely: an event may have further values beside the one that met the query.
            subject.tree()
                    .flatMap(tree -> CheckRequired.values(tree, field))
                    .ifPresent(values -> atMost(values.size(), cardinality, Level.WARNING));
        }
    }

    private void atMost(long most, Cardinality cardinality, Level level) {
        if (most < cardinality.value()) {
            out.add(
                    IMPOSSIBLE_THRESHOLD,
                    level,
                    subject.keys().place("threshold.cardinality.value"),
                    "%s can have at most %d distinct values here, never %d."
                            .formatted(cardinality.field(), most, cardinality.value()),
                    "Ask for at most %d distinct values, or count another field.".formatted(most));
        }
    }
}
