package io.picket.example;

import io.picket.event.Kind;
import io.picket.match.Scope.Seen;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Values for the fields of a document, or of one object in it.
 *
 * @param values by dotted path, at least one each
 * @param objects by the full path of a nested field; their own paths are full as well
 */
record Made(Map<String, List<Seen>> values, Map<String, List<Made>> objects) {

    static final Made NOTHING = new Made(Map.of(), Map.of());

    Made {
        values = new TreeMap<>(values);
        objects = new TreeMap<>(objects);
    }

    Made with(String field, List<Seen> more) {
        Map<String, List<Seen>> all = new TreeMap<>(values);
        if (more.isEmpty()) {
            all.remove(field);
        } else {
            all.put(field, more);
        }
        return new Made(all, objects);
    }

    boolean has(String field) {
        return values.containsKey(field);
    }

    /** The document as maps and lists, objects in objects; a path that runs through a value stays one dotted key. */
    Map<String, Object> document() {
        return tree("");
    }

    private Map<String, Object> tree(String above) {
        Map<String, Object> root = new LinkedHashMap<>();
        values.forEach((path, several) -> {
            List<Object> plain = several.stream().map(Made::plain).toList();
            put(root, path.substring(above.length()), plain.size() == 1 ? plain.getFirst() : plain);
        });
        objects.forEach((path, several) -> put(
                root,
                path.substring(above.length()),
                several.stream().map(one -> one.tree(path + ".")).toList()));
        return root;
    }

    @SuppressWarnings("unchecked") // only this method puts maps there
    private static void put(Map<String, Object> root, String path, Object value) {
        Map<String, Object> at = root;
        int start = 0;
        for (int dot = path.indexOf('.'); dot > 0; dot = path.indexOf('.', start)) {
            Object below = at.computeIfAbsent(path.substring(start, dot), absent -> new LinkedHashMap<>());
            if (!(below instanceof Map<?, ?> map)) {
                break;
            }
            at = (Map<String, Object>) map;
            start = dot + 1;
        }
        String key = path.substring(start);
        if (at.get(key) instanceof Map<?, ?>) {
            root.put(path, value);
        } else {
            at.put(key, value);
        }
    }

    private static Object plain(Seen value) {
        return switch (value.kind()) {
            case Kind.TRUE -> true;
            case Kind.FALSE -> false;
            case Kind.NUMBER -> new BigDecimal(value.text());
            default -> value.text();
        };
    }
}
