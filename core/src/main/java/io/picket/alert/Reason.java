package io.picket.alert;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The sentence that sums an alert up, worded as Elastic's alerts word it, for every rule type the same.
 *
 * <p>Of an event all values count. Of a threshold group only text counts: Kibana asks a value for its length, which a
 * bare number lacks, and a group's values are bare.
 */
final class Reason {

    private final Map<String, Object> fields;
    private final boolean bareNumbersCount;
    private boolean something;

    private Reason(Map<String, Object> fields, boolean bareNumbersCount) {
        this.fields = fields;
        this.bareNumbersCount = bareNumbersCount;
    }

    static String ofEvent(Map<String, Object> flat, String severity, String name) {
        return new Reason(flat, true).sentence(severity, name);
    }

    static String ofGroup(Map<String, Object> flat, String severity, String name) {
        return new Reason(flat, false).sentence(severity, name);
    }

    private String sentence(String severity, String name) {
        String category = value("event.category");
        String what = telling(" process ", "process.name", ",")
                + telling(" parent process ", "process.parent.name", ",")
                + telling(" file ", "file.name", ",")
                + endpoint(" source ", "source")
                + endpoint(" destination ", "destination");
        String user = value("user.name");
        String host = value("host.name");
        return (category == null ? "" : category + " ")
                + "event"
                + (something ? " with" : "")
                + what
                + (user == null ? "" : " by " + user)
                + (host == null ? "" : " on " + host)
                + " created "
                + severity
                + " alert "
                + name
                + ".";
    }

    private String telling(String before, String field, String after) {
        String value = value(field);
        something |= value != null;
        return value == null ? "" : before + value + after;
    }

    /** The comma comes with the port, so an address without one has none. */
    private String endpoint(String before, String side) {
        String port = telling(":", side + ".port", ",");
        String address = telling(before, side + ".ip", "");
        return address.isEmpty() ? "" : address + port;
    }

    private @Nullable String value(String field) {
        return switch (fields.get(field)) {
            case null -> null;
            case List<?> list -> {
                String joined = list.stream().map(String::valueOf).collect(Collectors.joining(", "));
                yield list.isEmpty() || list.equals(List.of("-")) ? null : joined;
            }
            case String text -> text.isEmpty() || text.equals("-") ? null : text;
            case Object other -> bareNumbersCount ? other.toString() : null;
        };
    }
}
