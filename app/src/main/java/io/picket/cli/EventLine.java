package io.picket.cli;

import io.picket.event.Event;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** An event as one line for a person: when, in which index, and the fields that tell most. */
final class EventLine {

    /** The fields that tell most of an event, the first ones most. */
    static final List<String> TELLING = List.of(
            "event.action",
            "host.name",
            "user.name",
            "process.name",
            "process.command_line",
            "source.ip",
            "destination.ip",
            "destination.port",
            "file.path",
            "message");

    private static final int VALUE_CHARS_MAX = 80;

    private EventLine() {}

    static String of(Event event) {
        return of(event.index(), event.toMap());
    }

    static String of(String index, Map<String, Object> document) {
        List<String> parts = new ArrayList<>();
        parts.add(text(at(document, "@timestamp")));
        parts.add(index.isEmpty() ? "-" : Shown.line(index));
        for (String field : TELLING) {
            Object value = at(document, field);
            if (value != null) {
                parts.add(field + "=" + text(value));
            }
        }
        return String.join("  ", parts);
    }

    private static @Nullable Object at(Map<?, ?> document, String path) {
        Object whole = document.get(path);
        if (whole != null) {
            return whole;
        }
        for (int dot = path.indexOf('.'); dot > 0; dot = path.indexOf('.', dot + 1)) {
            if (document.get(path.substring(0, dot)) instanceof Map<?, ?> inner) {
                Object value = at(inner, path.substring(dot + 1));
                if (value != null) {
                    return value;
                }
            }
        }
        return null;
    }

    private static String text(@Nullable Object value) {
        String text = Shown.line(String.valueOf(value)).replaceAll(" +", " ");
        return text.length() <= VALUE_CHARS_MAX ? text : text.substring(0, VALUE_CHARS_MAX - 1) + "…";
    }
}
