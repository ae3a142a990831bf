package io.picket.event;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * One document cut into units: every value that is no object and lies in no array. What {@link Moulds} learns from. For
 * one thread; reused.
 */
final class Outline {

    /** Units in one document; one with more repeats too seldom. */
    static final int UNITS_MAX = 400;

    /** The longest document, in bytes. */
    static final int BYTES_MAX = 1 << 15;

    private static final int CELLS = 3;
    private static final int FAILED = -1;

    private final EventReader reader;
    private final Event probe;
    private final int[] places = new int[UNITS_MAX * CELLS];
    private final @Nullable KeyTrie[] nodes = new KeyTrie[UNITS_MAX];
    private final int[][] values = new int[UNITS_MAX][];
    private final boolean[] odd = new boolean[UNITS_MAX];
    private int count;
    private int from;
    private int to;

    Outline(EventReader reader, FieldTable fields) {
        this.reader = reader;
        this.probe = new Event(fields);
    }

    /**
     * Cuts a document that has been read without fault.
     *
     * @return whether it can be learned: not too large, and without keys that mean more or other than they spell
     */
    boolean cut(byte[] b, int from, int to, KeyTrie root) {
        this.from = from;
        this.to = to;
        count = 0;
        return to - from <= BYTES_MAX && object(b, from, to, root, 1) == to;
    }

    private int object(byte[] b, int at, int end, @Nullable KeyTrie node, int depth) {
        int p = EventReader.blank(b, at + 1, end);
        while (b[p] != '}') {
            int key = p + 1;
            int keyEnd = EventReader.plain(b, key, end);
            boolean isWrapping = depth == 1 && b[key] == '_';
            if (b[keyEnd] != '"' || isWrapping) {
                return FAILED;
            }
            KeyTrie child = node == null ? null : node.child(b, key, keyEnd);
            p = EventReader.blank(b, EventReader.blank(b, keyEnd + 1, end) + 1, end);
            p = b[p] == '{'
                    ? object(b, p, end, child == null || child.isLeaf() ? null : child, depth + 1)
                    : unit(b, p, end, child, depth);
            if (p < 0 || depth > UNITS_MAX) {
                return FAILED;
            }
            p = EventReader.blank(b, p, end);
            if (b[p] == ',') {
                p = EventReader.blank(b, p + 1, end);
            }
        }
        return p + 1;
    }

    @SuppressWarnings("ReferenceEquality") // whether a value lies in the document itself
    private int unit(byte[] b, int p, int end, @Nullable KeyTrie node, int depth) {
        if (count == UNITS_MAX) {
            return FAILED;
        }
        probe.reset(b, p, p);
        int past = reader.probe(b, p, end, node, depth, probe);
        int[] found = new int[probe.valueCount() * Mould.CELLS];
        boolean isOdd = false;
        for (int i = 0; i < probe.valueCount(); i++) {
            isOdd |= probe.bytes(i) != b;
            found[i * Mould.CELLS] = probe.slotOf(i) << 2 | probe.kind(i);
            found[i * Mould.CELLS + 1] = probe.from(i) - p;
            found[i * Mould.CELLS + 2] = probe.length(i);
        }
        places[count * CELLS] = p;
        places[count * CELLS + 1] = past;
        places[count * CELLS + 2] = depth;
        nodes[count] = node;
        values[count] = found;
        odd[count] = isOdd;
        count++;
        return past;
    }

    int from() {
        return from;
    }

    int to() {
        return to;
    }

    int size() {
        return count;
    }

    int unitFrom(int unit) {
        return places[unit * CELLS];
    }

    int unitTo(int unit) {
        return places[unit * CELLS + 1];
    }

    int depth(int unit) {
        return places[unit * CELLS + 2];
    }

    @Nullable KeyTrie node(int unit) {
        return nodes[unit];
    }

    /** Whether a value of the unit is not spelled in the document as it is: it had to be decoded. */
    boolean isOdd(int unit) {
        return odd[unit];
    }

    /** The values in a unit, as {@link Mould#values} has them, counted from the unit's first byte. */
    int[] values(int unit) {
        return Arrays.copyOf(values[unit], values[unit].length);
    }
}
