package io.picket.rule;

import static io.picket.rule.CheckKind.DATE_ORDER;
import static io.picket.rule.CheckKind.LICENSE_SPELLING;
import static io.picket.rule.CheckKind.NO_GUIDE;
import static io.picket.rule.CheckKind.SEVERITY_BAND;
import static io.picket.rule.CheckKind.SYSTEM_TAG;
import static io.picket.rule.CheckKind.UNUSUAL_RISK;

import io.picket.kql.KqlTree;
import io.picket.kql.KqlTree.Is;
import io.picket.rule.CheckEqlText.Kind;
import io.picket.rule.CheckEqlText.Token;
import io.picket.text.Level;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Flaws of what a rule says about itself: severity, tags, dates, guide, licence. */
final class CheckMetadata {

    private static final Pattern DATE = Pattern.compile("\\d{4}/\\d{2}/\\d{2}");
    private static final Set<String> SYSTEMS = Set.of("windows", "linux", "macos");

    private static final List<String> LICENSES = List.of(
            "Elastic License v2",
            "Apache-2.0",
            "MIT",
            "BSD-2-Clause",
            "BSD-3-Clause",
            "GPL-3.0-only",
            "GPL-3.0-or-later",
            "AGPL-3.0-only",
            "AGPL-3.0-or-later",
            "MPL-2.0",
            "DRL-1.1",
            "CC-BY-4.0",
            "CC0-1.0");

    private static final int LICENSE_SLIPS_MAX = 3;

    private CheckMetadata() {}

    static void look(CheckSubject subject, CheckFindings out) {
        severity(subject, out);
        systemTag(subject, out);
        dates(subject, out);
        guide(subject, out);
        license(subject, out);
    }

    private static void severity(CheckSubject subject, CheckFindings out) {
        int risk = subject.rule().riskScore();
        Severity stated = subject.rule().severity();
        Severity band = risk <= 21
                ? Severity.LOW
                : risk <= 47 ? Severity.MEDIUM : risk <= 73 ? Severity.HIGH : Severity.CRITICAL;
        int usual = switch (stated) {
            case LOW -> 21;
            case MEDIUM -> 47;
            case HIGH -> 73;
            case CRITICAL -> 99;
        };
        if (band != stated) {
            out.add(
                    SEVERITY_BAND,
                    subject.keys().place("risk_score"),
                    "A risk score of %d is %s, but the severity is %s.".formatted(risk, band.word(), stated.word()),
                    "Write risk_score = %d, or severity = \"%s\".".formatted(usual, band.word()));
        } else if (risk != usual) {
            out.add(
                    UNUSUAL_RISK,
                    subject.keys().place("risk_score"),
                    "Rules of severity %s usually have a risk score of %d, not %d."
                            .formatted(stated.word(), usual, risk),
                    "Write risk_score = %d unless the other one is meant.".formatted(usual));
        }
    }

    private static void systemTag(CheckSubject subject, CheckFindings out) {
        Set<String> tagged = subject.texts("tags").stream()
                .map(tag -> tag.toLowerCase(Locale.ROOT))
                .filter(tag -> tag.startsWith("os:"))
                .map(tag -> tag.substring(3).strip())
                .collect(Collectors.toCollection(TreeSet::new));
        if (tagged.isEmpty() || !SYSTEMS.containsAll(tagged)) {
            return;
        }
        Set<String> asked = systems(subject);
        if (!asked.isEmpty() && asked.stream().noneMatch(tagged::contains)) {
            out.add(
                    SYSTEM_TAG,
                    subject.keys().place("tags"),
                    "The tags say %s, but the query asks for host.os.type %s."
                            .formatted(String.join(", ", tagged), String.join(", ", asked)),
                    "Make the tag and the query name the same system.");
        } else if (asked.isEmpty() && tagged.size() == 1 && subject.query().isPresent() && isForEndpoints(subject)) {
            out.add(
                    SYSTEM_TAG,
                    Level.NOTE,
                    subject.keys().place("tags"),
                    "The tag says %s, but the query reads events of every system."
                            .formatted(tagged.iterator().next()),
                    "Ask for host.os.type too.");
        }
    }

