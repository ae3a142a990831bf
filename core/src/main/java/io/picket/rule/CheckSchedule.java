package io.picket.rule;

import static io.picket.rule.CheckKind.NO_LOOK_BACK;
import static io.picket.rule.CheckKind.NO_OVERLAP;
import static io.picket.rule.CheckKind.NO_TIMESTAMP_OVERRIDE;

import io.picket.rule.RuleBody.EqlBody;
import io.picket.rule.RuleBody.EsqlBody;
import io.picket.rule.RuleBody.MachineLearningBody;
import io.picket.rule.RuleBody.NewTermsBody;
import io.picket.rule.RuleBody.QueryBody;
import io.picket.rule.RuleBody.ThreatMatchBody;
import io.picket.rule.RuleBody.ThresholdBody;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Flaws of when a rule runs and how far it looks back. */
final class CheckSchedule {

    private CheckSchedule() {}

    static void look(CheckSubject subject, CheckFindings out) {
        overlap(subject, out);
        timestampOverride(subject, out);
        lookBackSet(subject, out);
    }

    private static void overlap(CheckSubject subject, CheckFindings out) {
        Schedule schedule = subject.rule().schedule();
        int order = schedule.lookBack().compareTo(schedule.interval());
        if (order > 0) {
            return;
        }
        String runs = "Each run looks back %s and runs come every %s"
                .formatted(words(schedule.lookBack()), words(schedule.interval()));
        out.add(
                NO_OVERLAP,
                subject.keys().place(subject.has("from") ? "from" : "interval"),
                order < 0
                        ? runs
                                + ": %s of every interval are never looked at."
                                        .formatted(words(schedule.interval().minus(schedule.lookBack())))
                        : runs + ": an event that arrives late falls between two runs.",
                "Set from to at least now-%ds."
                        .formatted(schedule.interval().plusMinutes(1).toSeconds()));
    }

    private static void timestampOverride(CheckSubject subject, CheckFindings out) {
        boolean eventRule = switch (subject.rule().body()) {
            case QueryBody query -> true;
            case ThresholdBody threshold -> true;
            case NewTermsBody newTerms -> true;
            case EqlBody eql -> !CheckEql.isSequence(subject);
            case ThreatMatchBody threat -> true;
            case EsqlBody esql -> false;
            case MachineLearningBody learning -> false;
        };
        if (eventRule && subject.rule().timestampOverride().isEmpty()) {
            out.add(
                    NO_TIMESTAMP_OVERRIDE,
                    subject.keys().place("timestamp_override"),
                    "The rule reads events by @timestamp: one that arrives more than %s late is never looked at."
                            .formatted(words(subject.rule().schedule().lookBack())),
                    "Write timestamp_override = \"event.ingested\".");
        }
    }

    private static void lookBackSet(CheckSubject subject, CheckFindings out) {
        boolean endpoint = subject.rule().index().patterns().stream()
                .anyMatch(pattern -> pattern.startsWith("logs-endpoint.events."));
        if (endpoint && !subject.has("from")) {
            out.add(
                    NO_LOOK_BACK,
                    subject.keys().place("from"),
                    "from is not set, so the rule looks back six minutes and endpoint events have one to arrive.",
                    "Write from = \"now-9m\".");
        }
    }

    /** A duration as people say it: {@code 9 minutes}, {@code 1 hour 30 minutes}. */
    static String words(Duration duration) {
        if (duration.isNegative()) {
            return "minus " + words(duration.negated());
        }
        List<String> words = new ArrayList<>();
        part(words, duration.toDays(), "day");
        part(words, duration.toHoursPart(), "hour");
        part(words, duration.toMinutesPart(), "minute");
        part(words, duration.toSecondsPart(), "second");
        part(words, duration.toMillisPart(), "millisecond");
        return words.isEmpty() ? "0 seconds" : String.join(" ", words);
    }

    private static void part(List<String> words, long many, String unit) {
        if (many > 0) {
            words.add(many + " " + unit + (many == 1 ? "" : "s"));
        }
    }
}
