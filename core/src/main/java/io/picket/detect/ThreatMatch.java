package io.picket.detect;

import java.util.Comparator;

/**
 * An event's value and an indicator's that are equal, in a group of the mapping that holds.
 *
 * @param number the indicator's in its set
 * @param index of the indicator
 * @param id of the indicator
 * @param atomic the event's value, as JSON holds it
 */
record ThreatMatch(ThreatMapping.Entry entry, int number, String index, String id, Object atomic) {

    /** In the order of the rule's pairs of fields, then of the indicators' names; one a pair and indicator. */
    static final Comparator<ThreatMatch> ORDER = Comparator.comparingInt(
                    (ThreatMatch match) -> match.entry().pair())
            .thenComparing(ThreatMatch::index)
            .thenComparing(ThreatMatch::id);
}
