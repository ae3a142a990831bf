package io.picket.rule;

import static io.picket.rule.CheckKind.MANY_SIGNALS;
import static io.picket.rule.CheckKind.NEW_TERMS_HISTORY;
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
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Flaws of when a rule runs, how far it looks back and how much it may say. */
final class CheckSchedule {

    /** Elastic's {@code xpack.alerting.rules.run.alerts.max}. */
    private static final int SIGNALS_WRITTEN_MAX = 1_000;

    private static final Pattern BACK = Pattern.compile("now-(\\d{1,9})([smhdwMy])");

    private CheckSchedule() {}

    static void look(CheckSubject subject, CheckFindings out) {
        overlap(subject, out);
        timestampOverride(subject, out);
        lookBackSet(subject, out);
        history(subject, out);
        int most = subject.rule().maxSignals();
        if (most > SIGNALS_WRITTEN_MAX) {
            out.add(
                    MANY_SIGNALS,
                    subject.keys().place("max_signals"),
                    "max_signals is %d, but at most %d alerts a run are ever written."
                            .formatted(most, SIGNALS_WRITTEN_MAX),
                    "Set it to %d or less.".formatted(SIGNALS_WRITTEN_MAX));
        }
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
            case EqlBody eql -> !CheckEql.isSequence(eql.query());
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

    private static void history(CheckSubject subject, CheckFindings out) {
        if (!(subject.rule().body() instanceof NewTermsBody body)) {
            return;
        }
        Optional<Duration> history = back(body.historyStart());
        Duration from = subject.rule().schedule().fromBack();
        if (history.isPresent() && history.get().compareTo(from) <= 0) {
            out.add(
                    NEW_TERMS_HISTORY,
                    subject.keys().place("new_terms.history_window_start", body.historyStart()),
                    "The history begins %s ago (%s), not before the look-back (%s)."
                            .formatted(
                                    words(history.get()),
                                    body.historyStart(),
                                    subject.rule().schedule().from()),
                    "Let the history begin days before the look-back, such as now-7d.");
        }
    }

    private static Optional<Duration> back(String dateMath) {
        Matcher matcher = BACK.matcher(dateMath);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        long many = Long.parseLong(matcher.group(1));
        return Optional.of(
                switch (matcher.group(2).charAt(0)) {
                    case 's' -> Duration.ofSeconds(many);
                    case 'm' -> Duration.ofMinutes(many);
                    case 'h' -> Duration.ofHours(many);
                    case 'd' -> Duration.ofDays(many);
                    case 'w' -> Duration.ofDays(7 * many);
                    case 'M' -> Duration.ofDays(30 * many);
                    default -> Duration.ofDays(365 * many);
                });
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
