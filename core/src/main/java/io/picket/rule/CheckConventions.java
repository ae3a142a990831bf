package io.picket.rule;

import static io.picket.rule.CheckKind.BLOCK_TIMING;
import static io.picket.rule.CheckKind.EMPTY_QUERY;
import static io.picket.rule.CheckKind.GUIDE_TITLE;
import static io.picket.rule.CheckKind.HALF_DEPRECATED;
import static io.picket.rule.CheckKind.NAME_FORM;
import static io.picket.rule.CheckKind.REPEATED_TAG;
import static io.picket.rule.CheckKind.STATED_VERSION;
import static io.picket.rule.CheckKind.UNEXPLAINED_LIMIT;
import static io.picket.rule.CheckKind.UNEXPLAINED_STACK;

import io.picket.rule.RuleBody.EqlBody;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What rule repositories agree on beyond the format, as far as one file can tell. */
final class CheckConventions {

    private static final Pattern NAME = Pattern.compile("[a-zA-Z0-9].+?[a-zA-Z0-9\\[\\]()]");
    private static final Pattern TITLE = Pattern.compile("(?m)^#{1,4} +Investigating +(.+?)\\s*$");
    private static final Pattern MAXIMUM = Pattern.compile("max(?:imum|_signals|\\.?\\b)");
    private static final Duration BLOCK_LOOK_BACK_MIN = Duration.ofMinutes(119);
    private static final Duration BLOCK_INTERVAL_MIN = Duration.ofMinutes(60);

    private CheckConventions() {}

    static void look(CheckSubject subject, CheckFindings out) {
        name(subject, out);
        query(subject, out);
        tags(subject, out);
        guideTitle(subject, out);
        limit(subject, out);
        blockTiming(subject, out);
        if (subject.keys().isToml()) {
            version(subject, out);
            stack(subject, out);
            deprecation(subject, out);
        }
    }

    private static void name(CheckSubject subject, CheckFindings out) {
        if (!NAME.matcher(subject.rule().name()).matches()) {
            out.add(
                    NAME_FORM,
                    subject.keys().place("name"),
                    "The name \"%s\" does not begin with a letter or digit and end with one or a bracket."
                            .formatted(subject.rule().name()),
                    "Say in words what the rule finds.");
        }
    }

    private static void query(CheckSubject subject, CheckFindings out) {
        boolean isEmpty =
                subject.query().filter(query -> query.text().text().isBlank()).isPresent();
        boolean hasFilters = !subject.rule().filters().isEmpty();
        if (isEmpty && !hasFilters && !(subject.rule().body() instanceof EqlBody) && !subject.has("saved_id")) {
            out.add(
                    EMPTY_QUERY,
                    subject.keys().place("query"),
                    "The rule has neither a query nor filters: every event of its indices meets it.",
                    "Write a query, or *:* if that is meant.");
        }
    }

    private static void tags(CheckSubject subject, CheckFindings out) {
        Set<String> seen = new HashSet<>();
        for (String tag : subject.texts("tags")) {
            if (!seen.add(tag)) {
                out.add(
                        REPEATED_TAG,
                        subject.keys().place("tags"),
                        "The tag \"%s\" is there twice.".formatted(tag),
                        "Take one of them out.");
            }
        }
    }

    private static void guideTitle(CheckSubject subject, CheckFindings out) {
        String name = subject.rule().name();
        Matcher title = TITLE.matcher(subject.text("note").orElse(""));
        if (title.find() && !title.group(1).equals(name.strip())) {
            out.add(
                    GUIDE_TITLE,
                    subject.keys().place("note", title.group(1)),
                    "The guide is about \"%s\", the rule is called \"%s\".".formatted(title.group(1), name),
                    "Make the heading say the rule's name.");
        }
    }

    private static void limit(CheckSubject subject, CheckFindings out) {
        String setup = subject.text("setup").orElse("").toLowerCase(Locale.ROOT);
        if (subject.rule().maxSignals() == RuleTableReader.MAX_SIGNALS_CAP
                && subject.has("max_signals")
                && !MAXIMUM.matcher(setup).find()) {
            out.add(
                    UNEXPLAINED_LIMIT,
                    subject.keys().place("max_signals"),
                    "A run may raise %d alerts, and the setup does not speak of it."
                            .formatted(RuleTableReader.MAX_SIGNALS_CAP),
                    "Say in setup that max_signals must not exceed the installation's own limit.");
        }
    }

    private static void blockTiming(CheckSubject subject, CheckFindings out) {
        Schedule schedule = subject.rule().schedule();
        boolean isBypassed = subject.keys().mentions("bypass_bbr_timing = true");
        if (!subject.rule().buildingBlock() || isBypassed) {
            return;
        }
        List<String> missed = schedule.fromBack().compareTo(BLOCK_LOOK_BACK_MIN) < 0
                ? List.of("from", "looks back only " + CheckSchedule.words(schedule.fromBack()), "from = \"now-119m\"")
                : schedule.interval().compareTo(BLOCK_INTERVAL_MIN) < 0
                        ? List.of(
                                "interval",
                                "runs every " + CheckSchedule.words(schedule.interval()),
                                "interval = \"60m\"")
                        : List.of();
        if (!missed.isEmpty()) {
            out.add(
                    BLOCK_TIMING,
                    subject.keys().place(subject.has(missed.getFirst()) ? missed.getFirst() : "building_block_type"),
                    "The rule is a building block and " + missed.get(1) + ".",
                    "Write " + missed.get(2) + ", or bypass_bbr_timing = true below metadata if it must be so.");
        }
    }

    private static void version(CheckSubject subject, CheckFindings out) {
        for (String key : List.of("version", "revision")) {
            if (subject.has(key)) {
                out.add(
                        STATED_VERSION,
                        subject.keys().place(key),
                        "The file states the rule's %s, which is not kept in rule files.".formatted(key),
                        "Take it out.");
            }
        }
    }

    private static void stack(CheckSubject subject, CheckFindings out) {
        if (subject.keys().line("min_stack_version").isPresent()
                && subject.keys().line("min_stack_comments").isEmpty()) {
            out.add(
                    UNEXPLAINED_STACK,
                    subject.keys().place("metadata.min_stack_version"),
                    "min_stack_version is given without min_stack_comments.",
                    "Say in min_stack_comments what the rule needs of that version.");
        }
    }

    private static void deprecation(CheckSubject subject, CheckFindings out) {
        boolean isDated = subject.keys().line("deprecation_date").isPresent();
        boolean isDeprecated =
                subject.keys().line("maturity").filter("deprecated"::equals).isPresent();
        if (isDated && !isDeprecated) {
            out.add(
                    HALF_DEPRECATED,
                    subject.keys().place("metadata.deprecation_date"),
                    "The rule has a deprecation_date, but its maturity is not deprecated.",
                    "Write maturity = \"deprecated\", or take the date out.");
        } else if (isDeprecated && !isDated) {
            out.add(
                    HALF_DEPRECATED,
                    subject.keys().place("metadata.maturity"),
                    "The rule is deprecated, but has no deprecation_date.",
                    "Give the day it was deprecated.");
        }
    }
}