    /** Data streams of one product for all systems; those of Windows alone need no further question. */
    private static boolean isForEndpoints(CheckSubject subject) {
        return subject.rule().index().patterns().stream().anyMatch(pattern -> pattern.startsWith("logs-endpoint."));
    }

    private static Set<String> systems(CheckSubject subject) {
        Set<String> asked = new TreeSet<>();
        subject.tree().ifPresent(tree -> systems(tree, asked));
        List<Token> tokens = subject.eql();
        for (int i = 0; i < tokens.size(); i++) {
            if (tokens.get(i).isWord("host.os.type")) {
                for (int j = i + 1; j < tokens.size() && continuesValue(tokens.get(j)); j++) {
                    if (tokens.get(j).kind() == Kind.STRING) {
                        asked.add(tokens.get(j).text().toLowerCase(Locale.ROOT));
                    }
                }
            }
        }
        return asked;
    }

    private static boolean continuesValue(Token token) {
        return token.kind() == Kind.STRING
                || token.isWord("in")
                || token.isWord("like")
                || token.kind() == Kind.SIGN && "== : ( , ~".contains(token.text());
    }

    private static void systems(KqlTree tree, Set<String> asked) {
        switch (tree) {
            case KqlTree.Everything everything -> {}
            case KqlTree.And and -> and.parts().forEach(part -> systems(part, asked));
            case KqlTree.Or or -> or.parts().forEach(part -> systems(part, asked));
            case KqlTree.Not not -> {}
            case Is is -> {
                if (CheckRequired.isField(is.field(), "host.os.type")) {
                    asked.add(is.value().text());
                }
            }
            case KqlTree.Compare compare -> {}
            case KqlTree.Nested nested -> {}
        }
    }

    private static void dates(CheckSubject subject, CheckFindings out) {
        Optional<String> created = subject.keys().line("creation_date").filter(CheckMetadata::isDate);
        Optional<String> updated = subject.keys().line("updated_date").filter(CheckMetadata::isDate);
        if (created.isPresent() && updated.isPresent() && updated.get().compareTo(created.get()) < 0) {
            out.add(
                    DATE_ORDER,
                    subject.keys().place("metadata.updated_date"),
                    "The rule was updated on %s, before it was created on %s.".formatted(updated.get(), created.get()),
                    "Set updated_date to the day of the last change.");
        }
    }

    private static boolean isDate(String text) {
        return DATE.matcher(text).matches();
    }

    private static void guide(CheckSubject subject, CheckFindings out) {
        Rule rule = subject.rule();
        String note = subject.text("note").orElse("");
        boolean grave = rule.severity() == Severity.HIGH || rule.severity() == Severity.CRITICAL;
        if (note.isBlank() && grave && !rule.buildingBlock()) {
            out.add(
                    NO_GUIDE,
                    subject.keys().place("severity"),
                    "The severity is %s, but there is no investigation guide."
                            .formatted(rule.severity().word()),
                    "Write in note what to look at first, what is harmless, and what to do.");
        }
    }

    private static void license(CheckSubject subject, CheckFindings out) {
        subject.text("license")
                .filter(text -> !LICENSES.contains(text))
                .ifPresent(text -> LICENSES.stream()
                        .filter(known -> CheckNearest.slips(
                                        text.toLowerCase(Locale.ROOT),
                                        known.toLowerCase(Locale.ROOT),
                                        LICENSE_SLIPS_MAX)
                                <= Math.min(LICENSE_SLIPS_MAX, known.length() / 4))
                        .findFirst()
                        .ifPresent(known -> out.add(
                                LICENSE_SPELLING,
                                subject.keys().place("license"),
                                "\"%s\" is no licence known by that name.".formatted(text),
                                "Write \"%s\".".formatted(known))));
    }
}
