package io.picket.event;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An action line of a {@code _bulk} body: one key that names the action, its value an object with {@code _index} and
 * {@code _id}. Shippers repeat the same line thousands of times, so the last one is remembered.
 */
final class BulkAction {

    /** Longest action line, in bytes; a longer line is a document. */
    static final int LINE_BYTES_MAX = 64 * 1024;

    private static final List<String> NAMES = List.of("create", "index", "update", "delete");
    private static final List<byte[]> KEYS = NAMES.stream()
            .map(name -> ('"' + name + '"').getBytes(StandardCharsets.US_ASCII))
            .toList();
    private static final FieldTable FIELDS = fields();

    private final EventReader reader = new EventReader(FIELDS);
    private final Event line = new Event(FIELDS);
    private final NameCache names = new NameCache();
    private byte[] last = new byte[0];
    private int number = -1;
    private @Nullable String index;
    private @Nullable String id;

    private static FieldTable fields() {
        FieldTable.Builder builder = FieldTable.builder();
        for (String name : NAMES) {
            builder.add(name + "._index", Integer.MAX_VALUE).add(name + "._id", Integer.MAX_VALUE);
        }
        return builder.build();
    }

    /** Reads a line; false if it is no action line, and then nothing is known of it. */
    boolean read(byte[] buffer, int from, int to) {
        if (number >= 0 && Arrays.equals(last, 0, last.length, buffer, from, to)) {
            return true;
        }
        number = -1;
        int action = to - from > LINE_BYTES_MAX ? -1 : actionOf(buffer, from, to);
        if (action < 0 || !reader.read(buffer, from, to, line)) {
            return false;
        }
        int open = Brackets.memberValue(buffer, Brackets.blank(buffer, from, to) + 1, to);
        int rest = Brackets.blank(buffer, Brackets.end(buffer, open, to), to);
        if (buffer[open] != '{' || buffer[rest] != '}') {
            return false;
        }
        number = action;
        index = text(2 * action, true);
        id = text(2 * action + 1, false);
        last = Arrays.copyOfRange(buffer, from, to);
        return true;
    }

    /** What the action is called; empty if the last line read was none. */
    String name() {
        return number < 0 ? "" : NAMES.get(number);
    }

    boolean isDelete() {
        return number == 3;
    }

    boolean isUpdate() {
        return number == 2;
    }

    /** The index the line names, or null. */
    @Nullable String index() {
        return index;
    }

    /** The id the line names, or null. */
    @Nullable String id() {
        return id;
    }

    private @Nullable String text(int slot, boolean isRepeated) {
        int value = line.first(slot);
        if (value == Event.NONE || line.length(value) == 0) {
            return null;
        }
        int from = line.from(value);
        return isRepeated ? names.of(line.bytes(value), from, from + line.length(value)) : line.text(value);
    }

    /** Which action the first key names, or -1; the rest of the line is not looked at. */
    private static int actionOf(byte[] b, int from, int to) {
        int open = Brackets.blank(b, from, to);
        int key = open < to && b[open] == '{' ? Brackets.blank(b, open + 1, to) : to;
        for (int i = 0; i < KEYS.size(); i++) {
            byte[] name = KEYS.get(i);
            if (to - key > name.length && Arrays.equals(b, key, key + name.length, name, 0, name.length)) {
                return i;
            }
        }
        return -1;
    }
}
