package io.picket.event;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The wanted field names, cut at their dots, as a tree; a node is where a dotted path leads. Each node finds its
 * children in an open hash table over the first eight bytes of a key, so a key of up to eight bytes
 * costs one load, one multiplication and one comparison.
 *
 * <p>A key of a document may itself hold dots ({@code "host.name"}); no edge does, so such a key misses and is then
 * walked piece by piece. Keys are looked up in arrays that can be read eight bytes beyond their end.
 */
final class KeyTrie {

    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long SPREAD = 0x9E3779B97F4A7C15L;
    private static final long ONES = 0x0101010101010101L;
    private static final long HIGH = 0x8080808080808080L;
    private static final long DOTS = ONES * '.';
    private static final int WORD = Long.BYTES;

    /** The field whose whole name leads here, or {@link FieldTable#NONE}. */
    private int slot = FieldTable.NONE;

    private int charsMax;

    /** The key that leads here: its length, and what of it goes beyond the first word. */
    private int length;

    private long[] tail = {};

    /** An open hash table; free places are null. A leaf has one free place. */
    private KeyTrie[] children = new KeyTrie[1];

    private long[] heads = {};
    private int shift;

    private KeyTrie() {}

    /** The names of a table, each leading to its slot. */
    static KeyTrie of(FieldTable fields) {
        Draft root = new Draft();
        for (int slot = 0; slot < fields.size(); slot++) {
            Draft at = root;
            for (String key : fields.name(slot).split("\\.", -1)) {
                at = at.keys.computeIfAbsent(key, unseen -> new Draft());
            }
            at.node.slot = slot;
            at.node.charsMax = fields.charsMax(slot);
        }
        List<Draft> open = new ArrayList<>(List.of(root));
        for (int i = 0; i < open.size(); i++) {
            open.get(i).close();
            open.addAll(open.get(i).keys.values());
        }
        return root.node;
    }

    int slot() {
        return slot;
    }

    /** Marks every slot that a name from here on leads to. */
    void mark(BitSet slots) {
        if (slot != FieldTable.NONE) {
            slots.set(slot);
        }
        for (KeyTrie child : children) {
            if (child != null) {
                child.mark(slots);
            }
        }
    }

    /** Whether no wanted name goes on from here. */
    boolean isLeaf() {
        return children.length == 1;
    }

    /** The longest string that counts as a value of the field, in UTF-16 units. */
    int charsMax() {
        return charsMax;
    }

    /** Where the key in {@code bytes[from, end)} leads, or null when no wanted field is there. */
    @Nullable KeyTrie child(byte[] bytes, int from, int end) {
        KeyTrie found = edge(bytes, from, end);
        return found == null && hasDot(bytes, from, end) ? walk(bytes, from, end) : found;
    }

    private @Nullable KeyTrie edge(byte[] bytes, int from, int end) {
        int keyLength = end - from;
        long head = head((long) LONGS.get(bytes, from), keyLength);
        KeyTrie[] table = children;
        int mask = table.length - 1;
        for (int i = place(head, shift) & mask; ; i = i + 1 & mask) {
            KeyTrie child = table[i];
            if (child == null || heads[i] == head && child.length == keyLength && child.endsLike(bytes, from)) {
                return child;
            }
        }
    }

    private boolean endsLike(byte[] bytes, int from) {
        for (int k = 0, at = WORD; at < length; k++, at += WORD) {
            if (tail[k] != head((long) LONGS.get(bytes, from + at), length - at)) {
                return false;
            }
        }
        return true;
    }

    private static boolean hasDot(byte[] bytes, int from, int end) {
        for (int at = from; at < end; at += WORD) {
            long dots = head((long) LONGS.get(bytes, at), end - at) ^ DOTS;
            if ((dots - ONES & ~dots & HIGH) != 0) {
                return true;
            }
        }
        return false;
    }

    private @Nullable KeyTrie walk(byte[] bytes, int from, int end) {
        KeyTrie node = this;
        int start = from;
        for (int at = from; at <= end && node != null; at++) {
            if (at == end || bytes[at] == '.') {
                node = node.edge(bytes, start, at);
                start = at + 1;
            }
        }
        return node;
    }

    /** The first {@code length} bytes of a word, the rest 0. */
    private static long head(long word, int length) {
        return length < WORD ? word & (1L << (length << 3)) - 1 : word;
    }

    private static int place(long head, int shift) {
        return (int) (head * SPREAD >>> shift);
    }

    /** A node while names are still being added. */
    private static final class Draft {
        final KeyTrie node = new KeyTrie();
        final Map<String, Draft> keys = new TreeMap<>();

        @SuppressWarnings("NullAway") // free places of the table stay null
        void close() {
            if (keys.isEmpty()) {
                return;
            }
            int bits = Integer.SIZE + 2 - Integer.numberOfLeadingZeros(keys.size());
            int size = 1 << bits;
            node.shift = Long.SIZE - bits;
            node.children = new KeyTrie[size];
            node.heads = new long[size];
            keys.forEach((key, child) -> put(key.getBytes(StandardCharsets.UTF_8), child.node));
        }

        private void put(byte[] key, KeyTrie child) {
            byte[] padded = Arrays.copyOf(key, key.length + WORD);
            long head = head((long) LONGS.get(padded, 0), key.length);
            int i = place(head, node.shift);
            while (node.children[i] != null) {
                i = i + 1 & node.children.length - 1;
            }
            child.length = key.length;
            child.tail = new long[Math.max(0, (key.length - 1) / WORD)];
            for (int k = 0; k < child.tail.length; k++) {
                int at = (k + 1) * WORD;
                child.tail[k] = head((long) LONGS.get(padded, at), key.length - at);
            }
            node.children[i] = child;
            node.heads[i] = head;
        }
    }
}
