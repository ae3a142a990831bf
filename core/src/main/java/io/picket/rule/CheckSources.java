package io.picket.rule;

import static io.picket.rule.CheckKind.GROUP_NOT_CARRIED;
import static io.picket.rule.CheckKind.INDEX_FORM;
import static io.picket.rule.CheckKind.INDEX_TAIL;
import static io.picket.rule.CheckKind.INDEX_WITHOUT_ACTION;
import static io.picket.rule.CheckKind.NO_INDEX;

import io.picket.rule.CheckFacts.ActionWriters;
import io.picket.rule.RuleBody.EsqlBody;
import io.picket.rule.RuleBody.MachineLearningBody;
import io.picket.text.Level;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Flaws of the index patterns, by themselves and together with what the rule asks for. */
final class CheckSources {

    private static final Pattern IMPOSSIBLE = Pattern.compile("[\\p{Lu}\\s\\\\/?\"<>|,#]");
    private static final Pattern DATA_STREAM = Pattern.compile("(?:logs|metrics|traces|synthetics)-[^-]*");
    private static final Pattern BEAT =
            Pattern.compile("(?:auditbeat|filebeat|heartbeat|metricbeat|packetbeat|winlogbeat|endgame)-?");

    private CheckSources() {}

    static void look(CheckSubject subject, CheckFindings out) {
        boolean named = !subject.texts("index").isEmpty() || subject.has("data_view_id");
        boolean needed =
                !(subject.rule().body() instanceof EsqlBody || subject.rule().body() instanceof MachineLearningBody);
        if (needed && !named) {
            out.add(
                    NO_INDEX,
                    subject.rule().place(),
                    "The rule names no index, so it reads whatever the installation takes for granted.",
                    "Write index = [\"…\"] with the patterns of the data it is meant for.");
        }
        List<String> patterns = subject.texts("index");
        forms(patterns, subject, out);
        actions(patterns, subject, out);
        groups(patterns, subject, out);
    }

    private static void forms(List<String> patterns, CheckSubject subject, CheckFindings out) {
        List<String> impossible =
                patterns.stream().filter(CheckSources::isImpossible).toList();
        for (String pattern : impossible) {
            out.add(
                    INDEX_FORM,
                    impossible.size() == patterns.size() ? Level.ERROR : Level.WARNING,
                    subject.keys().place("index", pattern),
                    "No index can be called \"%s\".".formatted(pattern),
                    pattern.indexOf(',') >= 0
                            ? "Make each pattern an element of the list."
                            : "Index names are lower case and hold no spaces or punctuation but - _ . ; the wildcard is *.");
        }
        if (!patterns.isEmpty() && patterns.getFirst().startsWith("-")) {
            out.add(
                    INDEX_FORM,
                    subject.keys().place("index", patterns.getFirst()),
                    "\"%s\" takes away before anything was listed.".formatted(patterns.getFirst()),
                    "Put it after the patterns that it narrows.");
        }
        for (String pattern : patterns) {
            if (BEAT.matcher(pattern).matches() || DATA_STREAM.matcher(pattern).matches() && pattern.indexOf('*') < 0) {
                out.add(
                        INDEX_TAIL,
                        subject.keys().place("index", pattern),
                        "\"%s\" is a whole name; the indices it means go on after it.".formatted(pattern),
                        "Write %s-*."
                                .formatted(
                                        pattern.endsWith("-") ? pattern.substring(0, pattern.length() - 1) : pattern));
            }
        }
    }

    private static boolean isImpossible(String pattern) {
        String name = pattern.startsWith("-") ? pattern.substring(1) : pattern;
        return name.isBlank() || IMPOSSIBLE.matcher(name).find() || name.startsWith("_") || name.startsWith("+");
    }

    private static void actions(List<String> patterns, CheckSubject subject, CheckFindings out) {
        Optional<Set<String>> required = subject.tree().flatMap(tree -> CheckRequired.values(tree, "event.action"));
        if (required.isEmpty()) {
            return;
        }
        List<ActionWriters> writers = new ArrayList<>();
        for (String action : required.get()) {
            Optional<ActionWriters> known = CheckFacts.writersOf(action);
            if (known.isEmpty()) {
                return;
            }
            writers.add(known.get());
        }
        List<String> silent = patterns.stream()
                .filter(pattern -> !pattern.startsWith("-"))
                .filter(pattern -> writers.stream()
                        .noneMatch(
                                each -> each.indices().stream().anyMatch(index -> CheckFacts.overlap(pattern, index))))
                .toList();
        for (String pattern : silent) {
            out.add(
                    INDEX_WITHOUT_ACTION,
                    silent.size() == patterns.size() ? Level.WARNING : Level.NOTE,
                    subject.keys().place("index", pattern),
                    "Events of %s never have event.action: %s; only %s write it."
                            .formatted(
                                    pattern,
                                    String.join(" or ", required.get()),
                                    String.join(
                                            ", ",
                                            writers.stream()
                                                    .map(ActionWriters::words)
                                                    .toList())),
                    "Take the pattern out, or add the action that its events do have.");
        }
    }

    private static void groups(List<String> patterns, CheckSubject subject, CheckFindings out) {
        List<String> fields = subject.threshold().map(Threshold::fields).orElse(List.of());
        for (String pattern : patterns) {
            for (String field : fields) {
                CheckFacts.leftOut(pattern, field)
                        .ifPresent(
                                source -> out.add(
                                        GROUP_NOT_CARRIED,
                                        subject.keys().place("index", pattern),
                                        "Events of %s carry no %s unless %s, and events without a group field are not counted."
                                                .formatted(pattern, field, source.unless()),
                                        "Picket derives it from the process ids where it is missing; elsewhere these events never alert."));
            }
        }
    }
}
