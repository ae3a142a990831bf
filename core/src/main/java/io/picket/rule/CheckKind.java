package io.picket.rule;

import io.picket.text.Level;
import io.picket.text.Place;
import io.picket.text.Problem;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Every flaw that the rule linter looks for: its stable code, what it is called, and why it matters. Codes are never
 * given to another flaw. The level is the highest one a finding of the kind has: an error only where the rule cannot
 * work, a warning where it probably does not do what was meant, a note where one should know.
 */
public enum CheckKind {
    PROSE_NUMBER(
            "RULE-101",
            Level.WARNING,
            "The text states another number than the parameter",
            "Readers trust the description, the engine obeys the parameter; where they differ one of them is wrong."),
    VACUOUS_COUNT(
            "RULE-102",
            Level.NOTE,
            "A threshold that every group meets",
            "A least count of 1 is met by any event, a least number of 1 distinct values by any value."),
    PAIR_GROUPING(
            "RULE-103",
            Level.NOTE,
            "Grouping by source and destination hides scans across many destinations",
            "Each pair is counted by itself, so a source that tries many destinations a little never adds up."),
    ARRAY_CARDINALITY(
            "RULE-104",
            Level.NOTE,
            "Distinct values of an array field",
            "Each element of the array counts as a value: one event can bring many, or meet the threshold alone."),
    ARRAY_GROUPING(
            "RULE-105",
            Level.NOTE,
            "Grouping by an array field",
            "An event falls into one group for each element of the array."),
    IMPOSSIBLE_THRESHOLD(
            "RULE-106",
            Level.ERROR,
            "A threshold that can never be met",
            "The events that meet the query cannot have that many distinct values of the field."),
    PROSE_WINDOW(
            "RULE-107",
            Level.NOTE,
            "The text states another time than the look-back",
            "A threshold counts within the look-back; the description promises another span."),
    NO_OVERLAP(
            "RULE-111",
            Level.WARNING,
            "The look-back is no longer than the interval",
            "Shorter than the interval leaves time that no run ever looks at; equal leaves none for late events."),
    NO_TIMESTAMP_OVERRIDE(
            "RULE-112",
            Level.WARNING,
            "No timestamp_override",
            "Without event.ingested as the rule's clock, an event that arrives after its window was read is missed."),
    NO_LOOK_BACK(
            "RULE-113",
            Level.WARNING,
            "No look-back set",
            "The default of six minutes leaves one minute for endpoint events to arrive."),
    SEQUENCE_WITHOUT_SPAN(
            "RULE-114",
            Level.NOTE,
            "A sequence without maxspan",
            "Events as far apart as the look-back allows make a sequence, which is rarely meant and costs memory."),
    SPAN_OVER_LOOK_BACK(
            "RULE-115",
            Level.WARNING,
            "maxspan is longer than the look-back",
            "A sequence that takes longer than one run looks back is never seen whole."),
    NO_INDEX(
            "RULE-121",
            Level.WARNING,
            "No index patterns",
            "Without index or data_view_id it depends on the installation which events the rule reads."),
    INDEX_FORM(
            "RULE-122",
            Level.WARNING,
            "An index pattern that no index can match",
            "Index names are lower case, without spaces and most punctuation; the only wildcard is a star."),
    INDEX_TAIL(
            "RULE-123",
            Level.NOTE,
            "An index pattern without its tail",
            "Data streams end in -NAMESPACE and Beats indices in -VERSION or a date; an exact name misses them."),
    INDEX_WITHOUT_ACTION(
            "RULE-124",
            Level.WARNING,
            "Indices that never hold the asked event.action",
            "Only some shippers write that action; over the others the rule is silent for ever."),
    GROUP_NOT_CARRIED(
            "RULE-125",
            Level.NOTE,
            "A group-by field that a listed source does not carry",
            "Events that lack a field grouped by are not counted, so the source never raises an alert."),
    UNKNOWN_FIELD(
            "RULE-131",
            Level.WARNING,
            "A field that no schema knows",
            "A condition on a field that does not exist is never true; usually it is a slip of typing."),
    TEXT_ORDER(
            "RULE-132",
            Level.WARNING,
            "Numbers compared as texts",
            "The field holds texts, whose order is that of their letters: 10 comes before 9."),
    QUOTED_WILDCARD(
            "RULE-141",
            Level.WARNING,
            "A star inside quotes",
            "In KQL a star is a wildcard only outside quotes; inside it is the character itself."),
    BARE_QUESTION_MARK(
            "RULE-142",
            Level.WARNING,
            "A question mark in a bare word",
            "KQL knows no one-character wildcard: the mark is the character itself."),
    CONTROL_ESCAPE(
            "RULE-143",
            Level.WARNING,
            "A backslash escape for a tab or line break",
            "In quotes \\t, \\r and \\n are white space; in a Windows path the backslash must be doubled."),
    BARE_SPACES(
            "RULE-144",
            Level.WARNING,
            "A bare value with spaces",
            "Words next to each other without or, and, or quotes are one value with the spaces in it."),
    NO_FIELD(
            "RULE-145",
            Level.WARNING,
            "A word without a field",
            "It matches in any field of the event; after or and and a list in parentheses is usually meant."),
    ALL_OF_LIST(
            "RULE-146",
            Level.WARNING,
            "and between the values of one field",
            "Every value must match by itself: a field with one value never meets two different exact ones."),
    NEGATED_LIST(
            "RULE-147",
            Level.WARNING,
            "Negated values in a list",
            "not a or not b holds for nearly every event; a list of only negated values holds without the field."),
    REPEATED_VALUE(
            "RULE-148",
            Level.NOTE,
            "A value that another one of the list already covers",
            "It changes nothing, and may stand where another value was meant."),
    CONTRADICTION(
            "RULE-149",
            Level.ERROR,
            "A value both required and excluded",
            "The two conditions exclude each other, so this part of the query is never true."),
    UPPER_KEYWORD(
            "RULE-150",
            Level.NOTE,
            "A keyword in upper case",
            "It works, but rule repositories write and, or, not in lower case and some tools accept nothing else."),
    EMPTY_QUERY(
            "RULE-151",
            Level.WARNING,
            "A query that every event meets",
            "Without a query and without filters each event of the indices is an alert, or counts."),
    EXACT_WILDCARD(
            "RULE-161",
            Level.WARNING,
            "A wildcard under an exact operator",
            "In EQL ==, != and in compare literally; only :, like and like~ read * and ? as wildcards."),
    CLOCKED_WINDOW(
            "RULE-162",
            Level.NOTE,
            "Counting by the clock",
            "Rows are counted from one full minute or hour to the next, so a burst across the border counts as two halves."),
    VALUES_COMPARED(
            "RULE-163",
            Level.WARNING,
            "Values compared where their number is meant",
            "VALUES(x) holds the values themselves; a comparison with a number asks each value, not how many there are."),
    SEVERITY_BAND(
            "RULE-171",
            Level.WARNING,
            "Severity and risk score disagree",
            "low is 0 to 21, medium to 47, high to 73, critical to 100; queues sorted by one contradict the other."),
    UNUSUAL_RISK(
            "RULE-172",
            Level.NOTE,
            "Not the usual risk score of the severity",
            "Rules of one severity usually share a score (21, 47, 73, 99), so that they sort alike."),
    REPEATED_ID(
            "RULE-173",
            Level.ERROR,
            "A rule_id that another rule has",
            "Of rules with one id only one can be loaded; alerts and exceptions refer to the id."),
    REPEATED_NAME(
            "RULE-174",
            Level.WARNING,
            "A name that another rule has",
            "In a queue of alerts the two cannot be told apart."),
    SYSTEM_TAG(
            "RULE-175",
            Level.WARNING,
            "The OS tag and host.os.type disagree",
            "The tag promises one operating system, the query reads another or all of them."),
    DATE_ORDER(
            "RULE-176",
            Level.WARNING,
            "Updated before it was created",
            "updated_date lies before creation_date, so one of them is wrong."),
    NO_GUIDE(
            "RULE-177",
            Level.NOTE,
            "A grave rule without an investigation guide",
            "Whoever is woken by a high or critical alert needs to know what to look at."),
    LICENSE_SPELLING(
            "RULE-178",
            Level.WARNING,
            "A licence that is nearly a known one",
            "Tools compare the licence as text; a slip of typing makes it an unknown one."),
    STATED_VERSION(
            "RULE-179",
            Level.NOTE,
            "A version in the file",
            "Repositories count versions beside the rules; a number in the file is not raised when the rule changes."),
    UNEXPLAINED_STACK(
            "RULE-180",
            Level.NOTE,
            "A least stack version without its reason",
            "Nobody can tell later whether min_stack_version is still needed."),
    HALF_DEPRECATED(
            "RULE-181",
            Level.WARNING,
            "Deprecated by one key only",
            "Tools go by maturity, people by deprecation_date; where one is missing the rule lives on for some."),
    BLOCK_TIMING(
            "RULE-182",
            Level.NOTE,
            "A building block that runs like an alert",
            "Building blocks are many and urgent to nobody: they run hourly or less often, and look back two hours."),
    GUIDE_TITLE(
            "RULE-183",
            Level.NOTE,
            "A guide of another name",
            "The heading of the guide names another rule, from which it may have been copied."),
    UNEXPLAINED_LIMIT(
            "RULE-184",
            Level.NOTE,
            "As many alerts as can be, without a word",
            "A thousand alerts a run meet the limit of the installation, which its users should know of."),
    REPEATED_TAG("RULE-185", Level.NOTE, "A tag twice", "It changes nothing, and may stand where another was meant."),
    ATTACK_MISMATCH(
            "RULE-186",
            Level.WARNING,
            "ATT&CK names, ids and links that do not fit together",
            "Coverage is counted by id, people read the name; one of the two is wrong."),
    NAME_FORM(
            "RULE-187",
            Level.NOTE,
            "A name that begins or ends unusually",
            "Names begin with a letter or digit and end with one or a bracket, so that they sort and can be quoted."),
    DATA_NO_INDEX(
            "RULE-191",
            Level.WARNING,
            "No index of the data meets the patterns",
            "The rule is offered no event at all."),
    DATA_NO_VALUE(
            "RULE-192",
            Level.WARNING,
            "A required field or value never occurs in the data",
            "The query asks for something that no event of the matching indices has."),
    DATA_NO_GROUP(
            "RULE-193",
            Level.WARNING,
            "A field grouped by or counted never occurs in the data",
            "Events that lack it are not counted, so the rule never alerts on this data.");

    private static final Map<String, CheckKind> BY_CODE =
            Arrays.stream(values()).collect(Collectors.toUnmodifiableMap(CheckKind::code, Function.identity()));

    private final String code;
    private final Level level;
    private final String title;
    private final String why;

    CheckKind(String code, Level level, String title, String why) {
        this.code = code;
        this.level = level;
        this.title = title;
        this.why = why;
    }

    /** Stable and searchable: {@code RULE-1nn}. */
    public String code() {
        return code;
    }

    /** The gravest level a finding of this kind has. */
    public Level level() {
        return level;
    }

    /** A short name of the flaw. */
    public String title() {
        return title;
    }

    /** Why it matters, one sentence. */
    public String why() {
        return why;
    }

    /** The kind with this code; empty for codes of readers and parsers. */
    public static Optional<CheckKind> of(String code) {
        return Optional.ofNullable(BY_CODE.get(code));
    }

    Problem problem(String message, String mend, Place place) {
        return problem(level, message, mend, place);
    }

    Problem problem(Level level, String message, String mend, Place place) {
        return new Problem(code, level, message, mend, place);
    }
}
