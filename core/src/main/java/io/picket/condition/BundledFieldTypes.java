package io.picket.condition;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The fields that Picket knows by itself: those of ECS, of Elastic's integrations as far as rules name them, and of
 * Beats.
 *
 * <p>The table is a text of half a megabyte (85 kB in the jar), one field a line, sorted. It stays the bytes it was
 * loaded as: a look-up is a binary search over lines, remembered since rules ask for few fields often, and nothing is
 * built at start. What lies below a flattened field is keyword; what has known fields below it is an object. Made by {@code scripts/field_types.py}.
 */
public final class BundledFieldTypes implements FieldTypes {

    private static final String RESOURCE = "field-types.txt";

    /** Loaded at first use, once. */
    private static final class Loaded {
        static final BundledFieldTypes TYPES = new BundledFieldTypes(resource());
    }

    private static final class Named {
        static final List<String> NAMES = Loaded.TYPES.readNames();
    }

    /** Names that may be remembered, so that events with endless names take no memory. */
    private static final int REMEMBERED_MAX = 20_000;

    private final byte[] table;
    private final Map<String, FieldType> remembered = new ConcurrentHashMap<>();

    private BundledFieldTypes(byte[] table) {
        this.table = table;
    }

    public static BundledFieldTypes get() {
        return Loaded.TYPES;
    }

    private static byte[] resource() {
        try (InputStream in = BundledFieldTypes.class.getResourceAsStream(RESOURCE)) {
            if (in == null) {
                throw new IllegalStateException(RESOURCE + " is not in the jar");
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public FieldType typeOf(String name) {
        FieldType known = remembered.get(name);
        if (known == null) {
            known = lookUp(name);
            if (remembered.size() < REMEMBERED_MAX) {
                remembered.put(name, known);
            }
        }
        return known;
    }

    private FieldType lookUp(String name) {
        int line = lineFrom(name);
        int after = line + name.length();
        if (startsWith(line, name)) {
            if (table[after] == '\t') {
                return type(table[after + 1]);
            }
            if (table[after] == '.') {
                return FieldType.OBJECT;
            }
        }
        // Names with characters below the dot ("a-b") may stand between a path and what lies below it.
        if (startsWith(lineFrom(name + "."), name + ".")) {
            return FieldType.OBJECT;
        }
        return isBelowFlattened(name) ? FieldType.KEYWORD : FieldType.UNKNOWN;
    }

    private boolean isBelowFlattened(String name) {
        for (int dot = name.indexOf('.'); dot > 0; dot = name.indexOf('.', dot + 1)) {
            String path = name.substring(0, dot);
            int line = lineFrom(path);
            if (startsWith(line, path) && table[line + dot] == '\t' && table[line + dot + 1] == 'f') {
                return true;
            }
        }
        return false;
    }

    /** Whether ECS says that the field always holds an array. */
    public boolean isArray(String name) {
        int line = lineFrom(name);
        int after = line + name.length();
        return startsWith(line, name) && table[after] == '\t' && table[after + 2] == '+';
    }

    @Override
    public Collection<String> names() {
        return Named.NAMES;
    }

    private List<String> readNames() {
        List<String> names = new ArrayList<>();
        for (int line = 0; line < table.length; line = lineAfter(line)) {
            int tab = line;
            while (table[tab] != '\t') {
                tab++;
            }
            names.add(new String(table, line, tab - line, StandardCharsets.US_ASCII));
        }
        return Collections.unmodifiableList(names);
    }

    private static FieldType type(byte letter) {
        return switch (letter) {
            case 'k' -> FieldType.KEYWORD;
            case 'w' -> FieldType.WILDCARD;
            case 'c' -> FieldType.CONSTANT_KEYWORD;
            case 't' -> FieldType.TEXT;
            case 'l' -> FieldType.LONG;
            case 'd' -> FieldType.DOUBLE;
            case 'b' -> FieldType.BOOLEAN;
            case 'i' -> FieldType.IP;
            case 'm' -> FieldType.DATE;
            case 'v' -> FieldType.VERSION;
            case 'f' -> FieldType.FLATTENED;
            case 'n' -> FieldType.NESTED;
            case 'o' -> FieldType.OBJECT;
            case 'g' -> FieldType.GEO_POINT;
            case 'x' -> FieldType.BINARY;
            case 'r' -> FieldType.OTHER;
            default -> throw new IllegalStateException("no type has the letter " + (char) letter);
        };
    }

    /** Where the first line stands whose name is not before {@code name}; the table's end if there is none. */
    private int lineFrom(String name) {
        int low = 0;
        int high = table.length;
        while (low < high) {
            int line = lineAt((low + high) >>> 1);
            if (compare(line, name) < 0) {
                low = lineAfter(line);
            } else {
                high = line;
            }
        }
        return low;
    }

    /** The beginning of the line that covers an offset. */
    private int lineAt(int offset) {
        int line = offset;
        while (line > 0 && table[line - 1] != '\n') {
            line--;
        }
        return line;
    }

    private int lineAfter(int line) {
        int next = line;
        while (table[next] != '\n') {
            next++;
        }
        return next + 1;
    }

    private int compare(int line, String name) {
        for (int i = 0; i < name.length(); i++) {
            byte b = table[line + i];
            if (b == '\t' || b != name.charAt(i)) {
                return b == '\t' ? -1 : b - name.charAt(i);
            }
        }
        return table[line + name.length()] == '\t' ? 0 : 1;
    }

    /** Whether a line is there and begins with {@code name}; its byte after the name is then safe to read. */
    private boolean startsWith(int line, String name) {
        if (line + name.length() + 2 > table.length) {
            return false;
        }
        for (int i = 0; i < name.length(); i++) {
            if (table[line + i] != name.charAt(i)) {
                return false;
            }
        }
        return true;
    }
}
