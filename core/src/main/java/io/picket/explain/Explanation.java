package io.picket.explain;

import java.util.List;

/**
 * Why one event meets a rule or does not.
 *
 * @param index the event's index, empty where nothing tells: then it is offered to every rule
 * @param offered whether the rule reads that index
 * @param sections what the rule asks, in the order in which it is asked
 * @param after what becomes of the event once it matches, as far as the event itself says it
 */
public record Explanation(String index, boolean offered, List<Section> sections, List<Note> after) {

    /** What a section is of a rule. */
    public enum Kind {
        QUERY,
        /** A step of a sequence or sample; an event takes part if it meets any. */
        STEP,
        /** The step that ends what is unfinished. */
        UNTIL,
        FILTER,
        /** Takes events out that meet it. */
        EXCEPTION
    }

    /**
     * A part of a rule that is asked by itself.
     *
     * @param name which one: the numbers of a step, the name of an exception; empty for the query
     */
    public record Section(Kind kind, String name, Judgement judgement) {

        /** Whether the event gets past it by itself. */
        public boolean passes() {
            return judgement.holds() != (kind == Kind.EXCEPTION);
        }
    }

    /**
     * A sentence on what follows.
     *
     * @param stops whether, for this reason, nothing follows although the event matches
     */
    public record Note(boolean stops, String sentence) {}

    public Explanation {
        sections = List.copyOf(sections);
        after = List.copyOf(after);
    }

    /** Whether the event is one of the rule's: exactly what matching says. */
    public boolean matches() {
        return offered
                && meetsQuery()
                && sections.stream().filter(section -> !isAsked(section)).allMatch(Section::passes);
    }

    /** Whether it meets the query, or some step of it. */
    public boolean meetsQuery() {
        return sections.stream().filter(Explanation::isAsked).anyMatch(Section::passes);
    }

    /** The sections that take the event out though it meets the query: filters it does not meet, exceptions it does. */
    public List<Section> removing() {
        return sections.stream()
                .filter(section -> !isAsked(section) && !section.passes())
                .toList();
    }

    private static boolean isAsked(Section section) {
        return switch (section.kind()) {
            case QUERY, STEP, UNTIL -> true;
            case FILTER, EXCEPTION -> false;
        };
    }
}
