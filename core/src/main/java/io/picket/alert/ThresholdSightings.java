package io.picket.alert;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What was seen of one group while a threshold was counted, from which its evidence is told.
 *
 * @param fields names of the fields grouped by, in the rule's order
 * @param values the group's values, one a field
 * @param countedField the field whose distinct values the rule counts, if it does
 * @param count events counted
 * @param distinct distinct values counted; zero without a counted field
 * @param exact whether both are exact, and not lower bounds
 * @param first least event time, epoch milliseconds
 * @param last greatest event time, epoch milliseconds
 * @param seen distinct values in order of first sight, at most {@link #VALUES_MAX}
 * @param contacts distinct (target, port) of network events, in order of first sight, at most {@link #CONTACTS_MAX}
 * @param contactsOmitted how many more contacts there were
 * @param sources the events themselves, by id
 * @param details values of further fields that the events carry: field name to its distinct values, bounded
 * @param commands command lines, a sample
 */
public record ThresholdSightings(
        List<String> fields,
        List<Object> values,
        Optional<String> countedField,
        long count,
        long distinct,
        boolean exact,
        long first,
        long last,
        List<Seen> seen,
        List<Contact> contacts,
        long contactsOmitted,
        Sources sources,
        Map<String, List<String>> details,
        List<String> commands) {

    /** Distinct values told one by one. */
    public static final int VALUES_MAX = 1_000;

    /** Distinct (target, port) that are kept to tell a scan's shape. */
    public static final int CONTACTS_MAX = 200_000;

    /** Ids of source events told one by one. */
    public static final int SOURCES_MAX = 100;

    /** What became of a connection attempt, as far as the record of it can say; better known wins over less known. */
    public enum Outcome {
        /** Nothing in the record tells. */
        UNKNOWN(0),
        /** The record joins both directions and nothing came back. */
        SILENT(1),
        /** Turned away: a reset as the only answer, or denied by a firewall. */
        REFUSED(2),
        /** The other side took part in the conversation. */
        ANSWERED(3);

        private static final Outcome[] ALL = values();

        private final int code;

        Outcome(int code) {
            this.code = code;
        }

        /** 0 to 3, the better known the higher. */
        public int code() {
            return code;
        }

        public static Outcome of(int code) {
            return ALL[code];
        }
    }

    /** One distinct value: as JSON holds it, when first and last seen (epoch milliseconds), in how many events. */
    public record Seen(Object value, long first, long last, long events) {}

    /**
     * One target (an address, or empty when the events do not tell) and one of its ports (-1: none).
     *
     * @param events how many records of it there were; a flow reported ten times counts ten
     */
    public record Contact(String target, int port, long first, long last, long events, Outcome outcome) {}

    /** The first and the last event by id (empty when not known), and a sample in order of time. */
    public record Sources(String first, String last, List<String> sample) {
        public Sources {
            sample = List.copyOf(sample);
        }
    }

    public ThresholdSightings {
        fields = List.copyOf(fields);
        values = List.copyOf(values);
        seen = List.copyOf(seen);
        contacts = List.copyOf(contacts);
        commands = List.copyOf(commands);
    }

    /** The group's value for a field, or null if it is not grouped by. */
    public @org.jspecify.annotations.Nullable Object valueOf(String field) {
        int at = fields.indexOf(field);
        return at < 0 ? null : values.get(at);
    }
}
