package io.picket.rule;

import io.picket.text.Span;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A TOML table while it is being read, and the law of what may be defined how often: a table by one header at most, a
 * key once, an inline table all at once; dotted keys make tables that no header may open again, and open none that a
 * header made.
 */
final class TomlSection {

    /** Part of one key: {@code rule} or {@code "file.path"}. */
    record KeyPart(String name, Span span) {}

    /** What made the table. */
    enum Origin {
        /** The header of a table inside it; its own header may still come. */
        IMPLICIT,
        HEADER,
        DOTTED_KEY,
        INLINE
    }

    private sealed interface Part {}

    private record Leaf(Node node) implements Part {}

    private record One(TomlSection section) implements Part {}

    private record Many(List<TomlSection> sections) implements Part {}

    private record Entry(Span key, Part part) {}

    private final Map<String, Entry> entries = new LinkedHashMap<>();
    private final int depth;
    private Span span;
    private Origin origin;

    TomlSection(Span span, Origin origin, int depth) {
        this.span = span;
        this.origin = origin;
        this.depth = depth;
    }

    int depth() {
        return depth;
    }

    /** The table that a header goes through on its way: made if need be, of an array of tables the newest. */
    TomlSection enter(KeyPart key) {
        Entry entry = entries.get(key.name());
        if (entry == null) {
            return child(key, key.span(), Origin.IMPLICIT);
        }
        return switch (entry.part()) {
            case One(TomlSection section) -> section;
            case Many(List<TomlSection> sections) -> sections.getLast();
            case Leaf leaf -> throw notATable(key);
        };
    }

    /** The table of a header {@code [name]}. */
    TomlSection define(KeyPart key, Span header) {
        Entry entry = entries.get(key.name());
        if (entry == null) {
            return child(key, header, Origin.HEADER);
        }
        if (entry.part() instanceof One(TomlSection section) && section.origin == Origin.IMPLICIT) {
            section.origin = Origin.HEADER;
            section.span = header;
            return section;
        }
        throw twice(key);
    }

    /** One more table of a header {@code [[name]]}. */
    TomlSection append(KeyPart key, Span header) {
        Entry entry = entries.get(key.name());
        TomlSection section = new TomlSection(header, Origin.HEADER, deeper(key, 2));
        if (entry == null) {
            entries.put(key.name(), new Entry(key.span(), new Many(new ArrayList<>(List.of(section)))));
        } else if (entry.part() instanceof Many(List<TomlSection> sections)) {
            sections.add(section);
        } else {
            throw twice(key);
        }
        return section;
    }

    /** The table that a dotted key goes through on its way. */
    TomlSection dotted(KeyPart key) {
        Entry entry = entries.get(key.name());
        if (entry == null) {
            return child(key, key.span(), Origin.DOTTED_KEY);
        }
        if (entry.part() instanceof One(TomlSection section)) {
            if (section.origin == Origin.HEADER) {
                throw twice(key);
            }
            section.origin = Origin.DOTTED_KEY;
            return section;
        }
        throw notATable(key);
    }

    /** Makes sure the key is new. */
    void vacant(KeyPart key) {
        if (entries.containsKey(key.name())) {
            throw twice(key);
        }
    }

    void put(KeyPart key, Node value) {
        entries.put(key.name(), new Entry(key.span(), new Leaf(value)));
    }

    Node.Table table() {
        Map<String, Node.Member> members = new LinkedHashMap<>();
        entries.forEach((name, entry) -> {
            Node value = switch (entry.part()) {
                case Leaf(Node node) -> node;
                case One(TomlSection section) -> section.table();
                case Many(List<TomlSection> sections) ->
                    new Node.Items(
                            sections.stream().<Node>map(TomlSection::table).toList(), sections.getFirst().span);
            };
            members.put(name, new Node.Member(entry.key(), value));
        });
        return new Node.Table(members, span);
    }

    private TomlSection child(KeyPart key, Span at, Origin made) {
        TomlSection section = new TomlSection(at, made, deeper(key, 1));
        entries.put(key.name(), new Entry(key.span(), new One(section)));
        return section;
    }

    private int deeper(KeyPart key, int levels) {
        if (depth + levels > Node.DEPTH_MAX) {
            throw new TomlFault("Tables are nested deeper than " + Node.DEPTH_MAX + " levels.", "", key.span());
        }
        return depth + levels;
    }

    private static TomlFault twice(KeyPart key) {
        return new TomlFault(
                "'" + key.name() + "' is defined a second time.", "Remove one, or join the two.", key.span());
    }

    private static TomlFault notATable(KeyPart key) {
        return new TomlFault(
                "'" + key.name() + "' has a value already and cannot be a table as well.", "Rename one.", key.span());
    }
}
